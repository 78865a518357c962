"""The clock of a plan runs from the referral to the first submission, and only where the county has one (AM-184)."""

import asyncio
from datetime import date

from care_plan_builders import Story, draft
from chassis.runner import Runner
from chassis.testing.harness import Harness
from schemas.events.care_plan import CarePlanEnded, CarePlanOverdue, CarePlanSubmitted, PlanDraftingStarted
from schemas.events.intake import CaseClosed


async def in_yilan(service: Harness) -> Story:
    return await Story(service, "yilan").begin()


async def test_in_yilan_a_plan_is_due_three_calendar_days_after_the_referral_on_a_sunday(service: Harness) -> None:
    story = await in_yilan(service)
    [clock] = await service.deadlines("a_plan")
    assert (clock["opened_on"], clock["due_on"]) == (date(2024, 1, 18), date(2024, 1, 21))
    assert (clock["rule"], clock["owed_by_role"], clock["owed_by_unit"]) == ("YL-31-04", "a_case_manager", story.unit)
    assert (clock["awaited_by_role"], str(clock["subject_id"])) == ("care_manager", story.plan_id)
    [begun] = await service.events(PlanDraftingStarted)
    assert [(c["name"], c["state"], c["due_on"]) for c in begun["clocks"]] == [("a_plan", "opened", "2024-01-21")]


async def test_it_stands_on_the_work_list_of_the_unit_and_of_the_centre(service: Harness) -> None:
    story = await in_yilan(service)
    for by, side in ((story.a_manager, "owed"), (story.centre, "awaited")):
        items = (await service.get("/v1/work-items", by=by, side=side)).json()["items"]
        assert [(i["name"], i["due_on"], i["rule"]) for i in items] == [("a_plan", "2024-01-21", "YL-31-04")]
    other = service.bearer("a_case_manager", unit=story.case_id, county="yilan")
    assert (await service.get("/v1/work-items", by=other)).json()["items"] == []


async def test_in_nantou_no_deadline_is_invented(story: Story, service: Harness) -> None:
    await story.submitted()
    assert await service.deadlines() == []
    assert all(event["clocks"] == [] for event in await service.events())


async def test_the_first_submission_meets_it_on_the_due_day(service: Harness) -> None:
    story = await in_yilan(service)
    service.clock.advance_to(date(2024, 1, 21))
    await story.done("contacts", {"kind": "phone", "made_on": "2024-01-19"})
    await story.done("contacts", {"kind": "home", "made_on": "2024-01-21"})
    await story.done("drafts", draft())
    await story.done("submissions")
    [clock] = await service.deadlines("a_plan")
    assert (clock["state"], clock["settled_on"]) == ("met", date(2024, 1, 21))
    [fact] = await service.events(CarePlanSubmitted)
    assert [(c["name"], c["state"]) for c in fact["clocks"]] == [("a_plan", "met")]
    assert await service.advance_to(date(2024, 1, 30)) == 0


async def test_it_is_overdue_the_day_after_once_with_any_number_of_runners_and_then_met_late(service: Harness) -> None:
    story = await in_yilan(service)
    assert await service.advance_to(date(2024, 1, 21)) == 0
    service.clock.advance_to(date(2024, 1, 22))
    fired = await asyncio.gather(*(Runner(service.service).fire() for _ in range(3)))
    assert sum(fired) == 1
    [overdue] = await service.events(CarePlanOverdue)
    assert (overdue["plan_id"], overdue["due_on"]) == (story.plan_id, "2024-01-21")
    assert [(c["name"], c["state"]) for c in overdue["clocks"]] == [("a_plan", "missed")]
    await story.submitted()
    [clock] = await service.deadlines("a_plan")
    assert (clock["state"], clock["settled_on"]) == ("met_late", date(2024, 1, 22))


async def test_a_return_opens_no_clock_anew(service: Harness) -> None:
    story = await in_yilan(service)
    await story.submitted()
    await story.done("returns", {"reason": "incomplete"}, by=story.centre)
    await story.done("submissions")
    assert [clock["state"] for clock in await service.deadlines()] == ["met_late"]


async def test_a_refused_submission_leaves_plan_outbox_and_clock_as_they_were(service: Harness) -> None:
    story = await in_yilan(service)
    before, told = await story.plan(), await service.events()
    assert (await story.post("submissions")).status_code == 409
    assert (await story.plan(), await service.events()) == (before, told)
    assert [clock["state"] for clock in await service.deadlines()] == ["open"]


async def test_a_closed_case_ends_its_plan_and_nothing_is_owed_any_more(service: Harness) -> None:
    story = await in_yilan(service)
    closed = CaseClosed(case_id=story.case_id, closure_type="permanent", reason="death", closed_on=date(2024, 1, 20))
    await service.give(closed, county="yilan")
    await service.give(closed.model_copy(), county="yilan")
    [ended] = await service.events(CarePlanEnded)
    assert (ended["reason"], [c["state"] for c in ended["clocks"]]) == ("death", ["cancelled"])
    assert await service.advance_to(date(2024, 1, 30)) == 0
    plan = (await service.get(f"/v1/plans/{story.plan_id}", by=story.centre)).json()
    assert plan["status"] == "ended"

"""What others tell is taken once, in order, and a plan begins only after the quota."""

from datetime import date
from uuid import uuid4

import pytest
from care_plan_builders import BATHING, REFERRED, Story, case_referred, draft, draft_item, quota_approved, refused
from chassis.testing.harness import Harness
from schemas.codes import UnitType
from schemas.events.care_plan import PlanDraftingStarted
from schemas.events.dispatch import CaseReferred


def b_referral(story: Story, **changed: object) -> CaseReferred:
    return case_referred(
        story.case_id,
        uuid4(),
        **{"unit_type": UnitType.B, "plan_id": story.plan_id, "service_code": "CA07", **changed},
    )


async def test_a_referral_told_twice_begins_one_plan(story: Story, service: Harness) -> None:
    await service.give(story.referral)
    plans = (await service.get("/v1/plans", by=story.centre)).json()["items"]
    assert [(plan["case_id"], plan["status"]) for plan in plans] == [(str(story.case_id), "drafting")]
    assert len(await service.events(PlanDraftingStarted)) == 1


async def test_the_plan_begins_with_an_empty_version_one_in_the_referrals_name(story: Story, service: Harness) -> None:
    plan = await story.plan()
    assert (plan["unit_id"], plan["referred_on"]) == (str(story.unit), "2024-01-18")
    assert [(v["no"], v["status"], v["items"]) for v in plan["versions"]] == [(1, "drafting", [])]
    [fact] = await service.events(PlanDraftingStarted)
    assert (fact["a_unit_id"], fact["started_on"]) == (str(story.unit), "2024-01-18")


async def test_a_referral_before_the_quota_is_parked_and_begins_nothing(service: Harness) -> None:
    with pytest.raises(AssertionError, match="was parked"):
        await service.give(case_referred(uuid4(), uuid4()))
    assert await service.events() == []


async def test_a_quota_approved_anew_is_what_the_next_submission_is_measured_by(story: Story, service: Harness) -> None:
    await story.visited()
    await story.done("drafts", draft())
    await service.give(quota_approved(story.case_id, story.assessment_id, monthly_quota_twd=8999))
    assert refused(await story.post("submissions"), "NA-02-24")["facts"] == {"total": 9000, "quota": 8999}


async def test_a_problem_that_is_not_ranked_is_refused(story: Story) -> None:
    await story.visited()
    unranked = draft_item(problem_no=BATHING + 10, goal_statement=None)
    await story.done("drafts", draft(unranked))
    refused(await story.post("submissions"), "NT-05-01", 409)


async def test_a_referral_to_a_b_unit_puts_the_approved_plan_in_force_once(story: Story, service: Harness) -> None:
    await story.submitted()
    await story.done("approvals", by=story.centre)
    told = await service.events()
    for _ in range(2):
        await service.give(b_referral(story))
    plan = await story.plan()
    assert (plan["status"], plan["versions"][-1]["status"]) == ("in_force", "approved")
    assert await service.events() == told


async def test_a_referral_to_a_b_unit_without_a_plan_says_nothing(story: Story, service: Harness) -> None:
    await service.give(b_referral(story, plan_id=None))
    assert (await story.plan())["status"] == "drafting"


async def test_the_b_unit_cannot_read_the_plan(story: Story, service: Harness) -> None:
    await story.submitted()
    await story.done("approvals", by=story.centre)
    referral = b_referral(story)
    await service.give(referral)
    by = service.bearer("b_unit", unit=referral.unit_id)
    assert (await service.get(f"/v1/plans/{story.plan_id}", by=by)).status_code == 403


async def test_another_a_unit_takes_the_draft_over_with_a_clock_of_its_own(service: Harness) -> None:
    story = await Story(service, "yilan").begin()
    await story.visited()
    former, other = story.a_manager, uuid4()
    await service.give(case_referred(story.case_id, other, referred_on=date(2024, 1, 22)), county="yilan")
    clocks = [(c["state"], c["due_on"], c["owed_by_unit"]) for c in await service.deadlines("a_plan")]
    assert clocks == [("cancelled", date(2024, 1, 21), story.unit), ("open", date(2024, 1, 25), other)]
    story.unit = other
    plan = await story.plan()
    assert (plan["contacted_on"], plan["visited_on"], plan["unit_id"]) == (None, None, str(other))
    assert (await story.post("drafts", draft(), by=former)).status_code == 404


async def test_a_plan_in_force_goes_to_another_a_unit_without_a_clock(service: Harness) -> None:
    story = await Story(service, "yilan").begin()
    await story.submitted()
    await story.done("approvals", by=story.centre)
    told = len(await service.events())
    story.unit = uuid4()
    await service.give(case_referred(story.case_id, story.unit, referred_on=REFERRED), county="yilan")
    assert (await story.plan())["status"] == "approved"
    assert len(await service.events()) == told
    assert [c["state"] for c in await service.deadlines()] == ["met_late"]

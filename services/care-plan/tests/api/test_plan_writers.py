"""Two at once, the same request twice, and what a plan says of its commands."""

import asyncio
from datetime import date

import pytest
from care_plan.definition import DEFINITION
from care_plan_builders import B1, Story, draft, draft_item, refused
from chassis.migrate import differences
from chassis.testing.harness import Harness, migrated_database
from schemas.events.care_plan import CarePlanApproved, CarePlanReturned, CarePlanSubmitted


async def test_of_two_drafts_of_the_same_version_one_wins_and_the_other_learns_who_was_faster(story: Story) -> None:
    etag = {"If-Match": f'"{(await story.plan())["version"]}"'}
    drafts = [draft(draft_item(quantity=n)) for n in (1, 2)]
    answers = await asyncio.gather(*(story.post("drafts", d, by={**story.a_manager, **etag}) for d in drafts))
    assert sorted(a.status_code for a in answers) == [201, 412]
    [late] = [a.json() for a in answers if a.status_code == 412]
    assert late["changed_by"] == "a_case_manager-1"


async def test_two_submissions_at_once_are_one_submission(story: Story, service: Harness) -> None:
    await story.visited()
    await story.done("drafts", draft())
    answers = await asyncio.gather(*(story.post("submissions") for _ in range(2)))
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert len(await service.events(CarePlanSubmitted)) == 1


async def test_of_a_return_and_an_approval_at_once_one_is_refused(story: Story, service: Harness) -> None:
    await story.submitted()
    answers = await asyncio.gather(
        story.post("returns", {"reason": "incomplete"}, by=story.centre), story.post("approvals", by=story.centre)
    )
    assert sorted(a.status_code for a in answers) == [201, 409]
    told = [*await service.events(CarePlanReturned), *await service.events(CarePlanApproved)]
    assert len(told) == 1


async def test_the_same_request_twice_gives_the_same_answer_and_one_submission(story: Story, service: Harness) -> None:
    await story.visited()
    await story.done("drafts", draft())
    by = {**story.a_manager, "Idempotency-Key": "one-and-the-same"}
    first, second = [await story.post("submissions", by=by) for _ in range(2)]
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(await service.events(CarePlanSubmitted)) == 1


async def actions(story: Story, *, by: dict[str, str] | None = None) -> dict[str, str]:
    """Open, or the code of the refusal."""
    found = (await story.plan(by=by))["actions"]
    return {a["name"]: "open" if a["open"] else a["refusal"]["type"].rsplit(":", 1)[1] for a in found}


async def test_a_plan_says_which_commands_are_open_and_why_not_the_others(story: Story) -> None:
    review = {"return_plan": "wrong_order", "approve_plan": "wrong_order"}
    write = {"record_contact": "open", "save_draft": "open"}
    assert await actions(story) == {**write, "submit_plan": "contact_missing", **review}
    await story.visited()
    assert await actions(story) == {**write, "submit_plan": "nothing_planned", **review}
    await story.done("drafts", draft(draft_item(quantity=5)))
    assert await actions(story) == {**write, "submit_plan": "over_quota", **review}
    await story.done("drafts", draft())
    assert await actions(story) == {**write, "submit_plan": "open", **review}
    await story.done("submissions")
    assert await actions(story, by=story.centre) == {
        "record_contact": "open",
        "save_draft": "plan_with_the_centre",
        "submit_plan": "wrong_order",
        "return_plan": "open",
        "approve_plan": "open",
    }
    await story.done("approvals", by=story.centre)
    over = await actions(story)
    assert (over["save_draft"], over["record_contact"]) == ("plan_already_approved", "drafting_is_over")


REFUSED_ITEMS = {
    "an unknown code": ({"service_code": "ZZ99"}, "NA-02-24"),
    "a code without a price": ({"service_code": "DA01", "groups": None}, "NA-02-24"),
    "a C item without groups": ({"groups": None}, "NA-02-24"),
}


@pytest.mark.parametrize(("changed", "rule"), REFUSED_ITEMS.values(), ids=REFUSED_ITEMS)
async def test_a_draft_is_refused_for(story: Story, changed: dict[str, object], rule: str) -> None:
    refused(await story.post("drafts", draft(draft_item(**changed))), rule, 422)


REFUSED_PLANS = {
    "a C item without a goal": ({"goal_statement": None}, "NT-05-07"),
    "one unit offered": ({"providers_offered": [str(B1)]}, "NA-02-25"),
    "five groups": ({"groups": 5}, "NT-09-10"),
}


@pytest.mark.parametrize(("changed", "rule"), REFUSED_PLANS.values(), ids=REFUSED_PLANS)
async def test_a_submission_is_refused_for(story: Story, changed: dict[str, object], rule: str) -> None:
    await story.visited()
    await story.done("drafts", draft(draft_item(**changed)))
    refused(await story.post("submissions"), rule, 409)


async def test_a_submission_is_refused_for_a_period_of_more_than_six_months(story: Story) -> None:
    await story.visited()
    await story.done("drafts", draft(period_to="2024-08-02"))
    assert refused(await story.post("submissions"), "NT-09-09")["facts"]["latest"] == "2024-07-31"


async def test_a_foreign_carer_household_is_refused_home_care(service: Harness) -> None:
    story = await Story(service).begin(foreign_care_worker=True, monthly_quota_twd=5574, quota_percent=30)
    await story.visited()
    plain = {"groups": None, "quantity": 1, "goal_statement": None}
    await story.done("drafts", draft(draft_item(service_code="BA01", **plain)))
    refused(await story.post("submissions"), "NT-03-02", 409)
    await story.done("drafts", draft(draft_item(quantity=1)))
    await story.done("submissions")


async def test_plans_are_listed_page_by_page(service: Harness) -> None:
    stories = [await Story(service).begin() for _ in range(3)]
    by, seen, cursor = stories[0].centre, [], None
    while cursor or not seen:
        params = {"cursor": cursor} if cursor else {}
        page = (await service.get("/v1/plans", by=by, limit=2, status="drafting", **params)).json()
        seen += [plan["id"] for plan in page["items"]]
        cursor = page["next"]
    assert seen == [story.plan_id for story in stories]
    assert (await service.get("/v1/plans", by=by, status="approved")).json()["items"] == []


async def test_a_contact_in_the_future_is_refused(story: Story, service: Harness) -> None:
    service.clock.advance_to(date(2024, 1, 19))
    refused(await story.post("contacts", {"kind": "phone", "made_on": "2024-01-20"}), "NA-02-22", 422)


async def test_the_migrations_make_the_tables_that_the_code_expects() -> None:
    url = await migrated_database(DEFINITION)
    assert await asyncio.to_thread(differences, DEFINITION, url) == []

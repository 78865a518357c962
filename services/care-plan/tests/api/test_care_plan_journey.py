"""A plan over HTTP: from the A unit's first contact to the approval of its second version."""

from datetime import date

from care_plan_builders import B1, Story, draft, draft_item, refused
from chassis.testing.harness import Harness
from schemas.events.care_plan import (
    CarePlanApproved,
    CarePlanReturned,
    CarePlanSubmitted,
    HomeVisitMade,
    PlanDraftingStarted,
)


async def test_a_plan_is_drafted_submitted_returned_and_approved_as_version_two(story: Story, service: Harness) -> None:
    await story.submitted()
    service.clock.advance_to(date(2024, 1, 24))
    await story.done("returns", {"reason": "not_fitting"}, by=story.centre)
    await story.done("drafts", draft(draft_item(quantity=1)))
    await story.done("submissions")
    approved = await story.done("approvals", by=story.centre)

    assert approved["status"] == "approved"
    assert [(v["no"], v["status"], v["total_twd"]) for v in approved["versions"]] == [
        (1, "returned", 9000),
        (2, "approved", 4500),
    ]
    kinds = (PlanDraftingStarted, HomeVisitMade, HomeVisitMade, CarePlanSubmitted, CarePlanReturned)
    told = [event["type"] for event in await service.events()]
    assert told == [kind.TYPE for kind in (*kinds, CarePlanSubmitted, CarePlanApproved)]
    [fact] = await service.events(CarePlanApproved)
    assert (fact["version"], fact["total_twd"], fact["a_unit_id"]) == (2, 4500, str(story.unit))
    assert (fact["approved_on"], fact["period_from"], fact["period_to"]) == ("2024-01-24", "2024-02-01", "2024-08-01")
    [item] = fact["items"]
    assert (item["unit_id"], item["guidance_targets"]) == (str(B1), ["client", "primary_caregiver"])
    assert (item["groups"], item["quantity"], item["monthly_twd"]) == (4, 1, 4500)


async def test_both_versions_stay_readable(story: Story, service: Harness) -> None:
    await story.submitted()
    await story.done("returns", {"reason": "plan_padding"}, by=story.centre)
    await story.done("drafts", draft(draft_item(quantity=1)))
    first, second = [
        (await service.get(f"/v1/plans/{story.plan_id}/versions/{no}", by=story.a_manager)).json() for no in (1, 2)
    ]
    assert (first["status"], first["return_reason"], first["items"][0]["quantity"]) == ("returned", "plan_padding", 2)
    assert (second["status"], second["items"][0]["quantity"]) == ("drafting", 1)
    assert (await service.get(f"/v1/plans/{story.plan_id}/versions/3", by=story.a_manager)).status_code == 404


async def test_the_returned_version_opens_the_next_one_as_a_copy_with_items_of_its_own(story: Story) -> None:
    await story.submitted()
    await story.done("returns", {"reason": "incomplete"}, by=story.centre)
    first, second = (await story.plan())["versions"]
    assert first["items"][0]["plan_item_id"] != second["items"][0]["plan_item_id"]
    same = {"no", "status", "items", "submitted_on", "reviewed_on", "return_reason"}
    assert {k: v for k, v in first.items() if k not in same} == {k: v for k, v in second.items() if k not in same}


async def test_over_quota_is_refused_with_quota_and_total(story: Story) -> None:
    await story.visited()
    await story.done("drafts", draft(draft_item(quantity=5)))
    facts = refused(await story.post("submissions"), "NA-02-24", 409)["facts"]
    assert facts == {"total": 22500, "quota": 18580}


async def test_a_dry_run_shows_the_refusal_and_then_what_would_be(story: Story, service: Harness) -> None:
    await story.visited()
    refused(await story.post("submissions", dry_run="true"), "NA-02-24", 409)
    await story.done("drafts", draft())
    tried = (await story.post("submissions", dry_run="true")).json()
    assert tried["would_be"]["status"] == "submitted"
    assert [event["type"] for event in tried["events"]] == [CarePlanSubmitted.TYPE]
    assert (await story.plan())["status"] == "drafting"
    assert await service.events(CarePlanSubmitted) == []

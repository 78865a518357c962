"""What do the facts of other services make of an engagement? Each counts once, however often it comes."""

from datetime import date
from uuid import uuid4

import pytest
from schemas.codes import ReferralAnswer
from schemas.events.dispatch import ReferralEnded
from schemas.events.prof_service import ProfessionalItemApproved


async def test_each_c_item_of_a_plan_opens_one_engagement(running, training, builders):
    await training.give(builders.quota(training.case_id))
    items = [builders.item("CA07"), builders.item("CB02", groups=2), builders.item("BA09a", groups=None)]
    await training.give(builders.plan(training.case_id, *items))
    opened = await running.events(ProfessionalItemApproved)
    assert [(e["service_code"], e["sessions_approved"]) for e in opened] == [("CA07", 12), ("CB02", 12)]


@pytest.mark.parametrize(
    ("code", "starts", "ends", "sessions"),
    [
        pytest.param("CA07", date(2024, 2, 1), date(2024, 8, 1), 12, id="CA07 has 3 visits"),
        pytest.param("CA08", date(2024, 2, 1), date(2024, 8, 1), 16, id="CA08 has 4"),
        pytest.param("CB01", date(2025, 8, 31), date(2025, 12, 1), 16, id="CB01 on its last day"),
        pytest.param("CB01a", date(2025, 9, 1), date(2025, 12, 1), 12, id="CB01a on its first day"),
    ],
)
async def test_the_sessions_are_the_groups_by_the_visits_of_code_and_day(
    running, training, builders, code, starts, ends, sessions
):
    await training.give(builders.quota(training.case_id))
    await training.give(builders.plan(training.case_id, builders.item(code), period_from=starts, period_to=ends))
    [opened] = await running.events(ProfessionalItemApproved)
    assert opened["sessions_approved"] == sessions


async def test_the_next_version_of_a_plan_keeps_the_engagement_of_an_item(running, training, builders):
    await training.approved()
    await training.give(builders.plan(training.case_id, builders.item(item_id=training.item_id)))
    assert len(await running.events(ProfessionalItemApproved)) == 1


@pytest.mark.parametrize(
    ("how", "reason", "rule"),
    [
        pytest.param({"level": 1}, "level_too_low", "NT-03-01", id="level 1"),
        pytest.param({"residence": "institution"}, "in_institution", "NT-03-01", id="institution"),
    ],
)
async def test_an_item_of_a_case_that_may_not_is_kept_with_the_rule(running, training, builders, how, reason, rule):
    await training.give(builders.assessed(training.case_id, training.a_unit))
    await training.give(builders.quota(training.case_id, assessment_id=training.a_unit, **how))
    await training.give(builders.plan(training.case_id, builders.item(item_id=training.item_id)))
    await training.give(builders.referred(training.case_id, training.item_id, training.b1))
    by = training.by("care_manager")
    assert (await running.get("/v1/engagements", by=by)).json()["items"] == []
    [kept] = (await running.get("/v1/rejected-items", by=by, case_id=str(training.case_id))).json()["items"]
    assert (kept["plan_item_id"], kept["reason"], kept["rule"]) == (str(training.item_id), reason, rule)
    assert await running.events() == []


async def test_a_referral_and_its_answer_make_it_replied(training):
    await (await (await training.approved()).referred()).replied()
    seen = await training.engagement()
    assert (seen["status"], seen["unit_id"]) == ("replied", str(training.b1))


async def test_a_refusal_changes_nothing_until_the_next_fact(training, builders):
    await (await training.approved()).referred()
    await training.give(builders.replied(training.referral, answer=ReferralAnswer.DECLINED))
    assert (await training.engagement())["status"] == "referred"


async def test_facts_that_come_twice_count_once(training, builders):
    await (await (await training.approved()).referred()).replied()
    seen = await training.engagement()
    await training.give(training.referral)
    await training.give(builders.replied(training.referral))
    assert await training.engagement() == seen


async def test_a_reassigned_item_waits_and_then_is_with_the_next_unit(training, builders):
    await (await training.approved()).referred()
    first = training.referral
    await training.give(builders.reassigned(first, training.b2))
    waiting = await training.engagement()
    assert (waiting["status"], waiting["unit_id"]) == ("item_approved", None)
    await training.referred(training.b2)
    await training.give(builders.reassigned(first, training.b2))
    seen = await training.engagement()
    assert (seen["status"], seen["unit_id"]) == ("referred", str(training.b2))


async def test_a_referral_that_ends_leaves_the_item_waiting(training):
    await (await training.approved()).referred()
    ended = ReferralEnded(
        case_id=training.case_id,
        referral_id=training.referral.referral_id,
        unit_id=training.b1,
        reason="withdrawn",
        ended_on=date(2024, 2, 19),
    )
    await training.give(ended)
    await training.give(ended)
    assert (await training.engagement())["status"] == "item_approved"


async def test_a_referral_of_an_item_that_is_none_of_ours_is_let_by(running, training, builders):
    await training.approved()
    await training.give(builders.referred(training.case_id, uuid4(), training.b1))
    assert (await training.engagement())["status"] == "item_approved"

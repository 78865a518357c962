"""Do state, event and deadline commit together, and does one of two writers win?"""

import asyncio
from datetime import date

import pytest
from schemas.events.prof_service import (
    DocumentOverdue,
    FirstServiceDelivered,
    ServicePlanSubmitted,
    SessionDelivered,
    SessionRecorded,
    SessionTooShort,
)

TUESDAY = date(2024, 2, 20)


def refusals(*answers):
    return sorted(a.json()["rule"] for a in answers if a.status_code == 409)


async def test_of_two_sessions_at_the_same_moment_one_wins(running, training):
    await training.ready()
    both = await asyncio.gather(training.served(TUESDAY), training.served(TUESDAY))
    assert sorted(a.status_code for a in both) == [201, 409]
    assert refusals(*both) == ["NT-04-19"]
    assert len(await running.events(SessionDelivered)) == 1


async def test_of_two_last_sessions_at_the_same_moment_one_wins(running, training_in):
    training = training_in("yilan")  # no spacing there, so that only the count decides
    await training.ready(groups=1)
    await training.served(TUESDAY)
    await training.served(TUESDAY)
    both = await asyncio.gather(training.served(TUESDAY), training.served(TUESDAY))
    assert refusals(*both) == ["NT-04-18"]
    assert (await training.engagement())["sessions_delivered"] == 3


async def test_of_two_records_at_the_same_moment_one_wins(running, training, builders):
    await training.ready()
    await training.served(TUESDAY)
    both = await asyncio.gather(*[training.post("sessions/1/records", builders.FIRST_RECORD) for _ in range(2)])
    assert refusals(*both) == ["NT-04-11"]
    assert len(await running.events(SessionRecorded)) == 1


async def test_after_the_last_approved_session_there_is_none(training):
    await training.ready(groups=1)
    last = await training.served_times(3)
    answer = await training.served(date(2024, 3, 12))
    assert (answer.status_code, answer.json()["rule"]) == (409, "NT-04-18")
    seen = await training.engagement()
    assert (last, seen["sessions_left"], seen["next_session_from"]) == (date(2024, 3, 5), 0, None)


async def test_a_session_exactly_six_days_later_is_served_and_flagged(training):
    await training.ready()
    await training.served(TUESDAY)
    answer = await training.served(date(2024, 2, 26))
    assert (answer.status_code, answer.json()["flags"]) == (201, ["goal_not_active", "spacing_at_limit"])


async def test_taoyuan_lets_seven_days_pass_and_sets_no_clock(running, training_in, builders):
    training = training_in("taoyuan")
    await training.ready()
    first = await training.served(TUESDAY)
    assert first.json()["record_due_on"] is None
    assert await running.deadlines() == []
    refused = await training.served(date(2024, 2, 26))
    assert (refused.json()["rule"], refused.json()["facts"]["earliest"]) == ("TY-3310-07", "2024-02-27")
    assert (await training.served(date(2024, 2, 27))).status_code == 201
    recorded = await training.post("sessions/1/records", builders.FIRST_RECORD)
    assert "record_late" not in recorded.json()["flags"]


async def test_a_short_session_is_kept_flagged_and_told(running, training):
    await training.ready()
    answer = await training.served(TUESDAY, start="09:30", end="10:19")
    assert (answer.json()["minutes"], answer.json()["flags"]) == (49, ["too_short"])
    [told] = await running.events(SessionTooShort)
    assert (told["session_no"], told["minutes"]) == (1, 49)


async def test_a_unit_that_has_not_answered_cannot_serve(running, training):
    await (await training.approved()).referred()
    answer = await training.served(TUESDAY)
    assert (answer.status_code, answer.json()["rule"]) == (409, "NT-04-08")
    assert await running.events(SessionDelivered) == []


async def test_a_session_entered_days_later_has_its_clock_from_the_day_of_service(running, training, builders):
    await training.ready()
    await running.advance_to(date(2024, 2, 26))
    answer = await training.post("sessions", builders.session_body("2024-02-20"))
    assert answer.json()["record_due_on"] == "2024-02-22"
    recorded = await training.post("sessions/1/records", builders.FIRST_RECORD)
    assert "record_late" in recorded.json()["flags"]


async def test_missing_documents_are_told_each_once_and_stay_owed(running, training):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("document-handovers", {"documents": ["explanation_form"]})
    [clock] = await running.deadlines("documents")
    assert clock["state"] == "open"
    await running.advance_to(date(2024, 2, 24))
    await running.advance_to(date(2024, 2, 25))
    [told] = await running.events(DocumentOverdue)
    assert (told["document"], told["due_on"], told["unit_id"]) == ("service_plan", "2024-02-23", str(training.b1))
    await training.post("document-handovers", {"documents": ["service_plan"]})
    [clock] = await running.deadlines("documents")
    assert clock["state"] == "met_late"
    assert [s["late"] for s in await running.events(ServicePlanSubmitted)] == [False, True]


async def test_nothing_handed_over_tells_of_both_documents(running, training):
    await training.ready()
    await training.served(TUESDAY)
    await running.advance_to(date(2024, 2, 24))
    told = await running.events(DocumentOverdue)
    assert [t["document"] for t in told] == ["explanation_form", "service_plan"]
    assert [len(t["clocks"]) for t in told] == [1, 0]


@pytest.mark.parametrize(
    ("handed_on", "state"), [("2024-02-22", "met"), ("2024-02-23", "met"), ("2024-02-24", "met_late")]
)
async def test_documents_count_on_the_day_of_the_handover(running, training, handed_on, state):
    await training.ready()
    await training.served(TUESDAY)
    running.clock.advance_to(date(2024, 2, 26))
    both = {"documents": ["explanation_form", "service_plan"], "handed_over_on": handed_on}
    assert (await training.post("document-handovers", both)).status_code == 201
    assert [d["state"] for d in await running.deadlines("documents")] == [state]


async def test_sessions_go_on_counting_at_the_next_unit(running, training, builders):
    await training.ready()
    await training.served_times(2)
    await training.give(builders.reassigned(training.referral, training.b2, on=date(2024, 2, 28)))
    await (await training.referred(training.b2)).replied()
    by = training.by(unit=training.b2)
    refused = await training.served(date(2024, 3, 3), by=by)
    assert refused.json()["facts"]["earliest"] == "2024-03-04"
    third = await training.served(date(2024, 3, 5), by=by)
    assert (third.json()["no"], third.json()["status"]) == (3, "in_training")
    assert [f["unit_id"] for f in await running.events(FirstServiceDelivered)] == [str(training.b1), str(training.b2)]
    assert len(await running.deadlines("documents")) == 1


async def test_a_trial_of_a_session_leaves_nothing(running, training, builders):
    await training.ready()
    tried = await training.post("sessions", builders.session_body(), dry_run="true")
    assert tried.json()["would_be"]["status"] == "first_served"
    assert [d["due_on"] for d in tried.json()["deadlines"]] == ["2024-02-22", "2024-02-23", "2024-07-31"]
    assert await running.events(SessionDelivered) == []
    assert (await training.engagement())["sessions_delivered"] == 0


async def test_what_is_owed_stands_on_the_work_lists_of_both_units(running, training):
    await training.ready()
    await training.served(TUESDAY)
    owed = (await running.get("/v1/work-items", by=training.by())).json()["items"]
    awaited = (await running.get("/v1/work-items", by=training.by("a_case_manager"), side="awaited")).json()["items"]
    assert [(w["name"], w["due_on"], w["rule"]) for w in owed] == [
        ("record", "2024-02-22", "NT-04-11"),
        ("documents", "2024-02-23", "NT-05-24"),
        ("training", "2024-07-31", "NT-04-18"),
    ]
    assert awaited == owed

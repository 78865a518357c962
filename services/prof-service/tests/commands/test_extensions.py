"""Do request, reviews, clocks and the extended training hold together on a real database?"""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

from schemas.events.closures import EngagementClosing
from schemas.events.extensions import (
    ExtensionApproved,
    ExtensionClosureOverdue,
    ExtensionCompleted,
    ExtensionForfeited,
    ExtensionRefused,
    ExtensionRequested,
    ExtensionReviewed,
    ExtensionReviewOverdue,
    ExtensionWithdrawn,
)

REVIEWS = "extension_review"


def named(rows):
    return [(row["owed_by_role"], row["due_on"], row["state"]) for row in rows]


async def test_at_the_eighth_session_it_is_asked_for_and_granted_until_the_end_of_september(running, extending):
    """The journey: Tue 9 Apr 2024, discharged 1 Dec 2023, reviews due Fri 12 Apr, 2 of 4 groups until 30 Sep."""
    await extending.ready()
    training = extending.training
    request = await extending.asked()
    assert (request["status"], request["session_no"], request["applied_on"]) == ("submitted", 8, "2024-04-09")
    clocks = await running.deadlines(REVIEWS)
    due = date(2024, 4, 12)
    assert sorted(named(clocks)) == [("a_case_manager", due, "open"), ("care_manager", due, "open")]
    assert {clock["rule"] for clock in clocks} == {"NT-06-10"}
    [told] = await running.events(ExtensionRequested)
    assert (told["groups"], told["session_no"], told["reviewers"]) == (2, 8, ["care_manager", "a_case_manager"])
    assert [clock["due_on"] for clock in told["clocks"]] == ["2024-04-12", "2024-04-12"]

    await running.advance_to(date(2024, 4, 11))
    first = await extending.review(request, "care_manager", {**extending_terms(), "reason": "進步明顯"})
    assert (first.status_code, first.json()["status"]) == (201, "submitted")
    assert (await training.engagement())["status"] == "in_training"
    second = await extending.review(request, "a_case_manager", extending_terms())
    assert (second.json()["status"], second.json()["agreed_end"]) == ("approved", "2024-09-30")
    assert [clock["state"] for clock in await running.deadlines(REVIEWS)] == ["met", "met"]
    whole = await training.engagement()
    assert (whole["status"], whole["extended_groups"], whole["extended_until"]) == ("extended", 2, "2024-10-01")
    assert whole["sessions_left"] == 10
    [approved] = await running.events(ExtensionApproved)
    assert (approved["groups"], approved["period_to"]) == (2, "2024-10-01")
    [end] = [clock for clock in await running.deadlines("extension_end") if clock["state"] == "open"]
    assert (end["due_on"], end["rule"]) == (date(2024, 9, 30), "NT-06-12")
    assert [clock["state"] for clock in await running.deadlines("training")] in ([], ["cancelled"])


def extending_terms():
    return {"result": "agree", "groups": 2, "agreed_end": "2024-09-30"}


async def test_extension_sessions_begin_before_the_original_end_and_their_last_one_completes_it(running, extending):
    await extending.ready()
    training = extending.training
    await extending.agreed()
    day = date(2024, 4, 16)
    for no in range(9, 19):
        answer = await training.served(day)
        assert (answer.status_code, answer.json()["no"]) == (201, no), answer.text
        day += timedelta(days=7)
    last = day - timedelta(days=7)
    assert last == date(2024, 6, 18)
    assert (await training.engagement())["status"] == "closing"
    [done] = await running.events(ExtensionCompleted)
    assert (done["end"], done["session_no"], done["completed_on"]) == ("groups_used_up", 18, "2024-06-18")
    [closing] = await running.events(EngagementClosing)
    assert closing["cause"] == "extension_completed"
    [closure] = await running.deadlines("extension_closure")
    assert (closure["due_on"], closure["rule"], closure["owed_by_unit"]) == (
        date(2024, 6, 21),
        "NT-06-16",
        training.b1,
    )
    assert [clock["state"] for clock in await running.deadlines("extension_end")] == ["met"]
    await running.advance_to(date(2024, 6, 22))
    [late] = await running.events(ExtensionClosureOverdue)
    assert late["due_on"] == "2024-06-21"
    refused = await training.served(date(2024, 6, 25))
    assert refused.json()["rule"] == "NT-04-18"


async def test_what_was_extended_and_not_served_lapses_with_the_agreed_day(running, extending):
    await extending.ready()
    await extending.agreed()
    await running.advance_to(date(2024, 9, 30))
    assert (await extending.training.engagement())["status"] == "extended"
    assert await running.events(ExtensionCompleted) == []
    await running.advance_to(date(2024, 10, 1))
    [done] = await running.events(ExtensionCompleted)
    assert (done["end"], done["completed_on"], done["session_no"]) == ("period_over", "2024-09-30", 8)
    assert (await extending.training.engagement())["status"] == "closing"
    [closure] = await running.deadlines("extension_closure")
    assert closure["due_on"] == date(2024, 10, 3)


async def test_silence_is_told_to_the_supervisor_and_decides_nothing(running, extending):
    """AM-16, AM-116: a late result is valid, and marked."""
    await extending.ready()
    request = await extending.asked()
    await extending.review(request, "care_manager", extending_terms())
    await running.advance_to(date(2024, 4, 12))
    assert await running.events(ExtensionReviewOverdue) == []
    await running.advance_to(date(2024, 4, 13))
    await running.advance_to(date(2024, 4, 14))
    [told] = await running.events(ExtensionReviewOverdue)
    assert (told["reviewer"], told["due_on"], told["escalated"]) == ("a_case_manager", "2024-04-12", True)
    [item] = await running.deadlines("extension_escalation")
    assert (item["owed_by_role"], item["due_on"], item["rule"]) == ("care_supervisor", date(2024, 4, 15), "NT-06-10")
    owed = await running.get("/v1/work-items", by=extending.training.by("care_supervisor"))
    assert [w["name"] for w in owed.json()["items"]] == ["extension_escalation"]
    seen = await extending.seen(request)
    assert (seen["status"], seen["review_overdue"]) == ("submitted", True)
    await running.advance_to(date(2024, 4, 16))
    assert len(await running.events(ExtensionReviewOverdue)) == 2
    late = await extending.review(request, "a_case_manager", extending_terms())
    assert (late.json()["status"], late.json()["review_overdue"]) == ("approved", True)
    assert [r["late"] for r in await running.events(ExtensionReviewed)] == [False, True]
    assert sorted(clock["state"] for clock in await running.deadlines(REVIEWS)) == ["met", "met_late"]
    assert [clock["state"] for clock in await running.deadlines("extension_escalation")] == ["met_late"]


async def test_one_who_does_not_agree_ends_the_request_and_the_original_groups_go_on(running, extending, extension):
    await extending.ready()
    request = await extending.asked()
    answer = await extending.review(request, "a_case_manager", extension.REFUSED)
    assert answer.json()["status"] == "refused"
    [told] = await running.events(ExtensionRefused)
    assert (told["reviewer"], told["then"], told["refused_on"]) == ("a_case_manager", "finish_original", "2024-04-09")
    second = await extending.review(request, "care_manager", extending_terms())
    assert (second.status_code, second.json()["status"]) == (201, "refused")
    assert (await extending.training.engagement())["sessions_left"] == 4
    assert (await extending.training.served(date(2024, 4, 16))).status_code == 201
    again = await extending.ask()
    assert (again.status_code, again.json()["rule"]) == (409, "NT-06-14")


async def test_the_training_waits_for_its_reviewers_after_the_original_groups(running, extending, extension):
    """AM-16"""
    await extending.ready(sessions=5, groups=2)
    training = extending.training
    request = await extending.asked(groups=1, form={"signer": "client", "by_hand": True, "signed_on": "2024-03-19"})
    await training.served(date(2024, 3, 26))
    whole = await training.engagement()
    assert (whole["status"], whole["sessions_left"]) == ("in_training", 0)
    assert (await training.served(date(2024, 4, 2))).json()["rule"] == "NT-04-18"
    await extending.review(request, "care_manager", extension.REFUSED)
    assert (await training.engagement())["status"] == "closing"


async def test_a_short_plan_may_be_extended_until_it_is_closed(running, extending):
    """AM-15, AM-119"""
    await extending.ready(sessions=6, groups=2)
    training = extending.training
    assert (await training.engagement())["status"] == "closing"
    form = {"signer": "client", "by_hand": True, "signed_on": "2024-03-26"}
    request = await extending.asked(groups=1, form=form)
    for role in ("care_manager", "a_case_manager"):
        answer = await extending.review(request, role, {"result": "agree"})
    assert (answer.json()["status"], answer.json()["agreed_end"]) == ("approved", "2024-10-31")
    assert (await training.engagement())["status"] == "extended"
    assert [clock["state"] for clock in await running.deadlines("last_documents")] == ["cancelled"]
    assert (await training.served(date(2024, 4, 2))).status_code == 201


async def test_an_application_entered_after_its_day_is_forfeited_and_the_training_goes_on(running, extending):
    """NT-06-13, AM-114"""
    await extending.ready()
    await running.advance_to(date(2024, 4, 10))
    request = await extending.asked(applied_on="2024-04-09")
    assert (request["status"], request["reviews"]) == ("forfeited", [])
    [told] = await running.events(ExtensionForfeited)
    assert told["not_sent_to"] == ["care_manager", "a_case_manager"]
    assert await running.events(ExtensionRequested) == []
    assert await running.deadlines(REVIEWS) == []
    again = await extending.ask(applied_on=None, form={"signer": "client", "by_hand": True, "signed_on": "2024-04-10"})
    assert again.json()["rule"] == "NT-06-14"
    assert (await extending.training.served(date(2024, 4, 16))).status_code == 201


async def test_one_that_was_sent_on_its_day_counts_from_that_day(running, extending):
    await extending.ready()
    await running.advance_to(date(2024, 4, 10))
    sent = {"care_manager": "2024-04-09", "a_case_manager": "2024-04-09"}
    request = await extending.asked(applied_on="2024-04-09", sent_on=sent)
    assert request["status"] == "submitted"
    assert [clock["due_on"] for clock in await running.deadlines(REVIEWS)] == [date(2024, 4, 12)] * 2


async def test_of_two_requests_at_the_same_moment_one_wins(running, extending):
    await extending.ready()
    both = await asyncio.gather(extending.ask(), extending.ask())
    assert sorted(a.status_code for a in both) == [201, 409]
    assert [a.json()["rule"] for a in both if a.status_code == 409] == ["NT-06-14"]
    assert len(await running.events(ExtensionRequested)) == 1
    assert len(await running.deadlines(REVIEWS)) == 2


async def test_two_reviews_at_the_same_moment_extend_once(running, extending):
    await extending.ready()
    request = await extending.asked()
    both = await asyncio.gather(
        extending.review(request, "care_manager", extending_terms()),
        extending.review(request, "a_case_manager", extending_terms()),
    )
    assert [a.status_code for a in both] == [201, 201], [a.text for a in both]
    assert sorted(a.json()["status"] for a in both) == ["approved", "submitted"]
    assert len(await running.events(ExtensionApproved)) == 1
    assert (await extending.training.engagement())["extended_groups"] == 2


async def test_of_two_results_for_one_seat_one_wins(running, extending, extension):
    await extending.ready()
    request = await extending.asked()
    both = await asyncio.gather(
        extending.review(request, "care_manager", extending_terms()),
        extending.review(request, "care_manager", extension.REFUSED),
    )
    assert sorted(a.status_code for a in both) == [201, 409]
    assert len(await running.events(ExtensionReviewed)) == 1


async def test_what_is_taken_back_is_owed_by_nobody_and_asked_for_no_more(running, extending):
    await extending.ready()
    request = await extending.asked()
    path = f"/v1/extension-requests/{request['id']}/withdrawals"
    answer = await running.post(path, by=extending.training.by())
    assert (answer.status_code, answer.json()["status"]) == (201, "withdrawn")
    assert [clock["state"] for clock in await running.deadlines(REVIEWS)] == ["cancelled", "cancelled"]
    [told] = await running.events(ExtensionWithdrawn)
    assert told["reason"] == "by_unit"
    assert (await running.post(path, by=extending.training.by())).json()["rule"] == "NT-06-14"
    review = await extending.review(request, "care_manager", extending_terms())
    assert (review.status_code, review.json()["rule"]) == (409, "NT-06-11")
    assert (await extending.ask()).json()["rule"] == "NT-06-14"


async def test_a_closure_takes_the_open_request_with_it(running, extending, closing):
    await extending.ready()
    request = await extending.asked()
    closed = await extending.training.post("closures", closing.closure(date(2024, 4, 9)))
    assert closed.status_code == 201, closed.text
    [told] = await running.events(ExtensionWithdrawn)
    assert told["reason"] == "engagement_closing"
    assert (await extending.seen(request))["status"] == "withdrawn"
    assert {clock["state"] for clock in await running.deadlines(REVIEWS)} == {"cancelled"}


async def test_in_taoyuan_the_centre_alone_decides_and_no_clock_runs(running, extending_in):
    """TY-3310-05: by the pack alone"""
    extending = extending_in("taoyuan")
    await extending.ready(sessions=5)
    form = {"form": None, "discharged_on": None}
    early = await extending.ask(**form)
    assert (early.status_code, early.json()["rule"]) == (409, "TY-3310-05")
    await running.advance_to(date(2024, 4, 1))
    request = await extending.asked(**form, groups=3)
    assert [r["reviewer"] for r in request["reviews"]] == ["care_mgmt_center"]
    assert await running.deadlines(REVIEWS) == []
    refused = await extending.review(request, "a_case_manager", extending_terms())
    assert (refused.status_code, refused.json()["rule"]) == (403, "NT-06-10")
    unstated = await extending.review(request, "care_supervisor", {"result": "agree"})
    assert unstated.json()["rule"] == "AM-119"
    until = {"result": "agree", "groups": 3, "agreed_end": "2024-11-30"}
    answer = await extending.review(request, "care_supervisor", until)
    assert answer.json()["status"] == "approved", answer.text
    [end] = await running.deadlines("extension_end")
    assert (end["due_on"], end["rule"]) == (date(2024, 11, 30), "TY-3310-05")


async def test_without_an_a_unit_care_manager_and_supervisor_decide(running, training, extension, builders):
    """AM-124"""
    training.a_unit = None
    await training.staffed(training.b1)
    await training.give(builders.quota(training.case_id))
    await training.give(builders.plan(training.case_id, builders.item(item_id=training.item_id)))
    await (await training.referred()).replied()
    running.clock.advance_to(date(2024, 2, 20))
    await training.served_times(8)
    extending = extension.Extending(training)
    request = await extending.asked()
    assert sorted(c["owed_by_role"] for c in await running.deadlines(REVIEWS)) == ["care_manager", "care_supervisor"]
    training.a_unit = uuid4()
    foreign = await extending.review(request, "a_case_manager", extending_terms())
    assert foreign.status_code == 404
    for role in ("care_manager", "care_supervisor"):
        answer = await extending.review(request, role, extending_terms())
    assert answer.json()["status"] == "approved"


async def test_a_trial_of_a_request_leaves_nothing(running, extending, extension):
    await extending.ready()
    engagement_id = (await extending.training.engagement())["id"]
    by = extending.training.by()
    tried = await running.post("/v1/extension-requests", extension.body(engagement_id), by=by, dry_run="true")
    assert tried.json()["would_be"]["status"] == "submitted"
    assert [d["due_on"] for d in tried.json()["deadlines"]] == ["2024-04-12", "2024-04-12"]
    assert await running.events(ExtensionRequested) == []


async def test_the_closure_after_the_extension_is_met_when_part_four_is_handed_in(running, extending, closing):
    """NT-06-16"""
    await extending.ready()
    await extending.agreed()
    await running.advance_to(date(2024, 10, 1))
    await closing.close_it(extending.training, date(2024, 10, 2))
    [closure] = await running.deadlines("extension_closure")
    assert (closure["state"], closure["due_on"]) == ("met", date(2024, 10, 3))
    assert (await extending.training.engagement())["status"] in {"closed", "self_practice"}


async def test_a_reviewer_who_is_silent_after_a_refusal_is_told_and_not_escalated(running, extending, extension):
    await extending.ready()
    request = await extending.asked()
    await extending.review(request, "care_manager", extension.REFUSED)
    await running.advance_to(date(2024, 4, 13))
    [told] = await running.events(ExtensionReviewOverdue)
    assert (told["reviewer"], told["escalated"]) == ("a_case_manager", False)
    assert await running.deadlines("extension_escalation") == []


async def test_a_period_that_ends_while_reviewers_are_silent_does_not_refuse_for_them(running, extending):
    """AM-16, AM-116"""
    await extending.ready()
    request = await extending.asked()
    await running.advance_to(date(2024, 8, 1))
    assert (await extending.training.engagement())["status"] == "closing"
    assert (await extending.seen(request))["status"] == "submitted"
    for role in ("care_manager", "a_case_manager"):
        answer = await extending.review(request, role, extending_terms())
    assert (answer.status_code, answer.json()["status"]) == (201, "approved"), answer.text
    whole = await extending.training.engagement()
    assert (whole["status"], whole["extended_until"]) == ("extended", "2024-10-01")
    opened = [d for d in await running.deadlines() if d["state"] == "open" and d["subject_id"] == UUID(whole["id"])]
    assert [d["name"] for d in opened if d["name"] != "documents"] == ["extension_end"]

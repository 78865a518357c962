"""From the goal record to the restart, as the handbook has it, by HTTP."""

from datetime import date, timedelta

import pytest
from schemas.events.closures import (
    EngagementClosed,
    EngagementClosing,
    EngagementSuspendedForMedical,
    ItemRemovalOverdue,
    ItemRemoved,
)
from schemas.events.goals import (
    DocumentUploaded,
    GoalActivated,
    GoalCorrected,
    GoalFrozen,
    GoalOverdue,
    GoalQueried,
    ProviderSwitched,
    UploadOverdue,
)
from schemas.events.prof_service import DocumentOverdue
from schemas.events.restarts import (
    ReassessmentRequested,
    RestartApproved,
    RestartRefused,
    SelfPracticeCompleted,
    SelfPracticeStarted,
)

TUESDAY = date(2024, 2, 20)


async def states(running, name):
    return [d["state"] for d in await running.deadlines(name)]


async def handed_over(training, closing):
    await training.ready()
    await training.served(TUESDAY)
    answer = await training.post("document-handovers", closing.BOTH)
    assert answer.status_code == 201, answer.text


async def with_goal(training, closing):
    await handed_over(training, closing)
    answer = await training.post("goal-records", closing.GOAL, by=training.by("a_case_manager"))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_the_goal_is_set_from_the_plan_and_activates_the_engagement(running, training, closing):
    goal = await with_goal(training, closing)
    assert (goal["no"], goal["status"], goal["goal_active_on"]) == (1, "goal_active", "2024-02-20")
    assert (goal["period_to"], goal["groups"], goal["correct_until"]) == ("2024-08-01", 4, "2024-03-01")
    assert await states(running, "goal_setup") == ["met"]
    [told] = await running.events(GoalActivated)
    assert (told["goal_id"], told["late"]) == (goal["id"], False)
    second = await training.served(date(2024, 2, 27))
    assert (second.json()["status"], second.json()["flags"]) == ("in_training", [])


async def test_a_goal_without_its_plan_or_without_an_element_is_refused(training, closing):
    by = training.by("a_case_manager")
    await training.ready()
    await training.served(TUESDAY)
    assert (await training.post("goal-records", closing.GOAL, by=by)).json()["rule"] == "NT-05-10"
    await training.post("document-handovers", closing.BOTH)
    four = {k: v for k, v in closing.ELEMENTS.items() if k != "time_limit"}
    refused = await training.post("goal-records", {"elements": four}, by=by)
    assert (refused.status_code, refused.json()["rule"]) == (422, "NT-09-13")
    assert refused.json()["facts"]["missing"] == "time_limit"


async def test_each_item_has_one_goal_and_it_lies_within_what_was_approved(training, closing):
    by = training.by("a_case_manager")
    await handed_over(training, closing)
    for wrong in ({"groups": 5}, {"period_from": "2024-02-01", "period_last": "2024-08-01"}):
        assert (await training.post("goal-records", closing.GOAL | wrong, by=by)).json()["rule"] == "NT-04-18"
    narrow = {"groups": 2, "period_from": "2024-02-01", "period_last": "2024-05-31"}
    assert (await training.post("goal-records", closing.GOAL | narrow, by=by)).status_code == 201
    seen = await training.engagement()
    assert (seen["sessions_approved"], seen["period_to"]) == (6, "2024-06-01")
    assert (await training.post("goal-records", closing.GOAL, by=by)).json()["rule"] == "NT-05-09"


async def test_a_goal_that_is_not_set_in_three_working_days_is_told(running, training, closing):
    await handed_over(training, closing)
    await running.advance_to(date(2024, 2, 23))
    assert await running.events(GoalOverdue) == []
    await running.advance_to(date(2024, 2, 24))
    [told] = await running.events(GoalOverdue)
    assert told["due_on"] == "2024-02-23"
    [uploads] = await running.events(UploadOverdue)
    assert uploads["documents"] == ["explanation_form", "service_plan"]
    late = await training.post("goal-records", closing.GOAL, by=training.by("a_case_manager"))
    assert late.status_code == 201
    assert [g["late"] for g in await running.events(GoalActivated)] == [True]


async def test_a_case_without_an_a_unit_has_its_goal_set_by_the_care_manager(training, closing):
    await handed_over(training, closing)
    refused = await training.post("goal-records", closing.GOAL, by=training.by("care_manager"))
    assert (refused.status_code, refused.json()["rule"]) == (403, "AM-124")
    foreign = training.running.bearer("a_case_manager", unit=training.b2)
    assert (await training.post("goal-records", closing.GOAL, by=foreign)).status_code == 404


async def test_the_unit_doubts_before_the_second_session_and_not_after(running, training, closing):
    await with_goal(training, closing)
    doubt = {"items": ["assistance_level"], "text": "協助程度與現況不符"}
    assert (await training.post("goal-queries", doubt)).status_code == 201
    assert [q["items"] for q in await running.events(GoalQueried)] == [["assistance_level"]]
    await training.served(date(2024, 2, 27))
    refused = await training.post("goal-queries", doubt)
    assert (refused.status_code, refused.json()["rule"]) == (409, "NT-04-14")


@pytest.mark.parametrize("role", ["a_case_manager", "care_manager"])
async def test_a_goal_is_corrected_on_the_last_day_and_frozen_on_the_next(running, training, closing, role):
    first = await with_goal(training, closing)
    correction = {"reason": "目標時限誤植", "elements": {"time_limit": "四個月內"}}
    await running.advance_to(date(2024, 3, 1))  # the seventh working day: 28 February is a holiday
    corrected = await training.post("goal-corrections", correction, by=training.by(role))
    assert corrected.status_code == 201, corrected.text
    assert (corrected.json()["no"], corrected.json()["predecessor_id"]) == (2, first["id"])
    assert await running.events(GoalFrozen) == []
    await running.advance_to(date(2024, 3, 2))
    [frozen] = await running.events(GoalFrozen)
    assert frozen["goal_id"] == corrected.json()["id"]
    assert len(await running.events(GoalCorrected)) == 1
    refused = await training.post("goal-corrections", correction, by=training.by(role))
    assert (refused.status_code, refused.json()["rule"]) == (409, "NT-05-14")
    engagement = await training.engagement()
    by = training.by("care_manager")
    records = (await running.get(f"/v1/engagements/{engagement['id']}/goal-records", by=by)).json()["items"]
    assert [r["no"] for r in records] == [2, 1]
    texts = (await training.post("goal-reveals", {"purpose": "plan_review"}, by=by)).json()["texts"]
    assert (texts["time_limit"], texts["activity"]) == ("四個月內", "穿脫上衣")


async def test_another_unit_goes_on_with_the_same_goal_and_counts_on(running, training, closing, builders):
    first = await with_goal(training, closing)
    switch = {"switch": {"kind": "unit", "discipline": "occupational_therapist"}}
    by = training.by("a_case_manager")
    assert (await training.post("goal-records", switch, by=by)).json()["rule"] == "NT-05-19"
    await training.give(builders.reassigned(training.referral, training.b2, on=date(2024, 2, 22)))
    await (await training.referred(training.b2)).replied()
    other = await training.post("goal-records", closing.GOAL | switch, by=by)
    assert (other.status_code, other.json()["rule"]) == (422, "NT-05-19")
    again = await training.post("goal-records", switch, by=by)
    assert again.status_code == 201, again.text
    assert (again.json()["predecessor_id"], again.json()["session_dates"]) == (first["id"], ["2024-02-20"])
    assert (again.json()["period_to"], again.json()["groups"]) == (first["period_to"], first["groups"])
    [told] = await running.events(ProviderSwitched)
    assert (told["unit_id"], told["sessions_done"]) == (str(training.b2), 1)


async def test_the_first_assessment_is_complete_signed_and_made_once(training, closing):
    await training.ready()
    assert (await training.post("first-assessments", closing.first_assessment())).json()["rule"] == "NT-05-21"
    await training.served(TUESDAY)
    for wrong, rule in (
        ({"items": {}}, "NT-05-21"),
        ({"goals": []}, "NT-05-22"),
        ({"goals": [{"problem_no": 4, "short_term": closing.ELEMENTS}]}, "NT-09-13"),
        ({"explained": ["training_goals"]}, "NT-04-13"),
        ({"signed_by": "hired_care_worker"}, "NT-05-39"),
    ):
        refused = await training.post("first-assessments", closing.first_assessment(**wrong))
        assert (refused.status_code, refused.json()["rule"]) == (422, rule)
    made = await training.post("first-assessments", closing.first_assessment())
    assert (made.status_code, made.json()["caregiver"]) == (201, "spouse")
    assert (await training.post("first-assessments", closing.first_assessment())).json()["rule"] == "NT-09-17"


@pytest.mark.parametrize(("force_majeure", "flagged"), [(True, False), (False, True)])
async def test_another_caregiver_is_marked_unless_force_majeure(training, closing, force_majeure, flagged):
    await training.ready()
    await training.served(TUESDAY)
    change = {"caregiver": "child", "force_majeure": force_majeure, "note": "原照顧者住院"}
    assert (await training.post("caregiver-changes", change)).json()["rule"] == "NT-05-23"
    await training.post("first-assessments", closing.first_assessment())
    changed = await training.post("caregiver-changes", change)
    assert (changed.json()["caregiver"], changed.json()["caregiver_flagged"]) == ("child", flagged)


async def test_documents_are_uploaded_once_after_they_were_handed_over(running, training, closing):
    by = training.by("a_case_manager")
    await training.ready()
    await training.served(TUESDAY)
    assert (await training.post("document-uploads", closing.BOTH, by=by)).json()["rule"] == "NT-05-08"
    await training.post("document-handovers", closing.BOTH)
    assert (await training.post("document-uploads", closing.BOTH, by=by)).status_code == 201
    assert await states(running, "document_upload") == ["met"]
    assert [u["late"] for u in await running.events(DocumentUploaded)] == [False]
    assert (await training.post("document-uploads", closing.BOTH, by=by)).json()["rule"] == "NT-05-08"


async def test_the_last_group_begins_the_closing_and_part_four_is_owed(running, training, closing):
    await training.ready(groups=1)
    last = await training.served_times(3)
    seen = await training.engagement()
    assert (last, seen["status"]) == (date(2024, 3, 5), "closing")
    [told] = await running.events(EngagementClosing)
    assert (told["cause"], told["sessions_delivered"]) == ("groups_done", 3)
    assert [d["due_on"] for d in await running.deadlines("last_documents")] == [date(2024, 3, 8)]
    assert await states(running, "training") == ["met"]
    await running.advance_to(date(2024, 3, 9))
    assert [d["document"] for d in await running.events(DocumentOverdue)][-1] == "closure_evaluation"
    assert (await training.post("document-handovers", closing.PART_FOUR)).json()["rule"] == "NT-05-30"
    await training.post("closures", closing.closure(date(2024, 3, 5)))
    assert (await training.post("document-handovers", closing.PART_FOUR)).json()["rule"] == "NT-05-31"
    rated = await training.post("closure-evaluations", closing.evaluation(date(2024, 3, 5), rated_after=11))
    assert (rated.status_code, rated.json()["rule"]) == (422, "NT-09-15")
    assert (await training.post("closure-evaluations", closing.evaluation(date(2024, 3, 5)))).status_code == 201
    assert (await training.post("document-handovers", closing.PART_FOUR)).status_code == 201
    assert (await training.engagement())["status"] == "closed"
    [closed] = await running.events(EngagementClosed)
    assert (closed["reason"], closed["self_rating_before"], closed["self_rating_after"]) == ("goal_reached", 3, 8)
    assert await states(running, "last_documents") == ["met_late"]
    assert len(await running.events(EngagementClosing)) == 1


async def test_a_closure_by_the_a_unit_has_its_combination_deleted_in_three_working_days(running, training, closing):
    await training.ready()
    await training.served(TUESDAY)
    by = training.by("a_case_manager")
    begun = await training.post("closures", closing.closure(TUESDAY), by=by)
    assert (begun.status_code, begun.json()["begun_by"]) == (201, "a_case_manager")
    assert [d["due_on"] for d in await running.deadlines("item_removal")] == [date(2024, 2, 23)]
    await running.advance_to(date(2024, 2, 23))
    assert await running.events(ItemRemovalOverdue) == []
    await running.advance_to(date(2024, 2, 24))
    assert len(await running.events(ItemRemovalOverdue)) == 1
    assert (await training.post("item-removals", {}, by=by)).status_code == 201
    assert [r["late"] for r in await running.events(ItemRemoved)] == [True]
    assert (await training.post("item-removals", {}, by=by)).json()["rule"] == "NT-05-16"


async def test_a_clear_decline_at_the_closure_asks_for_a_reassessment(running, training, closing):
    await training.ready()
    await training.served(TUESDAY)
    declined = closing.closure(
        TUESDAY,
        criterion="no_will_or_condition_changed",
        half="condition_changed",
        clear_decline=True,
        need="已無法站立",
    )
    assert (await training.post("closures", declined)).json()["reason"] == "condition_changed"
    [asked] = await running.events(ReassessmentRequested)
    assert (asked["reason"], asked["requester"]) == ("clear_decline", "b_unit")
    assert (await training.engagement())["status"] == "closing"


async def test_a_medical_condition_closes_and_is_referred(running, training, closing):
    await training.ready()
    await training.served(TUESDAY)
    unfit = {"conditions": ["fever", "lethargy"], "referred_to": "hospital_or_clinic", "explained_on": "2024-02-20"}
    closed = await training.post("medical-suspensions", unfit)
    assert (closed.status_code, closed.json()["status"], closed.json()["cause"]) == (201, "closing", "medical")
    [told] = await running.events(EngagementSuspendedForMedical)
    assert (told["conditions"], told["medical_target"]) == (["fever", "lethargy"], "hospital_or_clinic")
    refused = await training.served(date(2024, 2, 27))
    assert (refused.status_code, refused.json()["facts"]["status"]) == (409, "closing")
    unknown = await training.post("medical-suspensions", unfit | {"conditions": ["headache"]})
    assert unknown.status_code == 422


async def test_a_training_whose_period_passes_is_closed_by_the_calendar(running, training):
    await training.ready()
    await training.served(TUESDAY)
    await running.advance_to(date(2024, 7, 31))
    assert (await training.engagement())["status"] == "first_served"
    await running.advance_to(date(2024, 8, 1))
    assert (await training.engagement())["status"] == "closing"
    assert [c["cause"] for c in await running.events(EngagementClosing)] == ["period_over"]
    await running.advance_to(date(2024, 8, 1))  # the runner looks again at once
    [practice] = await running.events(SelfPracticeStarted)
    assert (practice["period_from"], practice["period_to"]) == ("2024-08-01", "2024-10-30")


async def test_practice_runs_ninety_days_and_restart_is_allowed_on_the_next(running, training, closing):
    engagement = await closing.after_goal(training)
    assert engagement["status"] == "closed"
    by, cm = training.by("a_case_manager"), training.by("care_manager")
    await running.advance_to(date(2024, 9, 30))
    assert (await training.engagement())["status"] == "closed"
    await running.advance_to(date(2024, 10, 1))
    assert (await training.engagement())["status"] == "self_practice"
    await running.advance_to(date(2024, 12, 29))  # a Sunday, day 90
    refused = await running.post("/v1/restart-requests", closing.restart(engagement["id"]), by=by)
    assert (refused.status_code, refused.json()["rule"]) == (409, "NT-08-01")
    assert refused.json()["facts"] == {"last": "2024-12-29", "earliest": "2024-12-30"}
    assert await running.events(SelfPracticeCompleted) == []
    await running.advance_to(date(2024, 12, 30))
    assert (await training.engagement())["status"] == "restartable"
    asked = await running.post("/v1/restart-requests", closing.restart(engagement["id"]), by=by)
    assert asked.status_code == 201, asked.text
    path = f"/v1/restart-requests/{asked.json()['id']}"
    twice = await running.post("/v1/restart-requests", closing.restart(engagement["id"]), by=by)
    assert twice.json()["rule"] == "NT-08-02"
    approval = {"decision": "approved", "problems": [4, 7]}
    assert (await running.post(f"{path}/decisions", approval, by=cm)).json()["rule"] == "NT-08-03"
    screening = {"reassessment_needed": False, "need_confirmed": True}
    assert (await running.post(f"{path}/pre-screenings", screening, by=by)).json()["state"] == "screened"
    assert (await running.post(f"{path}/decisions", {"decision": "approved"}, by=cm)).json()["rule"] == "NT-08-04"
    decided = await running.post(f"{path}/decisions", approval, by=cm)
    assert (decided.status_code, decided.json()["same_code_from"]) == (201, "2024-12-30")
    [told] = await running.events(RestartApproved)
    assert [p["problem_no"] for p in told["problems"]] == [4, 7]
    assert (await training.engagement())["status"] == "restarted"


async def test_within_the_practice_a_reassessment_that_shows_a_decline_opens_the_way(
    running, training, closing, builders
):
    engagement = await closing.after_goal(training)
    cm = training.by("care_manager")
    await running.advance_to(date(2024, 10, 8))
    body = closing.restart(engagement["id"], path="B", reason="clear_decline", requester="primary_caregiver")
    asked = await running.post("/v1/restart-requests", body, by=training.by())
    assert (asked.status_code, asked.json()["state"]) == (201, "reassessing")
    assert (await training.engagement())["status"] == "reassessing"
    path = f"/v1/restart-requests/{asked.json()['id']}/decisions"
    approval = {"decision": "approved", "problems": [4], "clear_decline": True}
    assert (await running.post(path, approval, by=cm)).json()["rule"] == "NT-08-07"
    again = builders.assessed(training.case_id, builders.uuid4()).model_copy(update={"visited_on": date(2024, 10, 9)})
    await training.give(again)
    running.clock.advance_to(date(2024, 10, 9))
    no_decline = await running.post(path, approval | {"clear_decline": False}, by=cm)
    assert no_decline.json()["rule"] == "NT-08-07"
    decided = await running.post(path, approval, by=cm)
    assert (decided.status_code, decided.json()["same_code_from"]) == (201, "2024-12-30")
    assert "self_practice" not in [d["name"] for d in await running.deadlines() if d["state"] == "open"]
    await opens(running, training, builders, "CA07", date(2024, 12, 29), "NT-08-08")
    await opens(running, training, builders, "CA08", date(2024, 10, 15), None)
    await opens(running, training, builders, "CA07", date(2024, 12, 30), None)


async def test_without_a_decline_it_goes_back_to_where_the_calendar_has_it(running, training, closing):
    engagement = await closing.after_goal(training)
    await running.advance_to(date(2024, 10, 8))
    body = closing.restart(engagement["id"], path="B", reason="goal_changed", requester="b_unit")
    asked = await running.post("/v1/restart-requests", body, by=training.by())
    await running.advance_to(date(2024, 12, 30))
    refusal = {"decision": "refused", "reason": "no_decline"}
    path = f"/v1/restart-requests/{asked.json()['id']}/decisions"
    assert (await running.post(path, refusal, by=training.by("care_manager"))).status_code == 201
    assert len(await running.events(RestartRefused)) == 1
    assert (await training.engagement())["status"] == "restartable"


async def opens(running, training, builders, code, starts, rule):
    """Whether an item with this code becomes an engagement from that day."""
    item = builders.item(code)
    ends = starts + timedelta(days=60)
    plan = builders.plan(training.case_id, item, a_unit=training.a_unit, period_from=starts, period_to=ends)
    await training.give(plan)
    found = (await running.get("/v1/rejected-items", by=training.by("care_manager"))).json()["items"]
    refused = {each["plan_item_id"]: each["rule"] for each in found}
    assert refused.get(str(item["plan_item_id"])) == rule


@pytest.mark.parametrize(
    ("code", "starts", "rule"),
    [
        ("CA07", date(2024, 12, 28), "NT-08-08"),
        ("CA07", date(2024, 12, 29), "NT-08-08"),
        ("CA07", date(2024, 12, 30), None),
        ("CA08", date(2024, 12, 29), "NT-08-06"),
        ("CA08", date(2024, 12, 30), None),
        ("CB01", date(2024, 10, 2), "NT-08-06"),
    ],
)
async def test_an_item_within_the_interval_is_refused_with_its_paragraph(
    running, training, closing, builders, code, starts, rule
):
    await closing.after_goal(training)
    await opens(running, training, builders, code, starts, rule)


async def test_where_there_is_no_a_unit_the_care_manager_sets_the_goal_and_pre_screens(
    running, training, closing, builders
):
    await training.staffed(training.b1)
    await training.give(builders.quota(training.case_id))
    await training.give(builders.plan(training.case_id, builders.item(item_id=training.item_id)))
    await (await training.referred()).replied()
    await training.served(TUESDAY)
    await training.post("document-handovers", closing.BOTH)
    [owed] = await running.deadlines("goal_setup")
    assert (owed["owed_by_role"], owed["owed_by_unit"]) == ("care_manager", None)
    cm = training.by("care_manager")
    assert (await training.post("goal-records", closing.GOAL, by=cm)).status_code == 201
    await closing.close_it(training, date(2024, 2, 27))
    for day in (date(2024, 8, 1), date(2024, 10, 30), date(2024, 10, 30)):
        await running.advance_to(day)
    engagement = await training.engagement()
    body = closing.restart(engagement["id"], requester="care_manager")
    asked = await running.post("/v1/restart-requests", body, by=cm)
    screening = {"reassessment_needed": True, "need_confirmed": True}
    path = f"/v1/restart-requests/{asked.json()['id']}/pre-screenings"
    screened = await running.post(path, screening, by=cm)  # NT-08-05
    assert (screened.json()["state"], screened.json()["path"]) == ("reassessing", "B")
    assert [r["reason"] for r in await running.events(ReassessmentRequested)] == ["pre_screening"]
    assert (await training.engagement())["status"] == "reassessing"


async def test_after_a_medical_closure_a_reassessment_opens_the_same_code_at_once(running, training, closing, builders):
    await training.ready()
    await training.served(TUESDAY)
    unfit = {"conditions": ["severe_infection"], "referred_to": "hospital_or_clinic", "explained_on": "2024-02-20"}
    await training.post("medical-suspensions", unfit)
    await training.post("closure-evaluations", closing.evaluation(TUESDAY))
    assert (await training.post("document-handovers", closing.PART_FOUR)).status_code == 201
    await opens(running, training, builders, "CA07", date(2024, 3, 11), "NT-08-08")
    engagement = await training.engagement()
    body = closing.restart(engagement["id"], path="B", reason="medically_stable", requester="b_unit")
    asked = await running.post("/v1/restart-requests", body, by=training.by())
    running.clock.advance_to(date(2024, 3, 8))
    again = builders.assessed(training.case_id, builders.uuid4()).model_copy(update={"visited_on": date(2024, 3, 8)})
    await training.give(again)
    path = f"/v1/restart-requests/{asked.json()['id']}/decisions"
    decided = await running.post(path, {"decision": "approved", "problems": [4]}, by=training.by("care_manager"))
    assert decided.status_code == 201, decided.text
    await opens(running, training, builders, "CA07", date(2024, 3, 11), None)

"""Which closure, which restart, on which day? Decision tables with named rows, and boundaries day by day."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No, Refusal
from chassis.testing.harness import packs
from prof_service.commands import a_side
from prof_service.domain import closure, first_assessment, gap, goals, restart, signatures, uploads
from prof_service.domain.closing import begin_closing, late_documents_from
from prof_service.domain.closure import CRITERION_RULES, MAPPING, Half, RatingRule, close, evaluate, reason_of
from prof_service.domain.engagement import NEXT, Engagement, Status
from prof_service.domain.gap import GapRule, after_the_gap, earlier_of
from prof_service.domain.practice import Anchor, PracticeRule, anchored, caught_up, practice_of
from prof_service.domain.restart import (
    RestartRequest,
    State,
    fits,
    may_request,
    not_restarted,
    restarted,
    to_reassessment,
)
from prof_service.domain.signatures import Signatures, Signer
from prof_service.policies import gap_rule, practice_rule
from schemas.events.closures import EngagementSuspendedForMedical
from schemas.events.goals import GoalCorrected, ProviderSwitched
from schemas.events.restarts import ReassessmentRequested, SelfPracticeStarted
from schemas.professional_codes import (
    Caregiver,
    ClosingCause,
    ClosureCriterion,
    ClosureReason,
    RestartPath,
    RestartReason,
    RestartRequester,
    UnsuitableCondition,
)

LAST = date(2024, 9, 30)
DAY_1, DAY_90, DAY_91 = date(2024, 10, 1), date(2024, 12, 29), date(2024, 12, 30)
A, B = RestartPath.A, RestartPath.B
S = Status
RULE = PracticeRule(rule="NT-04-29", days=90, anchor=Anchor.PERIOD_END)
GAP = GapRule(rule="NT-08-08", days=90, waived_after_medical_closure=True, families=(frozenset({"CB01", "CB01a"}),))


def engagement(status=S.CLOSED, **changes):
    base = Engagement(
        id=uuid4(),
        case_id=uuid4(),
        county="nantou",
        plan_id=uuid4(),
        plan_item_id=uuid4(),
        service_code="CA07",
        groups=4,
        visits_per_group=3,
        sessions_approved=12,
        period=Period(date(2024, 4, 1), LAST + timedelta(days=1)),
        status=status,
        first_referred_on=date(2024, 3, 20),
        sessions_delivered=12,
        first_served_on=date(2024, 4, 9),
        last_served_on=date(2024, 7, 2),
        closing_cause=ClosingCause.GROUPS_DONE,
        closing_on=date(2024, 7, 2),
        closed_on=date(2024, 7, 4),
    )
    return replace(base, **changes)


def test_every_no_cites_a_rule_of_the_catalogue():
    modules = (a_side, closure, first_assessment, gap, goals, restart, signatures, uploads)
    nos = {id(v): v for module in modules for v in vars(module).values() if isinstance(v, No)}
    assert len(nos) > 45
    assert packs().source("NT-08-09")
    for no in nos.values():
        assert packs().source(no.rule)
    for rule in CRITERION_RULES.values():
        assert packs().source(rule)


# --- closure: criterion → reason of the form (AM-19, AM-129) -------------------------------------------------------

C, R = ClosureCriterion, ClosureReason
REASONS = [
    ("1 goal reached", C.GOAL_REACHED, None, None, R.GOAL_REACHED),
    ("1 with its own reason", C.GOAL_REACHED, None, R.GOAL_REACHED, R.GOAL_REACHED),
    ("1 is no refusal", C.GOAL_REACHED, None, R.REFUSED, "AM-19"),
    ("1 has no halves", C.GOAL_REACHED, Half.NO_WILL, None, "AM-129"),
    ("2 caregiver skilled", C.CAREGIVER_SKILLED, None, None, R.GOAL_REACHED),
    ("2 is no other", C.CAREGIVER_SKILLED, None, R.OTHER, "AM-19"),
    ("3 no progress", C.NO_PROGRESS, None, None, R.OTHER),
    ("3 is no lack of motivation", C.NO_PROGRESS, None, R.NO_MOTIVATION, "AM-19"),
    ("4 must be told which", C.NOT_COOPERATING, None, None, "AM-19"),
    ("4 refused", C.NOT_COOPERATING, None, R.REFUSED, R.REFUSED),
    ("4 no motivation", C.NOT_COOPERATING, None, R.NO_MOTIVATION, R.NO_MOTIVATION),
    ("4 is no changed condition", C.NOT_COOPERATING, None, R.CONDITION_CHANGED, "AM-19"),
    ("5 without its half", C.NO_WILL_OR_CONDITION_CHANGED, None, R.REFUSED, "AM-129"),
    ("5 no will, refused", C.NO_WILL_OR_CONDITION_CHANGED, Half.NO_WILL, R.REFUSED, R.REFUSED),
    ("5 no will, no motivation", C.NO_WILL_OR_CONDITION_CHANGED, Half.NO_WILL, R.NO_MOTIVATION, R.NO_MOTIVATION),
    ("5 no will is no changed condition", C.NO_WILL_OR_CONDITION_CHANGED, Half.NO_WILL, R.CONDITION_CHANGED, "AM-19"),
    ("5 changed", C.NO_WILL_OR_CONDITION_CHANGED, Half.CONDITION_CHANGED, None, R.CONDITION_CHANGED),
    ("5 changed is no refusal", C.NO_WILL_OR_CONDITION_CHANGED, Half.CONDITION_CHANGED, R.REFUSED, "AM-19"),
    ("6 stage goal", C.STAGE_GOAL_COMPLETED, None, None, R.GOAL_REACHED),
    ("7 must be told which", C.OTHER, None, None, "AM-19"),
    ("7 referred", C.OTHER, None, R.REFER_OTHER, R.REFER_OTHER),
    ("7 other", C.OTHER, None, R.OTHER, R.OTHER),
    ("7 is no goal reached", C.OTHER, None, R.GOAL_REACHED, "AM-19"),
]


@pytest.mark.parametrize(
    ("criterion", "half", "reason", "expected"), [r[1:] for r in REASONS], ids=[r[0] for r in REASONS]
)
def test_the_reason_of_the_form_fits_the_criterion(criterion, half, reason, expected):
    if isinstance(expected, ClosureReason):
        assert reason_of(criterion, half, reason) is expected
    else:
        with pytest.raises(Refusal) as no:
            reason_of(criterion, half, reason)
        assert no.value.rule == expected


def test_the_mapping_covers_all_criteria_and_reasons():
    assert {criterion for criterion, _ in MAPPING} == set(ClosureCriterion) == set(CRITERION_RULES)
    assert frozenset().union(*MAPPING.values()) == set(ClosureReason)


@pytest.mark.parametrize(("pair", "ok"), [((0, 5), False), ((1, 5), True), ((5, 10), True), ((5, 11), False)])
def test_the_self_rating_is_one_to_ten(pair, ok):
    day = date(2024, 7, 4)
    known = closure.Closure(
        criterion=C.GOAL_REACHED, half=None, reason=R.GOAL_REACHED, begun_by="b_unit", explained_on=day
    )
    signed = Signatures(signer=Signer.FAMILY, signed_on=day, staff_signed_on=day)
    new = closure.Evaluation(before=pair[0], after=pair[1], signatures=signed, evaluated_on=day)
    scale = RatingRule(rule="NT-09-15", least=1, most=10)
    if ok:
        assert evaluate(known, new, scale, today=day).evaluation == new
    else:
        with pytest.raises(Refusal) as no:
            evaluate(known, new, scale, today=day)
        assert no.value.rule == "NT-09-15"


@pytest.mark.parametrize("status", sorted(set(S) - {s for s in S if S.CLOSING in NEXT[s]}))
def test_what_is_not_in_service_cannot_begin_to_close(status):
    with pytest.raises(Refusal) as no:
        begin_closing(engagement(status), ClosingCause.MEDICAL, on=LAST)
    assert no.value.rule == "NT-04-31"


def test_part_four_counts_from_the_last_session_or_from_the_day_that_made_it_the_last():
    assert late_documents_from(engagement(S.CLOSING)) == date(2024, 7, 2)
    later = engagement(S.CLOSING, closing_cause=ClosingCause.CRITERION, closing_on=date(2024, 7, 10))
    assert late_documents_from(later) == date(2024, 7, 10)


def test_only_a_closing_engagement_is_closed():
    assert close(engagement(S.CLOSING), on=LAST).status is S.CLOSED
    with pytest.raises(Refusal):
        close(engagement(S.IN_TRAINING), on=LAST)


# --- self-practice: 90 days that never move --------------------------------------------------------------------------


def test_the_days_run_from_the_day_after_the_extended_end():
    extended = engagement(period=Period(date(2024, 2, 1), date(2024, 8, 1)), extended_until=date(2024, 10, 1))
    rule = practice_rule(packs().county("nantou"), extended)
    practice = practice_of(extended, rule)
    assert (practice.starts, practice.ends) == (DAY_1, DAY_91)


@pytest.mark.parametrize(
    ("day", "status"),
    [(LAST, S.CLOSED), (DAY_1, S.SELF_PRACTICE), (DAY_90, S.SELF_PRACTICE), (DAY_91, S.RESTARTABLE)],
)
def test_the_calendar_moves_a_closed_engagement(day, status):
    closed = engagement()
    assert caught_up(closed, practice_of(closed, RULE), today=day).status is status


def test_counted_from_the_closure_where_a_county_says_so():
    closed = anchored(engagement(), replace(RULE, anchor=Anchor.CLOSURE))
    assert practice_of(closed, RULE).starts == date(2024, 7, 5)
    assert anchored(engagement(), RULE).practice_from is None


def test_where_a_county_has_no_self_practice_there_is_none():
    closed = engagement(county="taoyuan")
    assert practice_rule(packs().county("taoyuan"), closed) is None
    assert practice_of(closed, None) is None
    assert caught_up(closed, None, today=DAY_91) == closed


# --- restart: path, status and day -----------------------------------------------------------------------------------

RESTARTS = [
    ("A on the last day of the period", A, S.CLOSED, LAST, "NT-08-01"),
    ("A on day 1", A, S.SELF_PRACTICE, DAY_1, "NT-08-01"),
    ("A on day 89", A, S.SELF_PRACTICE, date(2024, 12, 28), "NT-08-01"),
    ("A on day 90, a Sunday", A, S.SELF_PRACTICE, DAY_90, "NT-08-01"),
    ("A on day 91", A, S.RESTARTABLE, DAY_91, None),
    ("A on day 91 before the runner came", A, S.SELF_PRACTICE, DAY_91, None),
    ("A on day 92", A, S.RESTARTABLE, date(2024, 12, 31), None),
    ("A a year later", A, S.RESTARTABLE, date(2025, 12, 31), None),
    ("A while it is trained", A, S.IN_TRAINING, DAY_91, "NT-08-01"),
    ("A while it is extended", A, S.EXTENDED, DAY_91, "NT-08-01"),
    ("A while it is being closed", A, S.CLOSING, DAY_91, "NT-08-01"),
    ("A while it is re-assessed", A, S.REASSESSING, DAY_91, "NT-08-01"),
    ("A after a restart", A, S.RESTARTED, DAY_91, "NT-08-01"),
    ("A for an item never served", A, S.ITEM_APPROVED, DAY_91, "NT-08-01"),
    ("B from closed", B, S.CLOSED, date(2024, 8, 1), None),
    ("B on day 1", B, S.SELF_PRACTICE, DAY_1, None),
    ("B on day 90", B, S.SELF_PRACTICE, DAY_90, None),
    ("B from restartable", B, S.RESTARTABLE, DAY_91, None),
    ("B while it is trained", B, S.IN_TRAINING, date(2024, 5, 1), None),
    ("B after the first session", B, S.FIRST_SERVED, date(2024, 5, 1), None),
    ("B while it is extended", B, S.EXTENDED, date(2024, 5, 1), None),
    ("B while it is being closed", B, S.CLOSING, date(2024, 7, 3), None),
    ("B while it is re-assessed", B, S.REASSESSING, DAY_1, "NT-08-06"),
    ("B after a restart", B, S.RESTARTED, DAY_1, "NT-08-06"),
    ("B before any service", B, S.REPLIED, DAY_1, "NT-08-06"),
]


@pytest.mark.parametrize(("path", "status", "day", "rule"), [r[1:] for r in RESTARTS], ids=[r[0] for r in RESTARTS])
def test_who_may_ask_to_start_again(path, status, day, rule):
    before = engagement(status)

    def ask():
        may_request(before, practice_of(before, RULE), path, open_request=None, today=day)

    if rule is None:
        ask()
    else:
        with pytest.raises(Refusal) as no:
            ask()
        assert no.value.rule == rule


@pytest.mark.parametrize(
    ("path", "reason", "requester", "rule"),
    [
        (A, RestartReason.NEED_REMAINS, RestartRequester.B_UNIT, None),
        (A, RestartReason.NEED_REMAINS, RestartRequester.CLIENT, "NT-08-02"),
        (A, RestartReason.CLEAR_DECLINE, RestartRequester.A_CASE_MANAGER, "NT-08-06"),
        (B, RestartReason.CLEAR_DECLINE, RestartRequester.CLIENT, None),
        (B, RestartReason.GOAL_CHANGED, RestartRequester.PRIMARY_CAREGIVER, None),
        (B, RestartReason.PRACTICE_NOT_OVER, RestartRequester.A_CASE_MANAGER, None),
        (B, RestartReason.MEDICALLY_STABLE, RestartRequester.B_UNIT, None),
        (B, RestartReason.NEED_REMAINS, RestartRequester.CLIENT, "NT-08-06"),
    ],
)
def test_each_path_has_its_reasons_and_requesters(path, reason, requester, rule):
    if rule is None:
        fits(path, reason, requester)
    else:
        with pytest.raises(Refusal) as no:
            fits(path, reason, requester)
        assert no.value.rule == rule


def request_by(path, reason=RestartReason.CLEAR_DECLINE, state=State.REASSESSING):
    ids = {"id": uuid4(), "engagement_id": uuid4(), "case_id": uuid4(), "county": "nantou"}
    more = {"requester": RestartRequester.A_CASE_MANAGER, "requested_on": date(2024, 10, 8), "state": state}
    return RestartRequest(**ids, path=path, reason=reason, **more)


DECISIONS = [
    ("assessed on the day of the request", B, RestartReason.CLEAR_DECLINE, date(2024, 10, 8), True, (4,), None),
    ("assessed the day before", B, RestartReason.CLEAR_DECLINE, date(2024, 10, 7), True, (4,), "NT-08-07"),
    ("never assessed", B, RestartReason.CLEAR_DECLINE, None, True, (4,), "NT-08-07"),
    ("no decline", B, RestartReason.GOAL_CHANGED, date(2024, 10, 9), False, (4,), "NT-08-07"),
    ("stable again", B, RestartReason.MEDICALLY_STABLE, date(2024, 10, 9), False, (4,), None),
    ("five problems", A, RestartReason.NEED_REMAINS, None, False, (1, 2, 3, 4, 5), None),
    ("six problems", A, RestartReason.NEED_REMAINS, None, False, (1, 2, 3, 4, 5, 6), "NT-08-04"),
    ("no problem", A, RestartReason.NEED_REMAINS, None, False, (), "NT-08-04"),
    ("one problem twice", A, RestartReason.NEED_REMAINS, None, False, (4, 4), "NT-08-04"),
]


@pytest.mark.parametrize(
    ("path", "reason", "assessed_on", "decline", "problems", "rule"),
    [d[1:] for d in DECISIONS],
    ids=[d[0] for d in DECISIONS],
)
def test_what_the_care_manager_may_approve(path, reason, assessed_on, decline, problems, rule):
    request = request_by(path, reason, State.SCREENED if path is A else State.REASSESSING)
    practice = practice_of(engagement(), RULE)

    def decide():
        facts = {"most": 5, "reassessed_on": assessed_on, "decline": decline, "on": date(2024, 10, 10)}
        return restart.approve(request, problems, practice, **facts)

    if rule is None:
        assert decide().same_code_from == DAY_91
    else:
        with pytest.raises(Refusal) as no:
            decide()
        assert no.value.rule == rule


def test_path_b_needs_no_pre_screening_with_or_without_an_a_unit():
    with pytest.raises(Refusal) as no:
        restart.may_screen(request_by(B))
    assert no.value.rule == "NT-08-09"
    with pytest.raises(Refusal) as no:
        restart.may_screen(request_by(A, RestartReason.NEED_REMAINS, State.SCREENED))
    assert no.value.rule == "NT-08-03"
    restart.may_screen(request_by(A, RestartReason.NEED_REMAINS, State.REQUESTED))


def test_what_is_trained_is_asked_for_without_a_change_of_state():
    trained = engagement(S.IN_TRAINING)
    assert to_reassessment(trained, None, today=DAY_1) == trained
    assert restarted(trained, None, B, on=DAY_1).status is S.IN_TRAINING
    assert restarted(trained, None, B, on=DAY_1).reassessed_on == DAY_1


@pytest.mark.parametrize(("day", "status"), [(LAST, S.CLOSED), (DAY_90, S.SELF_PRACTICE), (DAY_91, S.RESTARTABLE)])
def test_a_refused_one_goes_back_to_where_the_calendar_has_it(day, status):
    before = engagement(S.REASSESSING)
    assert not_restarted(before, practice_of(before, RULE), today=day).status is status


# --- the interval after a goal ---------------------------------------------------------------------------------------

GAPS = [
    ("same code, day 89", "CA07", date(2024, 12, 28), {}, "NT-08-08"),
    ("same code, day 90", "CA07", DAY_90, {}, "NT-08-08"),
    ("same code, day 91", "CA07", DAY_91, {}, None),
    ("same code, day 90, re-assessed", "CA07", DAY_90, {"reassessed_on": DAY_1}, "NT-08-08"),
    ("other code, day 90", "CA08", DAY_90, {}, "NT-08-06"),
    ("other code, day 91", "CA08", DAY_91, {}, None),
    ("other code, day 5, re-assessed", "CA08", date(2024, 10, 5), {"reassessed_on": DAY_1}, None),
    ("other code beside a training", "CA08", date(2024, 5, 1), {"status": S.IN_TRAINING}, None),
    ("same code beside a training", "CA07", date(2024, 5, 1), {"status": S.IN_TRAINING}, "NT-08-08"),
    ("successor of the code, day 90", "CB01a", DAY_90, {"service_code": "CB01"}, "NT-08-08"),
    ("the code before its successor, day 90", "CB01", DAY_90, {"service_code": "CB01a"}, "NT-08-08"),
    ("successor of the code, day 91", "CB01a", DAY_91, {"service_code": "CB01"}, None),
    (
        "medical and re-assessed, same code",
        "CA07",
        DAY_1,
        {"closing_cause": ClosingCause.MEDICAL, "reassessed_on": DAY_1},
        None,
    ),
    ("medical, not re-assessed", "CA07", DAY_1, {"closing_cause": ClosingCause.MEDICAL}, "NT-08-08"),
    ("never served", "CA07", DAY_1, {"sessions_delivered": 0}, None),
    ("restarted by path A, day 91", "CA07", DAY_91, {"status": S.RESTARTED}, None),
]


@pytest.mark.parametrize(("code", "starts", "before", "rule"), [g[1:] for g in GAPS], ids=[g[0] for g in GAPS])
def test_which_code_may_start_how_soon(code, starts, before, rule):
    earlier = earlier_of(engagement(**before), GAP)
    if rule is None:
        after_the_gap(code, starts, earlier)
    else:
        with pytest.raises(Refusal) as no:
            after_the_gap(code, starts, earlier)
        assert no.value.rule == rule
        assert no.value.facts["earliest"] == DAY_91


def test_without_the_waiver_a_medical_closure_keeps_the_interval():
    medical = engagement(closing_cause=ClosingCause.MEDICAL, reassessed_on=DAY_1)
    with pytest.raises(Refusal):
        after_the_gap("CA07", DAY_1, earlier_of(medical, replace(GAP, waived_after_medical_closure=False)))


def test_the_pack_gives_the_interval_and_the_codes_that_are_one():
    found = gap_rule(packs().county("nantou"), engagement())
    assert (found.days, found.waived_after_medical_closure) == (90, True)
    assert found.same_code("CB01", "CB01a")
    assert not found.same_code("CB01", "CB02")
    assert gap_rule(packs().county("taoyuan"), engagement()) is None


# --- which paragraph -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "rule"),
    [
        (C.GOAL_REACHED, "NT-06-19"),
        (C.CAREGIVER_SKILLED, "NT-06-20"),
        (C.NO_PROGRESS, "NT-06-21"),
        (C.NOT_COOPERATING, "NT-06-22"),
        (C.NO_WILL_OR_CONDITION_CHANGED, "NT-06-23"),
        (C.STAGE_GOAL_COMPLETED, "NT-06-24"),
        (C.OTHER, "NT-06-25"),
    ],
)
def test_each_criterion_has_its_paragraph(criterion, rule):
    assert CRITERION_RULES[criterion] == rule


@pytest.mark.parametrize(
    ("name", "rule", "due"),
    [
        ("c_goal_correction", "NT-05-13", {date(2024, 2, 5): date(2024, 2, 20), date(2024, 2, 7): date(2024, 2, 22)}),
        ("c_last_documents", "NT-05-32", {date(2024, 2, 6): date(2024, 2, 16), date(2024, 2, 7): date(2024, 2, 17)}),
        ("c_item_removal", "NT-05-16", {date(2024, 2, 16): date(2024, 2, 20), date(2024, 2, 17): date(2024, 2, 21)}),
        ("c_goal_setup", "NT-05-10", {date(2024, 2, 27): date(2024, 3, 4), date(2024, 2, 29): date(2024, 3, 5)}),
        ("c_document_upload", "NT-05-08", {date(2024, 2, 7): date(2024, 2, 17), date(2024, 12, 30): date(2025, 1, 3)}),
    ],
)
def test_each_clock_over_lunar_new_year_and_year_end(name, rule, due):
    pack = packs().county("nantou")
    version = pack.rule(name, on=date(2024, 2, 5))
    assert version.rule == rule
    for since, expected in due.items():
        assert pack.calendar.due(since, version.days("due")) == expected


@pytest.mark.parametrize(
    ("event", "rules"),
    [
        (SelfPracticeStarted, {"NT-04-28", "NT-04-29"}),
        (EngagementSuspendedForMedical, {"NT-04-30", "NT-04-31"}),
        (GoalCorrected, {"NT-05-13", "NT-05-18"}),
        (ProviderSwitched, {"NT-05-19", "NT-05-20"}),
        (ReassessmentRequested, {"NT-05-28", "NT-08-06"}),
    ],
)
def test_each_fact_names_the_paragraphs_that_it_follows_from(event, rules):
    assert all(rule in (event.__doc__ or "") for rule in rules)


def test_the_eight_conditions_are_those_of_the_handbook():
    assert len(UnsuitableCondition) == 8
    assert packs().source("NT-04-30")


def test_short_and_long_term_goals_are_agreed_for_each_problem():  # NT-09-14
    agreed = first_assessment.Agreed(problem_no=4, short_term=frozenset(goals.ELEMENTS), long_term=frozenset())
    day = date(2024, 4, 9)
    new = first_assessment.FirstAssessment(
        assessed_on=day,
        caregiver=Caregiver.SPOUSE,
        goals=(agreed,),
        signatures=Signatures(signer=Signer.CLIENT, signed_on=day, staff_signed_on=day),
    )
    with pytest.raises(Refusal) as no:
        first_assessment.assess(new, first_assessment.ITEMS, first_assessment.EXPLAINED, today=day)
    assert (no.value.rule, no.value.facts["term"]) == ("NT-09-13", "long_term")

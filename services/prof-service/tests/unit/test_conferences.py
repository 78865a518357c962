"""When is a case conference required, and what may be done with it? Boundaries of the number and of the year."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from chassis.kernel.refusal import Refusal
from prof_service.domain.conferences import (
    Conference,
    ConferenceRules,
    Window,
    decide,
    is_new,
    may_go_on,
    may_request,
    reached,
    review,
)
from schemas.professional_codes import ConferenceCategory, ConferenceDecision, ConferenceReviewer, ConferenceTrigger

RULES = ConferenceRules(
    rule="NT-07-01",
    sessions=24,
    years=1,
    window=Window.ROLLING,
    min_level=2,
    categories=tuple(ConferenceCategory),
    reviewers=tuple(ConferenceReviewer),
    pause_until_decided=False,
)
LAST = date(2024, 6, 10)
OPEN = Conference(
    id=uuid4(),
    case_id=uuid4(),
    county="nantou",
    trigger=ConferenceTrigger.SESSIONS_REACHED,
    required_on=LAST,
)
ALL = {"external_expert": "care_manager", "ltc_center": "care_supervisor", "a_case_manager": "a_case_manager"}


def days(count, last=LAST):
    return [last - timedelta(days=7 * n) for n in range(count)]


def rule_of(refused):
    return refused.value.rule


@pytest.mark.parametrize(("count", "required"), [(23, False), (24, True), (25, True)])
def test_the_twenty_fourth_session_requires_it(count, required):
    assert (reached(days(count), RULES, since=LAST) is not None) == required


@pytest.mark.parametrize(
    ("first", "required"),
    [(date(2023, 6, 10), False), (date(2023, 6, 11), True), (date(2023, 6, 12), True)],
    ids=["12 months before", "the day after", "two days after"],
)
def test_a_session_counts_within_twelve_months(first, required):
    assert (reached([first, *days(23)], RULES, since=LAST) is not None) == required


@pytest.mark.parametrize(("first", "required"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
def test_by_parameter_the_calendar_year_counts(first, required):
    rules = replace(RULES, window=Window.CALENDAR_YEAR)
    assert (reached([first, *days(23)], rules, since=LAST) is not None) == required


def test_a_window_that_ends_on_a_leap_day_starts_on_the_first_of_march():
    assert RULES.starts(date(2024, 2, 29)) == date(2023, 3, 1)


def test_a_session_that_is_entered_late_can_fill_a_later_window():
    late = LAST - timedelta(days=10)
    window = reached([late, *days(23)], RULES, since=late)
    assert (window.on, window.sessions) == (LAST, 24)


def test_it_is_required_once_in_a_window_and_again_after_it():
    window = reached(days(24), RULES, since=LAST)
    assert is_new(window, [])
    assert not is_new(window, [replace(OPEN, required_on=window.starts)])
    assert is_new(window, [replace(OPEN, required_on=window.starts - timedelta(days=1))])


def test_a_difficult_case_states_its_category_and_is_asked_for_once():
    difficult = ConferenceTrigger.DIFFICULT_CASE
    with pytest.raises(Refusal) as refused:
        may_request(difficult, None, RULES, [])
    assert rule_of(refused) == "NT-07-02"
    may_request(difficult, ConferenceCategory.SPECIAL_CARE, RULES, [OPEN])
    with pytest.raises(Refusal):
        may_request(difficult, ConferenceCategory.SPECIAL_CARE, RULES, [replace(OPEN, trigger=difficult)])


def test_it_is_decided_only_after_all_three_kinds_have_reviewed():
    conference = OPEN
    for kind, role in ALL.items():
        with pytest.raises(Refusal) as refused:
            decide(conference, ConferenceDecision.CONTINUE, RULES.reviewers, on=LAST)
        assert rule_of(refused) == "NT-07-04"
        conference = review(conference, ConferenceReviewer(kind), RULES.reviewers, frozenset({role}))
    decided = decide(conference, ConferenceDecision.CONTINUE, RULES.reviewers, on=LAST)
    assert (decided.decision, decided.decided_on) == (ConferenceDecision.CONTINUE, LAST)
    with pytest.raises(Refusal) as refused:
        decide(decided, ConferenceDecision.STOP, RULES.reviewers, on=LAST)
    assert rule_of(refused) == "NT-07-03"


@pytest.mark.parametrize("kind", list(ALL))
def test_each_kind_reviews_once_and_only_by_its_role(kind):
    kind_ = ConferenceReviewer(kind)
    with pytest.raises(Refusal):
        review(OPEN, kind_, RULES.reviewers, frozenset({"prof_staff"}))
    reviewed = review(OPEN, kind_, RULES.reviewers, frozenset({ALL[kind]}))
    with pytest.raises(Refusal):
        review(reviewed, kind_, RULES.reviewers, frozenset({ALL[kind]}))


def test_sessions_go_on_meanwhile_unless_the_county_lets_them_wait():
    may_go_on([OPEN], RULES, referred_on=LAST, served_on=LAST)
    with pytest.raises(Refusal) as refused:
        may_go_on([OPEN], replace(RULES, pause_until_decided=True), referred_on=LAST, served_on=LAST)
    assert rule_of(refused) == "NT-07-01"


@pytest.mark.parametrize(("days_after", "goes_on"), [(0, True), (1, False)])
def test_a_decision_to_stop_ends_what_ran_then_and_nothing_later(days_after, goes_on):
    stopped = replace(OPEN, decision=ConferenceDecision.STOP, decided_on=LAST)
    served_on = LAST + timedelta(days=days_after)
    if goes_on:
        may_go_on([stopped], RULES, referred_on=LAST, served_on=served_on)
    else:
        with pytest.raises(Refusal):
            may_go_on([stopped], RULES, referred_on=LAST, served_on=served_on)
    may_go_on([stopped], RULES, referred_on=LAST + timedelta(days=1), served_on=served_on)

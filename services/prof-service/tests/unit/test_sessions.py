"""Which sessions may be served, and how are they counted, spaced and flagged?"""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from prof_service.domain.engagement import Engagement, Referral, Status
from prof_service.domain.length import LengthRule, minutes_between
from prof_service.domain.sessions import Flag, Served, TrainingRules, deliver, may_deliver, next_session_from
from prof_service.domain.spacing import Spacing, SpacingRule

NANTOU = SpacingRule(rule="NT-04-19", gap_days=6, mode=Spacing.DATE_DIFFERENCE, warn_at=6)
TAOYUAN = SpacingRule(rule="TY-3310-07", gap_days=7, mode=Spacing.SEVEN_DAYS)
RULES = TrainingRules(spacing=NANTOU, length=LengthRule(rule="NT-04-20", minutes=50))
FIRST = date(2024, 2, 20)


def replied(**changes):
    referral = Referral(id=uuid4(), unit_id=uuid4(), referred_on=date(2024, 2, 16), replied_on=date(2024, 2, 16))
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
        period=Period(date(2024, 2, 1), date(2024, 8, 1)),
        status=Status.REPLIED,
        referral=referral,
        first_referred_on=referral.referred_on,
    )
    return replace(base, **changes)


def trained(times, last, **changes):
    status = Status.FIRST_SERVED if times == 1 else Status.IN_TRAINING
    return replied(status=status, sessions_delivered=times, first_served_on=FIRST, last_served_on=last, **changes)


def served(on, start=time(9, 30), end=time(10, 30)):
    return Served(
        session_id=uuid4(), served_on=on, started_at=start, ended_at=end, staff="ot-07", guidance_targets=("client",)
    )


@pytest.mark.parametrize(
    ("rule", "apart", "allowed"),
    [
        pytest.param(NANTOU, 5, False, id="Nantou, a day too early"),
        pytest.param(NANTOU, 6, True, id="Nantou, on the day"),
        pytest.param(NANTOU, 7, True, id="Nantou, a day later"),
        pytest.param(NANTOU, 0, False, id="Nantou, the same day"),
        pytest.param(NANTOU, -1, False, id="Nantou, before the last session"),
        pytest.param(TAOYUAN, 6, False, id="Taoyuan, a day too early"),
        pytest.param(TAOYUAN, 7, True, id="Taoyuan, on the day"),
        pytest.param(TAOYUAN, 8, True, id="Taoyuan, a day later"),
        pytest.param(None, 1, True, id="a county that says nothing"),
    ],
)
def test_sessions_lie_so_far_apart(rule, apart, allowed):
    before, on = trained(1, FIRST), FIRST + timedelta(days=apart)
    rules = TrainingRules(spacing=rule)
    if allowed:
        assert may_deliver(before, rules, served_on=on) == before.referral
        return
    with pytest.raises(Refusal) as no:
        may_deliver(before, rules, served_on=on)
    assert no.value.rule == rule.rule
    assert no.value.facts["earliest"] == FIRST + timedelta(days=rule.gap_days)


@pytest.mark.parametrize(
    ("last", "earliest"),
    [
        pytest.param(date(2024, 2, 19), date(2024, 2, 26), id="from a Monday"),
        pytest.param(date(2024, 2, 25), date(2024, 2, 26), id="from a Sunday"),
        pytest.param(date(2024, 12, 31), date(2025, 1, 6), id="over the year's end"),
    ],
)
def test_once_in_a_calendar_week_means_from_the_next_monday(last, earliest):
    assert SpacingRule(rule="r", gap_days=7, mode=Spacing.CALENDAR_WEEK).earliest_after(last) == earliest


@pytest.mark.parametrize(("apart", "flagged"), [(6, True), (7, False)])
def test_exactly_six_days_are_flagged(apart, flagged):
    _, session = deliver(trained(1, FIRST), RULES, served(FIRST + timedelta(days=apart)), today=date(2024, 3, 1))
    assert (Flag.SPACING_AT_LIMIT in session.flags) == flagged


@pytest.mark.parametrize(("minutes", "flagged"), [(49, True), (50, False), (51, False)])
def test_a_session_of_less_than_fifty_minutes_is_flagged(minutes, flagged):
    end = time(9, minutes)
    _, session = deliver(replied(), RULES, served(FIRST, time(9, 0), end), today=FIRST)
    assert session.minutes == minutes
    assert (Flag.TOO_SHORT in session.flags) == flagged


def test_where_the_length_is_no_mere_principle_a_short_session_is_refused():
    strict = TrainingRules(length=LengthRule(rule="NT-04-20", minutes=50, in_principle=False))
    with pytest.raises(Refusal) as no:
        deliver(replied(), strict, served(FIRST, time(9, 0), time(9, 49)), today=FIRST)
    assert no.value.no.code == "session_too_short"


@pytest.mark.parametrize(("start", "end"), [(time(10), time(10)), (time(10), time(9, 59))])
def test_a_session_that_does_not_end_after_it_starts_is_refused(start, end):
    with pytest.raises(Refusal) as no:
        minutes_between(start, end)
    assert no.value.rule == "NT-09-19"


def test_the_first_session_makes_it_first_served_and_the_second_a_training():
    first, session = deliver(replied(), RULES, served(FIRST), today=FIRST)
    assert (first.status, session.no, session.flags) == (Status.FIRST_SERVED, 1, frozenset())
    assert first.referral.served_on == FIRST
    on = FIRST + timedelta(days=7)
    second, session = deliver(first, RULES, served(on), today=on)
    assert (second.status, session.no, session.flags) == (Status.IN_TRAINING, 2, frozenset({Flag.GOAL_NOT_ACTIVE}))


@pytest.mark.parametrize(
    ("active_on", "flagged"), [(None, True), (date(2024, 2, 28), True), (date(2024, 2, 27), False)]
)
def test_a_session_before_the_goal_is_active_is_served_and_flagged(active_on, flagged):
    before = replace(trained(1, FIRST), goal_active_on=active_on)
    _, session = deliver(before, RULES, served(date(2024, 2, 27)), today=date(2024, 2, 27))
    assert (Flag.GOAL_NOT_ACTIVE in session.flags) == flagged


@pytest.mark.parametrize(("delivered", "allowed"), [(10, True), (11, True), (12, False)])
def test_no_more_sessions_than_approved(delivered, allowed):
    before = trained(delivered, date(2024, 4, 1))
    if allowed:
        assert may_deliver(before, RULES, served_on=date(2024, 4, 8))
        return
    with pytest.raises(Refusal) as no:
        may_deliver(before, RULES, served_on=date(2024, 4, 8))
    assert no.value.rule == "NT-04-18"
    assert next_session_from(before, RULES) is None


def test_where_nothing_is_said_of_spacing_a_session_may_be_entered_after_a_later_one():
    after, session = deliver(
        trained(2, date(2024, 2, 28)), TrainingRules(), served(date(2024, 2, 27)), today=date(2024, 3, 1)
    )
    assert (session.no, after.last_served_on) == (3, date(2024, 2, 28))


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        pytest.param(date(2024, 2, 15), "NT-04-09", id="the day before the referral"),
        pytest.param(date(2024, 2, 16), None, id="the day of the referral"),
        pytest.param(date(2024, 7, 31), None, id="the last day of the period"),
        pytest.param(date(2024, 8, 1), "NT-04-10", id="the day after the period"),
    ],
)
def test_a_session_lies_after_the_referral_and_in_the_period(on, rule):
    if rule is None:
        assert may_deliver(replied(), RULES, served_on=on)
        return
    with pytest.raises(Refusal) as no:
        may_deliver(replied(), RULES, served_on=on)
    assert no.value.rule == rule


@pytest.mark.parametrize(("ahead", "allowed"), [(-1, True), (0, True), (1, False)])
def test_a_session_is_entered_once_it_has_been_served(ahead, allowed):
    on = FIRST + timedelta(days=ahead)
    if allowed:
        assert deliver(replied(), RULES, served(on), today=FIRST)
        return
    with pytest.raises(Refusal) as no:
        deliver(replied(), RULES, served(on), today=FIRST)
    assert no.value.no.code == "served_in_future"


@pytest.mark.parametrize(
    ("status", "referral", "rule"),
    [
        pytest.param(Status.ITEM_APPROVED, None, "NT-04-06", id="not referred"),
        pytest.param(Status.REFERRED, "open", "NT-04-08", id="not answered"),
        pytest.param(Status.IN_TRAINING, "open", "NT-04-08", id="taken over, not answered"),
        pytest.param(Status.IN_TRAINING, None, "NT-04-06", id="between two units"),
        pytest.param(Status.CLOSING, "replied", "NT-04-18", id="closing"),
        pytest.param(Status.CLOSED, "replied", "NT-04-18", id="closed"),
        pytest.param(Status.SELF_PRACTICE, "replied", "NT-04-18", id="self-practice"),
        pytest.param(Status.RESTARTABLE, "replied", "NT-04-18", id="restartable"),
        pytest.param(Status.REASSESSING, "replied", "NT-04-18", id="re-assessment"),
        pytest.param(Status.RESTARTED, "replied", "NT-04-18", id="restarted"),
    ],
)
def test_who_cannot_serve_is_told_by_which_rule(status, referral, rule):
    before = replied(status=status)
    kept = {"open": replace(before.referral, replied_on=None), "replied": before.referral, None: None}[referral]
    with pytest.raises(Refusal) as no:
        may_deliver(replace(before, referral=kept), RULES, served_on=FIRST)
    assert no.value.rule == rule

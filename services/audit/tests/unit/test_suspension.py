"""When may dispatch be suspended and resumed?"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from audit.domain.suspension import (
    EMPTY_PERIOD,
    NEXT,
    OVER_ALREADY,
    OVERLAPS,
    RULES,
    Status,
    Suspension,
    end,
    rule_for,
    suspend,
)
from chassis.kernel.refusal import Refusal
from chassis.testing.harness import packs
from hypothesis import given
from hypothesis import strategies as st
from schemas.codes import SuspensionReason, UnitType

UNIT = uuid4()
_FEB = date(2024, 2, 1)


def suspension(since: date, until: date | None, **more) -> Suspension:
    return Suspension(
        id=uuid4(),
        unit_id=UNIT,
        county="nantou",
        reason=SuspensionReason.DEMERIT_POINTS,
        rule="TY-13-09",
        from_on=since,
        until_on=until,
        **more,
    )


def test_every_status_says_what_may_follow() -> None:
    assert set(NEXT) == set(Status)


def test_every_reason_has_a_rule_that_the_catalogue_knows() -> None:
    assert set(RULES) == set(SuspensionReason)
    for reason in SuspensionReason:
        for unit_type in (None, *UnitType):
            assert packs().source(rule_for(reason, unit_type)).section


def test_points_of_a_b_unit_have_their_own_paragraph() -> None:
    assert rule_for(SuspensionReason.DEMERIT_POINTS, UnitType.A) == "TY-13-09"
    assert rule_for(SuspensionReason.DEMERIT_POINTS, UnitType.B) == "TY-3301-05"
    assert rule_for(SuspensionReason.DEMERIT_POINTS, None) == "TY-13-09"


@pytest.mark.parametrize("no", [EMPTY_PERIOD, OVERLAPS, OVER_ALREADY], ids=lambda no: no.code)
def test_every_refusal_cites_a_rule_that_the_catalogue_knows(no) -> None:
    assert packs().source(no.rule).document


@pytest.mark.parametrize(
    ("until", "refused"), [(date(2024, 1, 31), True), (_FEB, True), (date(2024, 2, 2), False), (None, False)]
)
def test_a_period_has_at_least_one_day(until, refused) -> None:
    if not refused:
        assert suspend(suspension(_FEB, until), []).until_on == until
        return
    with pytest.raises(Refusal, match="suspension_period_empty"):
        suspend(suspension(_FEB, until), [])


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        pytest.param(date(2024, 1, 1), date(2024, 1, 31), False, id="ends the day before"),
        pytest.param(date(2024, 1, 1), _FEB, False, id="ends as it begins"),
        pytest.param(date(2024, 1, 1), date(2024, 2, 2), True, id="one day in common at the beginning"),
        pytest.param(date(2024, 2, 29), date(2024, 3, 5), True, id="one day in common at the end"),
        pytest.param(date(2024, 3, 1), date(2024, 3, 5), False, id="begins as it ends"),
        pytest.param(date(2024, 1, 1), None, True, id="without an end"),
    ],
)
def test_suspensions_do_not_overlap(since, until, refused) -> None:
    leap_february = suspension(_FEB, date(2024, 3, 1))
    if not refused:
        suspend(suspension(since, until), [leap_february])
        return
    with pytest.raises(Refusal, match="suspension_overlaps"):
        suspend(suspension(since, until), [leap_february])


def test_after_an_early_end_the_days_left_are_free() -> None:
    ended = end(suspension(_FEB, date(2024, 3, 1)), date(2024, 2, 10))
    assert (ended.status, ended.ended_on, ended.version) == (Status.ENDED, date(2024, 2, 10), 2)
    assert ended.in_force(date(2024, 2, 9))
    assert not ended.in_force(date(2024, 2, 10))
    suspend(suspension(date(2024, 2, 10), None), [ended])


def test_a_suspension_ended_before_it_began_has_no_day() -> None:
    ended = end(suspension(_FEB, None), date(2024, 1, 20))
    assert not ended.in_force(_FEB)
    suspend(suspension(date(2024, 1, 1), None), [ended])


@pytest.mark.parametrize(("on", "refused"), [(29, False), (1, True), (2, True)])
def test_what_is_over_cannot_be_ended(on, refused) -> None:
    day = date(2024, 2, 29) if on == 29 else date(2024, 3, on)
    before = suspension(_FEB, date(2024, 3, 1))
    if not refused:
        assert end(before, day).ended_on == day
        return
    with pytest.raises(Refusal, match="suspension_over"):
        end(before, day)


def test_nothing_is_ended_twice() -> None:
    ended = end(suspension(_FEB, None), date(2024, 2, 10))
    with pytest.raises(Refusal, match="wrong_order"):
        end(ended, date(2024, 2, 11))


_DAYS = st.integers(0, 40).map(lambda n: _FEB + timedelta(days=n))


@given(_DAYS, _DAYS, _DAYS, _DAYS)
def test_two_suspensions_overlap_when_a_day_is_in_both(a, b, c, d) -> None:
    one, two = suspension(min(a, b), max(a, b)), suspension(min(c, d), max(c, d))
    days = (_FEB + timedelta(days=n) for n in range(41))
    assert one.overlaps(two) == any(one.in_force(day) and two.in_force(day) for day in days)

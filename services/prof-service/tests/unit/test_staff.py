"""May this person give this code on that day? Named rows, and the edges of every qualification."""

from datetime import date
from uuid import uuid4

import pytest
from chassis.kernel.durations import Duration
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from prof_service.domain.staff import (
    DISCIPLINES_ZH,
    Check,
    Discipline,
    DisciplineRule,
    Kind,
    Qualification,
    Staff,
    StaffRule,
    certificate_period,
    discipline_configured,
    may_serve,
)

DAY = date(2024, 2, 20)
ALL = {Kind.CERTIFICATE, Kind.REGISTRATION, Kind.PRACTICE, Kind.TRAINING}
MATRIX = DisciplineRule(rule="REG-A4", allowed={"CD02": frozenset({Discipline.NURSE})})


def rule(check=Check.REQUIRED):
    practice = frozenset({Discipline.OCCUPATIONAL_THERAPIST, Discipline.NURSE})
    return StaffRule(
        rule="NT-04-02", check=check, certificate_cycle=Duration(6, "year"), training=True, practice_for=practice
    )


def person(held=ALL, *, discipline=Discipline.OCCUPATIONAL_THERAPIST, starts=date(2023, 1, 1), ends=None, code="CA07"):
    held = tuple(
        Qualification(kind=k, period=Period(starts, ends), service_code=code if k is Kind.TRAINING else None)
        for k in held
    )
    return Staff(id=uuid4(), county="nantou", unit_id=uuid4(), code="ot-07", discipline=discipline, qualifications=held)


def refused_by(*args, **kw):
    try:
        may_serve(*args, **kw)
    except Refusal as no:
        return no.rule
    return None


@pytest.mark.parametrize(
    ("who", "check", "code", "says"),
    [
        pytest.param(person(), Check.REQUIRED, "CA07", None, id="all there"),
        pytest.param(None, Check.REQUIRED, "CA07", "NT-04-02", id="unknown where everybody must be registered"),
        pytest.param(None, Check.WHEN_REGISTERED, "CA07", None, id="unknown where only the registered are looked at"),
        pytest.param(person(ALL - {Kind.CERTIFICATE}), Check.REQUIRED, "CA07", "NT-04-03", id="no certificate"),
        pytest.param(person(ALL - {Kind.REGISTRATION}), Check.REQUIRED, "CA07", "NT-04-02", id="not registered"),
        pytest.param(person(ALL - {Kind.PRACTICE}), Check.REQUIRED, "CA07", "NT-04-02", id="no practice or support"),
        pytest.param(
            person(ALL - {Kind.PRACTICE}, discipline=Discipline.SOCIAL_WORKER),
            Check.REQUIRED,
            "CA07",
            None,
            id="a social worker has no practice to report",
        ),
        pytest.param(person(ALL - {Kind.TRAINING}), Check.REQUIRED, "CA07", "NT-04-04", id="not trained"),
        pytest.param(person(), Check.WHEN_REGISTERED, "CB02", "NT-04-04", id="trained for another code"),
        pytest.param(person(code="CD02"), Check.REQUIRED, "CD02", "NT-04-01", id="a therapist for home nursing"),
        pytest.param(
            person(code="CD02", discipline=Discipline.NURSE),
            Check.REQUIRED,
            "CD02",
            None,
            id="a nurse for home nursing",
        ),
    ],
)
def test_who_may_serve(who, check, code, says):
    assert refused_by(who, rule(check), MATRIX, service_code=code, on=DAY) == says


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2023, 12, 31), "NT-04-03"),
        (date(2024, 1, 1), None),
        (date(2024, 2, 28), None),
        (date(2024, 2, 29), None),
        (date(2024, 3, 1), "NT-04-03"),
    ],
)
def test_a_qualification_holds_from_its_first_to_its_last_day(on, says):
    who = person(starts=date(2024, 1, 1), ends=date(2024, 3, 1))
    assert refused_by(who, rule(), MATRIX, service_code="CA07", on=on) == says


@pytest.mark.parametrize(("on", "holds"), [(date(2024, 2, 29), True), (date(2024, 3, 1), False)])
def test_a_certificate_holds_six_years(on, holds):
    assert certificate_period(rule(), since=date(2018, 3, 1)).has(on) is holds


def test_without_a_cycle_a_certificate_stays():
    assert certificate_period(None, since=date(2018, 3, 1)) == Period(date(2018, 3, 1), None)


def test_without_a_rule_nothing_is_asked():
    assert refused_by(person(frozenset()), None, None, service_code="CA07", on=DAY) is None


def test_what_no_source_says_is_no_matrix():
    assert discipline_configured(MATRIX, "CD02")
    assert not discipline_configured(MATRIX, "CA07")
    assert not discipline_configured(None, "CD02")


def test_every_discipline_has_its_word():
    assert set(DISCIPLINES_ZH) == set(Discipline)

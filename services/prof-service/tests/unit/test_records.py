"""What must a record contain, and which documents are owed?"""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from prof_service.domain.documents import Documents, hand_over, is_late
from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.records import ADVICE, FIRST_CONTENTS, GOALS, LATER_CONTENTS, Field, record
from prof_service.domain.sessions import Flag, Session
from schemas.codes import DocumentKind

FIRST = date(2024, 2, 20)
FORM, PLAN = DocumentKind.EXPLANATION_FORM, DocumentKind.SERVICE_PLAN


def a_session(no=1, **changes):
    base = Session(
        id=uuid4(),
        engagement_id=uuid4(),
        case_id=uuid4(),
        county="nantou",
        no=no,
        unit_id=uuid4(),
        referral_id=uuid4(),
        staff="ot-07",
        served_on=FIRST,
        started_at=time(9),
        ended_at=time(10),
        minutes=60,
        guidance_targets=("client",),
        caregiver_present=None,
        flags=frozenset(),
        record_due_on=date(2024, 2, 22),
    )
    return replace(base, **changes)


def all_of(no):
    return {*(FIRST_CONTENTS if no == 1 else LATER_CONTENTS), *GOALS, *ADVICE}


@pytest.mark.parametrize("no", [1, 2, 12])
def test_a_complete_record_is_kept(no):
    assert record(a_session(no), all_of(no), recorded_on=FIRST).recorded_on == FIRST


@pytest.mark.parametrize(
    ("no", "field", "rule"),
    [
        *[(1, field, "NT-05-35") for field in FIRST_CONTENTS],
        *[(2, field, "NT-05-36") for field in LATER_CONTENTS],
        *[(1, field, "NT-05-33") for field in GOALS],
        *[(2, field, "NT-05-37") for field in ADVICE],
    ],
)
def test_a_missing_field_is_named_with_the_paragraph_that_asks_for_it(no, field, rule):
    with pytest.raises(Refusal) as refused:
        record(a_session(no), all_of(no) - {field}, recorded_on=FIRST)
    assert refused.value.rule == rule
    assert refused.value.facts["missing"] == field.value


def test_a_field_of_another_record_is_refused():
    with pytest.raises(Refusal) as refused:
        record(a_session(1), all_of(1) | {Field.RETURN_DEMONSTRATION}, recorded_on=FIRST)
    assert refused.value.no.code == "fields_of_another_record"


@pytest.mark.parametrize(
    ("due", "on", "late"),
    [
        pytest.param(date(2024, 2, 22), date(2024, 2, 21), False, id="a day before"),
        pytest.param(date(2024, 2, 22), date(2024, 2, 22), False, id="on the day"),
        pytest.param(date(2024, 2, 22), date(2024, 2, 23), True, id="a day after"),
        pytest.param(None, date(2024, 12, 31), False, id="no rule, never late"),
    ],
)
def test_a_record_is_late_after_its_day(due, on, late):
    done = record(a_session(record_due_on=due), all_of(1), recorded_on=on)
    assert (Flag.RECORD_LATE in done.flags) == late


def test_a_session_is_recorded_once():
    with pytest.raises(Refusal) as refused:
        record(a_session(recorded_on=FIRST), all_of(1), recorded_on=FIRST)
    assert refused.value.no.code == "already_recorded"


def an_engagement(**changes):
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
        status=Status.FIRST_SERVED,
        first_served_on=FIRST,
        documents_due_on=date(2024, 2, 23),
    )
    return replace(base, **changes)


def test_both_documents_may_come_one_after_the_other():
    one = hand_over(an_engagement(), Documents(), (FORM,), on=FIRST, today=FIRST)
    assert (one.missing, one.complete_on) == ((PLAN,), None)
    both = hand_over(an_engagement(), one, (PLAN,), on=date(2024, 2, 22), today=date(2024, 2, 22))
    assert (both.missing, both.complete_on) == ((), date(2024, 2, 22))


@pytest.mark.parametrize(
    ("first_on", "handed", "kinds", "on", "code"),
    [
        pytest.param(None, {}, (FORM,), FIRST, "no_first_session", id="before the first session"),
        pytest.param(FIRST, {FORM: FIRST, PLAN: FIRST}, (FORM,), FIRST, "all_handed_over", id="after both"),
        pytest.param(FIRST, {FORM: FIRST}, (FORM, PLAN), FIRST, "handed_over_before", id="one of them twice"),
        pytest.param(FIRST, {}, (FORM,), date(2024, 2, 19), "handed_over_when", id="dated before the session"),
        pytest.param(FIRST, {}, (FORM,), date(2024, 2, 24), "handed_over_when", id="dated tomorrow"),
    ],
)
def test_a_handover_that_cannot_be_is_refused(first_on, handed, kinds, on, code):
    with pytest.raises(Refusal) as no:
        hand_over(an_engagement(first_served_on=first_on), Documents(handed), kinds, on=on, today=date(2024, 2, 23))
    assert no.value.no.code == code


@pytest.mark.parametrize(("on", "late"), [(22, False), (23, False), (24, True)])
def test_a_handover_is_late_after_its_day(on, late):
    assert is_late(an_engagement(), on=date(2024, 2, on)) == late
    assert not is_late(an_engagement(documents_due_on=None), on=date(2024, 2, on))

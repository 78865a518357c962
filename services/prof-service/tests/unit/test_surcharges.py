"""Which application for evening or holiday service holds? Named rows, edges of hours, ages and days (附件六)."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest
from chassis.calendars import Calendar
from chassis.kernel.refusal import Refusal
from prof_service.day_kinds import day_kind
from prof_service.domain.signatures import Signer
from prof_service.domain.surcharge_form import (
    DETAILS,
    Applicant,
    DayKind,
    Form,
    NotTogether,
    Reason,
    SurchargeRule,
    apply,
)
from prof_service.domain.surcharges import NEXT, Application, Status, confirm, decide
from schemas.professional_codes import Surcharge, SurchargeReason, SurchargeRejection

TUESDAY, SATURDAY = date(2024, 3, 12), date(2024, 3, 16)
RULE = SurchargeRule(
    rule="NT-04-23",
    evening_from_hour=20,
    evening_to_hour=24,
    days=frozenset({DayKind.SATURDAY, DayKind.SUNDAY, DayKind.NATIONAL_HOLIDAY}),
    caregiver_age=75,
    child_age=3,
)
TOGETHER = NotTogether(rule="REG-A4", codes=frozenset({"AA08", "AA09"}))
ALONE = Reason(reason=SurchargeReason.LIVES_ALONE)
FORM = Form(
    surcharges=(Surcharge.AA08,),
    service_date=TUESDAY,
    starts_at=time(20),
    reasons=(ALONE,),
    applicant=Applicant.PRIMARY_CAREGIVER,
    signer=Signer.FAMILY,
    signed_on=TUESDAY,
    declared=True,
)


def says(form, *, rule=RULE, today=None, day=None):
    day = day or day_kind(Calendar(), form.service_date)
    try:
        return apply(form, rule, TOGETHER, day, today=today or form.signed_on)
    except Refusal as no:
        return no.rule


def because(reason, **more):
    return replace(FORM, reasons=(Reason(reason=SurchargeReason(reason), **more),))


@pytest.mark.parametrize(
    ("form", "came"),
    [
        pytest.param(FORM, False, id="lives alone, Tuesday at eight"),
        pytest.param(replace(FORM, starts_at=time(19, 59)), "NT-09-28", id="a minute before eight"),
        pytest.param(replace(FORM, starts_at=time(23, 59)), False, id="a minute before midnight"),
        pytest.param(replace(FORM, starts_at=time(0)), "NT-09-28", id="midnight"),
        pytest.param(replace(FORM, surcharges=(Surcharge.AA08, Surcharge.AA09)), "REG-A4", id="both on one day"),
        pytest.param(replace(FORM, declared=False), "NT-09-30", id="not declared"),
        pytest.param(replace(FORM, signer=Signer.HIRED_CARE_WORKER), "NT-05-39", id="a hired carer signs"),
        pytest.param(replace(FORM, reasons=()), "NT-09-25", id="no reason"),
        pytest.param(because("aged_caregiver", caregiver_age=74), "NT-09-25", id="caregiver of 74"),
        pytest.param(because("aged_caregiver", caregiver_age=75), False, id="caregiver of 75"),
        pytest.param(because("aged_caregiver", caregiver_age=76), False, id="caregiver of 76"),
        pytest.param(because("aged_caregiver"), "NT-09-25", id="caregiver of no age"),
        pytest.param(because("caregiver_in_care"), False, id="caregiver is a case or disabled"),
        pytest.param(because("other_dependants"), "NT-09-25", id="which dependant is not told"),
        pytest.param(because("other_dependants", details=("disabled_family",)), False, id="disabled relative"),
        pytest.param(because("other_dependants", details=("young_child",), child_age=2), False, id="child of 2"),
        pytest.param(because("other_dependants", details=("young_child",), child_age=3), False, id="child of 3"),
        pytest.param(because("other_dependants", details=("young_child",), child_age=4), "NT-09-25", id="child of 4"),
        pytest.param(because("weak_family"), "NT-09-26", id="weak family without a kind"),
        pytest.param(because("weak_family", details=("child_abuse",)), False, id="child abuse"),
        pytest.param(because("county_recognised"), "NT-09-27", id="county recognised without a kind"),
        pytest.param(because("county_recognised", details=("dialysis",)), False, id="dialysis"),
        pytest.param(because("county_recognised", details=("other",)), "NT-09-27", id="other, not explained"),
        pytest.param(
            replace(because("county_recognised", details=("other",)), explained=True), False, id="other, explained"
        ),
        pytest.param(because("lives_alone", details=("dialysis",)), "NT-09-26", id="a sub-item of another reason"),
    ],
)
def test_annex_6(form, came):
    assert says(form) == came


@pytest.mark.parametrize(("today", "came"), [(11, False), (12, False), (13, "NT-04-23")])
def test_the_form_is_due_on_the_day_of_service(today, came):
    signed = date(2024, 3, 11)
    assert says(replace(FORM, signed_on=signed), today=date(2024, 3, today)) == came


def test_a_signature_of_tomorrow_is_none():
    assert says(replace(FORM, signed_on=date(2024, 3, 12)), today=date(2024, 3, 11)) == "NT-09-31"


@pytest.mark.parametrize(
    ("day", "kind", "came"),
    [
        pytest.param(date(2024, 3, 15), DayKind.WORKDAY, "NT-09-29", id="Friday"),
        pytest.param(SATURDAY, DayKind.SATURDAY, False, id="Saturday"),
        pytest.param(date(2024, 3, 17), DayKind.SUNDAY, False, id="Sunday"),
        pytest.param(date(2024, 2, 17), DayKind.MAKEUP_WORKDAY, "NT-09-29", id="make-up Saturday"),
        pytest.param(date(2024, 2, 28), DayKind.NATIONAL_HOLIDAY, False, id="Peace Memorial Day"),
        pytest.param(date(2024, 2, 13), DayKind.OBSERVED, True, id="observed day of the New Year"),
        pytest.param(date(2024, 2, 8), DayKind.OBSERVED, True, id="moved day off"),
        pytest.param(date(2024, 4, 4), DayKind.NATIONAL_HOLIDAY, False, id="two holidays on one day"),
    ],
)
def test_aa09_is_for_holidays_and_an_observed_one_is_flagged(day, kind, came):
    assert day_kind(Calendar(), day) is kind
    assert says(replace(FORM, surcharges=(Surcharge.AA09,), service_date=day, signed_on=day)) == came


def test_a_typhoon_day_is_no_holiday():
    day = date(2024, 7, 25)
    assert day_kind(Calendar(closures={day: "typhoon"}), day) is DayKind.CLOSED


def test_where_the_county_has_no_form_there_is_no_application():
    assert says(FORM, rule=None) == "AM-128"


def application(status=Status.REQUESTED):
    return Application(
        id=uuid4(),
        engagement_id=uuid4(),
        case_id=uuid4(),
        county="nantou",
        unit_id=uuid4(),
        surcharge=Surcharge.AA08,
        service_date=TUESDAY,
        starts_at=time(20),
        reasons=(ALONE,),
        applicant=Applicant.CLIENT,
        signer=Signer.CLIENT,
        signed_on=TUESDAY,
        observed_day_off=False,
        requested_on=TUESDAY,
        status=status,
    )


def test_two_steps_in_their_order():
    with pytest.raises(Refusal) as no:
        decide(application(), None, by="cm-1", on=TUESDAY)
    assert no.value.rule == "AM-22"
    confirmed = confirm(application(), None, by="a-1", on=TUESDAY)
    assert decide(confirmed, None, by="cm-1", on=TUESDAY).status is Status.APPROVED
    rejection = SurchargeRejection.NOT_ELIGIBLE
    with pytest.raises(Refusal) as twice:
        confirm(confirmed, None, by="a-1", on=TUESDAY)
    assert twice.value.rule == "NT-04-24"
    assert confirm(application(), rejection, by="a-1", on=TUESDAY).status is Status.REJECTED
    assert decide(confirmed, rejection, by="cm-1", on=TUESDAY).rejection is rejection


def test_the_table_covers_every_status_and_every_reason_has_its_items():
    assert set(NEXT) == set(Status)
    assert set(DETAILS) == set(SurchargeReason)

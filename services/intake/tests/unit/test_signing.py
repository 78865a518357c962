"""What the rules decide at the sign-off, on their boundaries."""

from dataclasses import replace

import pytest
from chassis.kernel.money import Money
from chassis.kernel.refusal import Refusal
from intake.domain.assessment import Problem
from intake.domain.case import Status
from intake.domain.sign_off import approve, granted, may_sign_as, not_open

from services.intake.tests.unit.test_lifecycle import SIGNING, a_case, an_assessment


@pytest.mark.parametrize(("level", "opened"), [(1, False), (2, True), (3, True), (7, True), (8, True)], ids=str)
def test_levels_2_to_8_are_approved_and_the_others_not_opened(level: int, *, opened: bool) -> None:
    pending = a_case(status=Status.PENDING_SIGN_OFF)
    found = an_assessment(pending, level)
    if opened:
        assert approve(pending, found, SIGNING)[0].status is Status.APPROVED
        with pytest.raises(Refusal) as no:
            not_open(pending, found, SIGNING, target="c_unit")
    else:
        assert not_open(pending, found, SIGNING, target="c_unit").status is Status.NOT_OPENED
        with pytest.raises(Refusal) as no:
            approve(pending, found, SIGNING)
    assert no.value.rule == "NA-02-09"


@pytest.mark.parametrize("target", [None, "social_welfare", "other"])
def test_who_is_not_opened_is_referred_to_another_ltc_service(target: str | None) -> None:
    pending = a_case(status=Status.PENDING_SIGN_OFF)
    with pytest.raises(Refusal) as no:
        not_open(pending, an_assessment(pending, 1), SIGNING, target=target)
    assert no.value.rule == "AM-139"


def test_an_approval_needs_a_problem_list() -> None:
    pending = a_case(status=Status.PENDING_SIGN_OFF)
    approve(pending, replace(an_assessment(pending), problems=(Problem(1, 4),)), SIGNING)
    with pytest.raises(Refusal) as no:
        approve(pending, replace(an_assessment(pending), problems=()), SIGNING)
    assert no.value.rule == "AM-143"


def test_a_foreign_carers_household_gets_its_share_cut_to_the_dollar() -> None:
    found = replace(an_assessment(a_case(), 3), foreign_care_worker=True)
    by_percent = replace(SIGNING, quotas={3: Money(15461)})
    assert granted(found, by_percent).monthly == Money(4638)  # 4,638.3
    by_table = replace(by_percent, foreign_carer_quotas={3: Money(4000)})
    assert (granted(found, by_table).monthly, granted(found, by_table).percent) == (Money(4000), 30)


def test_another_person_signs_unless_the_county_lets_the_assessor() -> None:
    pending = a_case(status=Status.PENDING_SIGN_OFF)
    assessors = frozenset({"assessor", "visitor"})
    may_sign_as(pending, SIGNING, assessors=assessors, signer="supervisor")
    may_sign_as(pending, replace(SIGNING, other_person=False), assessors=assessors, signer="assessor")
    for signer in assessors:
        with pytest.raises(Refusal) as no:
            may_sign_as(pending, SIGNING, assessors=assessors, signer=signer)
        assert no.value.no.kind == "forbidden"

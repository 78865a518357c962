"""What the rules decide at screening, visit and assessment, on their boundaries."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from chassis.kernel.refusal import No, Refusal
from chassis.testing.harness import packs
from intake.domain import application, assessment, case, closure, person, screening, sign_off, visit
from intake.domain.assessment import assess, ranked
from intake.domain.case import Status
from intake.domain.screening import EligibilityRules, screen_in
from intake.domain.visit import Visit, book_visit

from services.intake.tests.unit.test_lifecycle import ASSESSING, TODAY, a_case, an_assessment

UNTIL_2025 = EligibilityRules(
    groups=("elderly65", "indigenous55", "disability", "dementia"),
    ages={"elderly65": 65, "indigenous55": 55, "dementia": 50},
    rule="REG-02",
)
FROM_2026 = EligibilityRules(
    groups=("elderly65", "indigenous55", "disability", "dementia", "pac"),
    ages={"elderly65": 65, "indigenous55": 55},
    rule="REG-02",
)
NOES = [
    value
    for module in (application, assessment, case, closure, person, screening, sign_off, visit)
    for value in vars(module).values()
    if isinstance(value, No)
]


@pytest.mark.parametrize("no", NOES, ids=lambda no: no.code)
def test_every_no_cites_a_paragraph_that_the_packs_know(no: No) -> None:
    assert packs().source(no.rule).section


@pytest.mark.parametrize(
    ("group", "born_on", "rules", "refused"),
    [
        pytest.param("elderly65", date(1959, 1, 15), UNTIL_2025, None, id="65 today"),
        pytest.param("elderly65", date(1959, 1, 16), UNTIL_2025, "AM-138", id="65 tomorrow"),
        pytest.param("elderly65", date(1959, 1, 14), UNTIL_2025, None, id="65 yesterday"),
        pytest.param("indigenous55", date(1969, 1, 15), UNTIL_2025, None, id="indigenous, 55 today"),
        pytest.param("indigenous55", date(1969, 1, 16), UNTIL_2025, "AM-138", id="indigenous, 55 tomorrow"),
        pytest.param("dementia", date(1974, 1, 16), UNTIL_2025, "AM-138", id="dementia before 2026: 50 tomorrow"),
        pytest.param("dementia", date(1990, 1, 1), FROM_2026, None, id="dementia from 2026: at any age"),
        pytest.param("disability", None, UNTIL_2025, None, id="disability: nobody asks for the birthday"),
        pytest.param("pac", None, UNTIL_2025, "REG-02", id="post-acute care before 2026"),
        pytest.param("pac", None, FROM_2026, None, id="post-acute care from 2026"),
        pytest.param("frail_iadl", None, UNTIL_2025, "REG-02", id="a group that the regulation does not name"),
        pytest.param(None, None, UNTIL_2025, "NA-02-03", id="no group at all"),
    ],
)
def test_who_is_eligible_on_the_day_of_the_screening(
    group: str | None, born_on: date | None, rules: EligibilityRules, refused: str | None
) -> None:
    if refused is None:
        assert screen_in(a_case(), rules, group=group, born_on=born_on, screened_on=TODAY).eligible_group == group
        return
    with pytest.raises(Refusal) as no:
        screen_in(a_case(), rules, group=group, born_on=born_on, screened_on=TODAY)
    assert no.value.rule == refused


def test_the_group_of_the_application_counts_where_the_screening_names_none() -> None:
    applied = a_case(eligible_group="disability")
    assert screen_in(applied, UNTIL_2025, group=None, born_on=None, screened_on=TODAY).eligible_group == "disability"


def a_visit(mode: str = "division", day: date = TODAY, *, unit: bool = False) -> Visit:
    return Visit(
        id=uuid4(),
        case_id=uuid4(),
        mode=mode,
        scheduled_on=day,
        assessor="assessor",
        a_unit_id=uuid4() if unit else None,
    )


@pytest.mark.parametrize(
    ("unit", "told", "refused"),
    [
        pytest.param(True, True, False, id="chosen and told"),
        pytest.param(True, False, True, id="chosen, not told"),
        pytest.param(False, True, True, id="nobody chosen"),
    ],
)
def test_a_co_visit_needs_an_a_unit_that_knows(*, unit: bool, told: bool, refused: bool) -> None:
    screened, booking = a_case(screened_on=TODAY), a_visit("co_visit", unit=unit)
    if not refused:
        assert book_visit(screened, booking, a_unit_told=told).visit_id == booking.id
        return
    with pytest.raises(Refusal) as no:
        book_visit(screened, booking, a_unit_told=told)
    assert no.value.rule == "NA-02-05"


def test_no_visit_before_the_screening() -> None:
    screened = a_case(screened_on=TODAY)
    assert book_visit(screened, a_visit(day=TODAY), a_unit_told=False)
    with pytest.raises(Refusal) as too_early:
        book_visit(screened, a_visit(day=date(2024, 1, 14)), a_unit_told=False)
    assert too_early.value.rule == "NA-02-04"
    with pytest.raises(Refusal) as unscreened:
        book_visit(a_case(), a_visit(), a_unit_told=False)
    assert unscreened.value.rule == "NA-02-03"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        pytest.param({"visited_on": date(2024, 1, 16)}, "NA-02-06", id="visited tomorrow"),
        pytest.param({"visited_on": date(2024, 1, 14)}, "NA-02-06", id="visited before the application"),
        pytest.param({"cms_level": 0}, "NA-02-09", id="level 0"),
        pytest.param({"cms_level": 9}, "NA-02-09", id="level 9"),
        pytest.param({"problems": ranked([(n, ()) for n in range(1, 7)])}, "NT-05-01", id="a sixth problem"),
        pytest.param({"problems": ranked([(35, ())])}, "REG-A1", id="no such problem"),
        pytest.param({"problems": ranked([(4, ()), (4, ())])}, "AM-143", id="ranked twice"),
        pytest.param({}, None, id="as it should be"),
        pytest.param({"cms_level": 1}, None, id="level 1 is found, and not opened later"),
        pytest.param({"cms_level": 8}, None, id="level 8"),
        pytest.param({"problems": ranked([(n, ()) for n in range(1, 6)])}, None, id="five problems"),
        pytest.param({"problems": ()}, None, id="no problem yet"),
    ],
)
def test_what_an_assessment_may_say(changed: dict, rule: str | None) -> None:
    visited = a_case(status=Status.VISIT_SCHEDULED, visit_id=uuid4())
    found = replace(an_assessment(visited), **changed)
    if rule is None:
        assert assess(visited, found, ASSESSING, today=TODAY).assessment_id == found.id
        return
    with pytest.raises(Refusal) as no:
        assess(visited, found, ASSESSING, today=TODAY)
    assert no.value.rule == rule


def test_a_report_under_sign_off_is_not_changed() -> None:
    pending = a_case(status=Status.PENDING_SIGN_OFF, visit_id=uuid4())
    with pytest.raises(Refusal) as no:
        assess(pending, an_assessment(pending), ASSESSING, today=TODAY)
    assert no.value.no.code == "assessment_under_sign_off"

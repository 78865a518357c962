"""Each county's pack gives the rules that its own documents have, and every refusal cites a paragraph that the packs know."""

import importlib
import pkgutil
from datetime import date

import care_plan.domain
import pytest
from care_plan.domain.review import PlanRules
from care_plan.policies import plan_clock, plan_rules
from chassis.kernel.refusal import No
from chassis.testing.harness import packs

JANUARY = date(2024, 1, 22)


def of(county: str, served_from: date = JANUARY) -> PlanRules:
    return plan_rules(packs(), county, assessed_on=JANUARY, planned_on=JANUARY, served_from=served_from)


def refusals() -> dict[str, No]:
    modules = [
        importlib.import_module(f"care_plan.domain.{m.name}") for m in pkgutil.iter_modules(care_plan.domain.__path__)
    ]
    return {value.code: value for module in modules for value in vars(module).values() if isinstance(value, No)}


@pytest.mark.parametrize("no", refusals().values(), ids=refusals())
def test_every_refusal_cites_a_rule_of_the_catalogue(no: No) -> None:
    assert packs().source(no.rule).section


def test_nantou_has_the_rules_of_its_handbook() -> None:
    found = of("nantou").professional
    assert found.ranked is not None
    assert found.goal is not None
    assert found.groups is not None
    assert found.months is not None
    assert (found.ranked.rule, found.goal.rule) == ("NT-05-01", "NT-05-07")
    assert found.goal.fields == ("problem", "combination", "guidance_target", "unit")
    assert (found.groups.rule, found.groups.most) == ("NT-09-10", 4)
    assert (found.months.rule, found.months.most) == ("NT-09-09", 6)


@pytest.mark.parametrize("county", ["yilan", "taoyuan"])
def test_the_handbook_of_one_county_binds_no_other(county: str) -> None:
    found = of(county)
    assert (found.professional.goal, found.professional.groups, found.professional.months) == (None, None, None)
    assert found.professional.ranked is not None
    assert found.quota is not None
    assert found.providers is not None
    assert (found.quota.rule, found.providers.rule, found.providers.least) == ("NA-02-24", "NA-02-25", 2)


@pytest.mark.parametrize(
    ("county", "day", "rule", "usable"),
    [
        ("nantou", date(2025, 8, 31), "NT-03-02", ("C",)),
        ("nantou", date(2025, 9, 1), "REG-10", ("BB", "BC", "BD", "C")),
        ("nantou", date(2026, 1, 1), "REG-10", ("BB", "BC", "BD", "C", "BA09", "BA09a")),
        ("yilan", date(2025, 8, 31), "REG-10", ("C",)),
    ],
)
def test_what_a_foreign_carer_household_may_use_is_cited_from_the_county_or_else_the_regulation(
    county: str, day: date, rule: str, usable: tuple[str, ...]
) -> None:
    found = of(county, day).foreign_carer
    assert found is not None
    assert (found.rule, found.usable_for) == (rule, usable)


@pytest.mark.parametrize(
    ("county", "rule"), [("yilan", "YL-31-04"), ("taoyuan", "TY-3309-22"), ("nantou", None), ("chiayi-city", None)]
)
def test_a_plan_is_due_only_where_a_document_says_so(county: str, rule: str | None) -> None:
    clock = plan_clock(packs().county(county), dispatched_on=JANUARY)
    assert (clock and clock.rule) == rule

"""A unit passes every bar or is no candidate, and each bar names its paragraph."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from chassis.kernel.periods import Period
from dispatch.domain.units import SUSPENSION_RULES, Suspension, Unit, Wanted, hindrances
from schemas.codes import SuspensionReason, UnitType

UNIT = Unit(
    id=UUID(int=1),
    county="nantou",
    unit_type=UnitType.B,
    name="示範單位（虛構）",
    districts=frozenset({"埔里鎮"}),
    service_codes=frozenset({"CA07"}),
    contract=Period(date(2024, 1, 1), date(2025, 1, 1)),
    capacity=2,
)
WANTED = Wanted(unit_type=UnitType.B, district="埔里鎮", service_code="CA07", on=date(2024, 2, 5))


def suspended(reason=SuspensionReason.DEMERIT_POINTS, starts=date(2024, 2, 5), ends=date(2024, 3, 5)):
    return Suspension(UUID(int=9), reason, Period(starts, ends))


BARS = {
    "it qualifies": (UNIT, WANTED, []),
    "another district": (UNIT, replace(WANTED, district="魚池鄉"), [("not_contracted_for_district", "NT-04-07")]),
    "another service": (UNIT, replace(WANTED, service_code="CB01"), [("not_contracted_for_service", "TY-3104-07")]),
    "an A unit is asked for no service": (UNIT, replace(WANTED, service_code=None), []),
    "one place left": (replace(UNIT, open_cases=1), WANTED, []),
    "full": (replace(UNIT, open_cases=2), WANTED, [("full", "TY-13-15")]),
    "more than full": (replace(UNIT, open_cases=3), WANTED, [("full", "TY-13-15")]),
    "no capacity stated": (replace(UNIT, capacity=None, open_cases=500), WANTED, []),
    "the day before the contract": (
        UNIT,
        replace(WANTED, on=date(2023, 12, 31)),
        [("contract_not_begun", "TY-3104-07")],
    ),
    "the first day of the contract": (UNIT, replace(WANTED, on=date(2024, 1, 1)), []),
    "the last day of the contract": (UNIT, replace(WANTED, on=date(2024, 12, 31)), []),
    "the day after the contract": (UNIT, replace(WANTED, on=date(2025, 1, 1)), [("contract_over", "TY-3104-07")]),
    "suspended from today": (
        replace(UNIT, suspensions=(suspended(),)),
        WANTED,
        [("suspended", "TY-3301-05")],
    ),
    "suspended from tomorrow": (replace(UNIT, suspensions=(suspended(starts=date(2024, 2, 6)),)), WANTED, []),
    "the last day of a suspension": (
        replace(UNIT, suspensions=(suspended(starts=date(2024, 1, 5), ends=date(2024, 2, 6)),)),
        WANTED,
        [("suspended", "TY-3301-05")],
    ),
    "the day a suspension is over": (
        replace(UNIT, suspensions=(suspended(starts=date(2024, 1, 5), ends=date(2024, 2, 5)),)),
        WANTED,
        [],
    ),
    "several at once": (
        replace(UNIT, open_cases=2),
        replace(WANTED, district="魚池鄉"),
        [("not_contracted_for_district", "NT-04-07"), ("full", "TY-13-15")],
    ),
}


@pytest.mark.parametrize(("unit", "wanted", "expected"), BARS.values(), ids=BARS.keys())
def test_each_bar_names_its_paragraph(unit, wanted, expected):
    assert [(h.code, h.rule) for h in hindrances(unit, wanted)] == expected


def test_every_ground_of_suspension_has_its_paragraph_for_both_kinds_of_unit():
    assert set(SUSPENSION_RULES) == {(reason, kind) for reason in SuspensionReason for kind in UnitType}

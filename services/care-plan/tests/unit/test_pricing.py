"""An item gets the price of its day; a C item is counted in groups, any other in units a month."""

from datetime import date

import pytest
from care_plan.domain.items import Wish, price_item, total
from care_plan.policies import combinations
from chassis.kernel.ids import uuid7
from chassis.kernel.money import Money
from chassis.kernel.refusal import Refusal
from chassis.testing.harness import packs

IN_2024, IN_2026 = date(2024, 2, 1), date(2026, 2, 1)


def priced(wish: Wish, on: date = IN_2024) -> tuple[int, Money]:
    found = price_item(uuid7(), wish, combinations(packs(), [wish.service_code], on=on), position=1)
    return found.quantity, found.monthly


@pytest.mark.parametrize(
    ("wish", "quantity", "monthly"),
    [
        pytest.param(Wish(service_code="CA07", groups=4), 4, 18000, id="all groups in a month, unless told"),
        pytest.param(Wish(service_code="CA07", groups=4, quantity=2), 2, 9000, id="two of four groups a month"),
        pytest.param(Wish(service_code="BA01", quantity=8), 8, 2080, id="eight units a month"),
    ],
)
def test_the_price_of_a_month_is_price_times_quantity(wish: Wish, quantity: int, monthly: int) -> None:
    assert priced(wish) == (quantity, Money(monthly))


@pytest.mark.parametrize(
    ("wish", "on", "code"),
    [
        pytest.param(Wish(service_code="ZZ99", quantity=1), IN_2024, "unknown_combination", id="no such code"),
        pytest.param(Wish(service_code="CB01", groups=1), IN_2026, "unknown_combination", id="no longer in force"),
        pytest.param(Wish(service_code="CB01a", groups=1), IN_2024, "unknown_combination", id="not in force yet"),
        pytest.param(Wish(service_code="DA01", quantity=1), IN_2024, "no_price", id="the county sets the price"),
        pytest.param(Wish(service_code="CA07", quantity=1), IN_2024, "groups_missing", id="a C item without groups"),
        pytest.param(Wish(service_code="BA01", groups=1), IN_2024, "no_groups_here", id="groups of a plain item"),
        pytest.param(Wish(service_code="BA01"), IN_2024, "quantity_missing", id="no quantity at all"),
    ],
)
def test_an_item_is_refused_with(wish: Wish, on: date, code: str) -> None:
    with pytest.raises(Refusal) as no:
        priced(wish, on)
    assert (no.value.no.code, no.value.rule, no.value.no.kind) == (code, "NA-02-24", "invalid")


@pytest.mark.parametrize(
    ("code", "day", "there"),
    [
        ("CB01", date(2025, 8, 31), True),
        ("CB01", date(2025, 9, 1), False),
        ("CB01a", date(2025, 8, 31), False),
        ("CB01a", date(2025, 9, 1), True),
    ],
)
def test_a_code_changes_on_its_own_day(code: str, day: date, there: bool) -> None:
    assert (code in combinations(packs(), [code], on=day)) is there


def test_nothing_costs_nothing() -> None:
    assert total([]) == Money(0)

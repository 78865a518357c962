"""What does a plan consist of? Care combinations at the price of the day, and so many units of each a month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from chassis.kernel.money import ZERO, Money
from chassis.kernel.refusal import No

from care_plan.domain.goals import GoalStatement
from care_plan.domain.providers import Offer

PROFESSIONAL = "C"
"""What the codes of professional service begin with: CA, CB, CC, CD (照專手冊 肆)."""
COUNTED_POOL = "care_professional"
"""The pool of the monthly quota. Transport, respite and devices have quotas of their own, AA codes none."""
NO_POOL = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A care combination as the national table has it on the day; `price` is None where the county sets it."""

    pool: str
    price: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An item as the A case manager writes it down: `quantity` in units a month, `groups` in all."""

    service_code: str
    quantity: int | None = None
    groups: int | None = None
    problem_no: int | None = None
    goal: GoalStatement | None = None
    offer: Offer = field(default_factory=Offer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a version. Kept whole: a later price list changes nothing in it."""

    id: UUID
    service_code: str
    pool: str
    price: Money
    quantity: int
    groups: int | None
    problem_no: int | None
    goal: GoalStatement | None
    offer: Offer

    @property
    def monthly(self) -> Money:
        """The price of a month."""
        return self.price * self.quantity

    @property
    def is_professional(self) -> bool:
        """Whether this is a C item."""
        return self.service_code.startswith(PROFESSIONAL)

    @property
    def problem(self) -> int | None:
        """The problem that the item is to improve: its own, or that of its goal statement."""
        return self.problem_no or (self.goal.problem_no if self.goal else None)


UNKNOWN_COMBINATION = No(
    "unknown_combination",
    rule="NA-02-24",
    zh="第 {item} 項的照顧組合代碼在計畫起日不在照顧組合表內。",
    en="The code of item {item} is not in the care combination table on the first day of the plan.",
    kind="invalid",
)
NO_PRICE = No(
    "no_price",
    rule="NA-02-24",
    zh="{service_code} 在照顧組合表內沒有金額，不能列入計畫。",
    en="The care combination table gives no price for {service_code}; it cannot be planned.",
    kind="invalid",
)
GROUPS_MISSING = No(
    "groups_missing",
    rule="NA-02-24",
    zh="{service_code} 以組計價，請填總組數。",
    en="{service_code} is counted in groups: say how many there are in all.",
    kind="invalid",
)
QUANTITY_MISSING = No(
    "quantity_missing",
    rule="NA-02-24",
    zh="請填 {service_code} 的每月數量。",
    en="Say how many units of {service_code} a month.",
    kind="invalid",
)
NO_GROUPS_HERE = No(
    "no_groups_here",
    rule="NA-02-24",
    zh="{service_code} 不是專業服務，請填每月數量而非組數。",
    en="{service_code} is no professional service: say the units a month, not groups.",
    kind="invalid",
)


def price_item(item_id: UUID, wish: Wish, combinations: Mapping[str, Combination], *, position: int) -> Item:
    """The item at its price. Raises UNKNOWN_COMBINATION, NO_PRICE, GROUPS_MISSING, NO_GROUPS_HERE, QUANTITY_MISSING."""
    combination = combinations.get(wish.service_code)
    if combination is None:
        raise UNKNOWN_COMBINATION(item=position)
    if combination.price is None:
        raise NO_PRICE(service_code=wish.service_code)
    return Item(
        id=item_id,
        service_code=wish.service_code,
        pool=combination.pool,
        price=combination.price,
        quantity=_quantity(wish),
        groups=wish.groups,
        problem_no=wish.problem_no,
        goal=wish.goal,
        offer=wish.offer,
    )


def total(items: Iterable[Item]) -> Money:
    """What a month of these items costs."""
    return sum((item.monthly for item in items), ZERO)


def counted(items: Iterable[Item]) -> Money:
    """What a month costs the quota of care and professional services."""
    return total(item for item in items if item.pool == COUNTED_POOL)


def _quantity(wish: Wish) -> int:
    if wish.service_code.startswith(PROFESSIONAL):
        if wish.groups is None:
            raise GROUPS_MISSING(service_code=wish.service_code)
        return wish.quantity or wish.groups
    if wish.groups is not None:
        raise NO_GROUPS_HERE(service_code=wish.service_code)
    if wish.quantity is None:
        raise QUANTITY_MISSING(service_code=wish.service_code)
    return wish.quantity

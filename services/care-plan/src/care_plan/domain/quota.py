"""Does the plan stay within what the client was granted: the amount, and for foreign care worker households the codes?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chassis.kernel.money import Money
from chassis.kernel.refusal import No

from care_plan.domain.items import COUNTED_POOL, Item, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRule:
    """The plan may not cost more than the quota."""

    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCarerRule:
    """What such a household may use: a code, or what its code begins with."""

    rule: str
    usable_for: tuple[str, ...]


OVER_QUOTA = No(
    "over_quota",
    rule="NA-02-24",
    zh="計畫每月 {total} 元，超過核定額度 {quota} 元。",
    en="The plan costs {total} TWD a month, more than the approved quota of {quota} TWD.",
)
NOT_FOR_FOREIGN_CARER = No(
    "not_for_foreign_carer_household",
    rule="NT-03-02",
    zh="聘有外籍看護工的家庭不能使用 {service_code}；可使用：{usable}。",
    en="A household with a foreign care worker may not use {service_code}. It may use: {usable}.",
)


def within_quota(items: Iterable[Item], quota: Money, rule: QuotaRule) -> None:
    """Raises OVER_QUOTA. Items of other pools do not count."""
    sum_ = counted(items)
    if sum_ > quota:
        raise OVER_QUOTA(rule=rule.rule, total=sum_, quota=quota)


def usable_by_foreign_carer_household(items: Sequence[Item], rule: ForeignCarerRule) -> None:
    """Raises NOT_FOR_FOREIGN_CARER. The rule is about the quota of care and professional services, not about other pools."""
    for item in items:
        if item.pool == COUNTED_POOL and not item.service_code.startswith(rule.usable_for):
            usable = "、".join(rule.usable_for)
            raise NOT_FOR_FOREIGN_CARER(rule=rule.rule, service_code=item.service_code, usable=usable)

"""What does one session cost, and how much of it does the client pay? By the national table; fractions cut off (NT-09-03)."""

from dataclasses import dataclass

from chassis.kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Who does not pay for the first session, where a county pays it (TY-3310-10)."""

    rule: str
    waived: bool
    registered_residents_only: bool
    never_used_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPrice:
    """Of one session."""

    price: Money
    copay: Money
    first_copay: Money


def session_price(
    group_price: Money, visits_per_group: int, *, rate: int, waiver: Waiver | None, resident: bool, never_used: bool
) -> SessionPrice:
    """A group's price over its visits, and the welfare class' percentage of it."""
    price = Money(group_price.twd // visits_per_group)
    copay = price.percent(rate)
    free = is_waived(waiver, resident=resident, never_used=never_used)
    return SessionPrice(price=price, copay=copay, first_copay=ZERO if free else copay)


def is_waived(waiver: Waiver | None, *, resident: bool, never_used: bool) -> bool:
    """Whether the county pays the client's part of the first session."""
    if waiver is None or not waiver.waived:
        return False
    return (resident or not waiver.registered_residents_only) and (never_used or not waiver.never_used_before)

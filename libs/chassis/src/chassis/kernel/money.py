"""How is money counted? In whole New Taiwan dollars; fractions are cut off, as the regulation does."""

from dataclasses import dataclass
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole TWD.

    >>> Money(1130).percent(16)
    Money(twd=180)
    """

    twd: int

    def __add__(self, other: "Money") -> "Money":
        return Money(self.twd + other.twd)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.twd - other.twd)

    def __mul__(self, times: int) -> "Money":
        return Money(self.twd * times)

    def __lt__(self, other: "Money") -> bool:
        return self.twd < other.twd

    def __str__(self) -> str:
        return f"{self.twd:,}"

    def percent(self, rate: int) -> "Money":
        """`rate` percent of the amount, fractions of a dollar cut off."""
        return Money(self.twd * rate // 100)


ZERO = Money(0)

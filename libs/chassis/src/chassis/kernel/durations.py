"""How long is "3 working_day", and when does a period of months end?"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self, get_args

Unit = Literal["working_day", "calendar_day", "month", "year"]
UNITS: tuple[Unit, ...] = get_args(Unit)

_TEXT = re.compile(r"(\d{1,4}) ([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Duration:
    """So many of a unit. What a working day is, only a county's calendar knows.

    >>> Duration.parse("3 working_day")
    Duration(n=3, unit='working_day')
    >>> str(Duration(6, "month"))
    '6 month'
    """

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ValueError(f"a duration is not negative: {self.n} {self.unit}")
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}; allowed: {', '.join(UNITS)}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a number, a space and a unit; ValueError says which units there are."""
        match = _TEXT.fullmatch(text)
        unit = match and next((u for u in UNITS if u == match[2]), None)
        if match is None or unit is None:
            raise ValueError(f"no duration: {text!r}; allowed: a number and one of {', '.join(UNITS)}")
        return cls(int(match[1]), unit)

    def __str__(self) -> str:
        return f"{self.n} {self.unit}"


def add_months(day: date, n: int) -> date:
    """The last day of `n` months *after* `day`: the period begins on the next day (AM-113, Civil Code 119 to 121).

    >>> add_months(date(2024, 2, 29), 3)
    datetime.date(2024, 5, 31)
    >>> add_months(date(2024, 1, 15), 1)
    datetime.date(2024, 2, 15)
    """
    return months_from(day + timedelta(days=1), n)


def months_from(first: date, n: int) -> date:
    """The last day of `n` months that begin *on* `first`.

    A period from the 1st ends with a month's last day; any other on the day before the corresponding day, and where
    the last month lacks that day, on its last (AM-113).

    >>> months_from(date(2024, 2, 1), 1)
    datetime.date(2024, 2, 29)
    >>> months_from(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    if n < 1:
        raise ValueError(f"a period has at least one month: {n}")
    year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
    month += 1
    length = monthrange(year, month)[1]
    if first.day > length:
        return date(year, month, length)
    return date(year, month, first.day) - timedelta(days=1)

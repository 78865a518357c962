"""Which days does a county's administration work, and on which day is something due?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal

import holidays

from chassis.kernel.durations import Duration, add_months

IfDayOff = Literal["keep", "next_working_day", "previous_working_day"]
"""What becomes of a due date on a day off: duties stay; what an authority receives or decides moves on (AM-109);
a clock that is counted back never moves later (AM-155)."""

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class _Year:
    off: frozenset[date]
    makeup: frozenset[date]


@cache
def _national(year: int) -> _Year:
    found = holidays.country_holidays("TW", years=year, language="zh_TW")
    return _Year(frozenset(found), frozenset(d for d in found.weekend_workdays if d.year == year))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The national days off and make-up workdays, and a county's own closures with the reason of each.

    >>> Calendar().add(date(2024, 2, 5), Duration.parse("3 working_day"))
    datetime.date(2024, 2, 15)
    """

    closures: Mapping[date, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Whether the county's offices are open: a make-up Saturday is, a holiday or a typhoon day is not."""
        if day in self.closures:
            return False
        year = _national(day.year)
        return day in year.makeup or (day.weekday() < _SATURDAY and day not in year.off)

    def add(self, day: date, duration: Duration) -> date:
        """The last day of the duration, counted from the day after `day`."""
        match duration.unit:
            case "working_day":
                return self._nth_working_day(day, duration.n)
            case "calendar_day":
                return day + timedelta(days=duration.n)
            case "month":
                return add_months(day, duration.n)
            case "year":
                return add_months(day, 12 * duration.n)

    def due(self, day: date, duration: Duration, if_due_on_day_off: IfDayOff = "keep") -> date:
        """The day on which something is due that began to run on `day`."""
        due = self.add(day, duration)
        if if_due_on_day_off == "keep":
            return due
        step = _DAY if if_due_on_day_off == "next_working_day" else -_DAY
        while not self.is_working_day(due):
            due += step
        return due

    def working_days_between(self, start: date, end: date) -> int:
        """The working days after `start` up to and with `end`; negative when `end` is past.

        >>> Calendar().working_days_between(date(2024, 2, 5), date(2024, 2, 15))
        3
        >>> Calendar().working_days_between(date(2024, 2, 15), date(2024, 2, 5))
        -3
        """
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def _nth_working_day(self, day: date, n: int) -> date:
        while n:
            day += _DAY
            n -= self.is_working_day(day)
        return day

"""What is a day in the national calendar: a holiday, a day off in place of one, a make-up workday, the county's closure?"""

from datetime import date
from functools import cache

import holidays
from chassis.calendars import Calendar

from prof_service.domain.surcharge_form import DayKind

_SATURDAY, _SUNDAY = 5, 6
_INSTEAD = ("補假", "放假日")
"""How the library names an observed day and a moved one: 春節（補假）, 放假日（2024-02-17 補班）."""


@cache
def _named(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("TW", years=year, language="zh_TW"))


def day_kind(calendar: Calendar, day: date) -> DayKind:
    """By the weekday first: a Saturday is a Saturday unless it is worked in place of another day."""
    if day.weekday() in {_SATURDAY, _SUNDAY}:
        if calendar.is_working_day(day):
            return DayKind.MAKEUP_WORKDAY
        return DayKind.SATURDAY if day.weekday() == _SATURDAY else DayKind.SUNDAY
    name = _named(day.year).get(day)
    if name is None:
        return DayKind.CLOSED if day in calendar.closures else DayKind.WORKDAY
    own = [part for part in name.split("; ") if not any(word in part for word in _INSTEAD)]
    return DayKind.NATIONAL_HOLIDAY if own else DayKind.OBSERVED

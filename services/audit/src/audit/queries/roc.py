"""How does a day read in Taiwan? By the ROC calendar, with the day of the week."""

from datetime import date

_WEEKDAYS = "一二三四五六日"
_FIRST_YEAR = 1911


def roc_date(day: date) -> str:
    """A day as people in Taiwan write it.

    >>> roc_date(date(2024, 2, 5))
    '113年2月5日（一）'
    """
    return f"{day.year - _FIRST_YEAR}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def roc_short(day: date) -> str:
    """Without the day of the week, for use inside a sentence.

    >>> roc_short(date(2024, 2, 29))
    '113年2月29日'
    """
    return f"{day.year - _FIRST_YEAR}年{day.month}月{day.day}日"

"""How is a value written on paper? ROC dates, boxes, and an empty line where nothing was entered."""

from collections.abc import Mapping
from datetime import date

from prof_service.domain.form_values import Value
from prof_service.domain.forms.field import FormField, Kind

_ROC = 1911
YES_NO = {"true": "是", "false": "否"}


def roc(day: date) -> str:
    """
    >>> roc(date(2024, 2, 20))
    '民國113年2月20日'
    """
    return f"民國{day.year - _ROC}年{day.month}月{day.day}日"


def roc_time(text: str) -> str:
    """An ISO date as the forms write it."""
    return roc(date.fromisoformat(text))


def age(born_on: date, today: date) -> int:
    """
    >>> age(date(1944, 3, 1), date(2024, 2, 29))
    79
    """
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def written(asked: FormField, value: Value | None) -> str:
    """Boxes for choices, also where none is ticked; else the value, or nothing."""
    match asked.kind:
        case Kind.FLAG:
            return boxes(YES_NO, () if value is None else (str(value).lower(),))
        case Kind.CHOICE | Kind.CHOICES:
            ticked = value if isinstance(value, tuple) else () if value is None else (str(value),)
            return boxes(asked.options, ticked)
        case Kind.DATE:
            return roc_time(str(value)) if value else ""
        case _:
            return "" if value is None else str(value)


def boxes(options: Mapping[str, str], ticked: tuple[str, ...]) -> str:
    """
    >>> boxes({"true": "是", "false": "否"}, ("true",))
    '■是　□否'
    """
    return "　".join(f"{'■' if code in ticked else '□'}{zh}" for code, zh in options.items())

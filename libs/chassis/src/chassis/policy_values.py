"""What may a value of a rule be? One reader for each kind that `questions.yaml` can name."""

import re
from collections.abc import Callable
from typing import Any

from chassis.kernel.durations import UNITS, Duration
from chassis.kernel.money import Money
from chassis.policy_versions import Value
from chassis.policy_yaml import At

_CODE = re.compile(r"[A-Za-z0-9_.:-]+")
_MONEY = re.compile(r"(\d+) TWD")


def read_value(data: Any, kind: str, at: At) -> Value:
    """One value of this kind; a kind such as `keep | next_working_day` allows just these codes."""
    if kind in KINDS:
        read, allowed = KINDS[kind]
        value = read(data)
    else:
        value, allowed = data if data in kind.split(" | ") else None, kind
    if value is None:
        raise at.wrong(data, allowed)
    return value


def check_kind(kind: str, at: At) -> str:
    """A kind as `questions.yaml` writes it; a question mark at its end makes the value optional."""
    if kind.removesuffix("?") not in KINDS and " | " not in kind:
        raise at.wrong(kind, f"{', '.join(KINDS)}, codes as a | b, each with ? if optional")
    return kind


def _number(data: Any) -> Value | None:
    return data if type(data) is int else None


def _flag(data: Any) -> Value | None:
    return data if type(data) is bool else None


def _code(data: Any) -> Value | None:
    return data if isinstance(data, str) and _CODE.fullmatch(data) else None


def _codes(data: Any) -> Value | None:
    return tuple(data) if isinstance(data, list) and all(_code(item) for item in data) else None


def _money(data: Any) -> Value | None:
    found = _MONEY.fullmatch(data) if isinstance(data, str) else None
    return Money(int(found[1])) if found else None


def _duration(data: Any) -> Value | None:
    try:
        return Duration.parse(data) if isinstance(data, str) else None
    except ValueError:
        return None


KINDS: dict[str, tuple[Callable[[Any], Value | None], str]] = {
    "number": (_number, "a whole number"),
    "flag": (_flag, "true or false"),
    "code": (_code, "a code of letters, digits, _ . : -"),
    "codes": (_codes, "a list of codes"),
    "money": (_money, "an amount such as 1700 TWD"),
    "duration": (_duration, f"a number and a unit, one of {', '.join(UNITS)}, such as 3 working_day"),
}

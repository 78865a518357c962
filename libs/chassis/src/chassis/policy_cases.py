"""Do the packs say what their worked examples say? `cases/*.yaml`, in sentences, on the boundaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from chassis.calendars import IfDayOff
from chassis.kernel.money import Money
from chassis.policy import NATIONAL, Pack, Packs
from chassis.policy_versions import PolicyNotAnswered, Value, Version
from chassis.policy_yaml import At, day, items, mapping, read_yaml, text

_EXPECTATIONS = {"due", "values", "without", "pack", "silent", "not_answered"}


@dataclass(frozen=True, slots=True)
class Case:
    """One example: on this day this rule gives this due date or these values, is silent, or does not answer."""

    sentence: str
    pack: str
    rule: str
    day: date
    expects: Mapping[str, Any]

    def wrong(self, packs: Packs) -> str | None:
        """What the packs say instead; None if they say what the example says."""
        pack = packs.national if self.pack == NATIONAL else packs.county(self.pack)
        came = {key: _came(key, pack, self) for key in self.expects}
        if came == self.expects:
            return None
        return f"{self.pack}: {self.sentence}: {self.rule} on {self.day}: came {came}; the example says {self.expects}"


def read_cases(root: Path) -> list[Case]:
    """All examples of a policy folder; PolicyError for one that expects nothing or something unknown."""
    return [case for path in sorted(root.glob("*/cases/*.yaml")) for case in _file(path, root)]


def plain(value: Value) -> object:
    """A value as the YAML writes it."""
    match value:
        case Money():
            return f"{value.twd} TWD"
        case tuple():
            return list(value)
        case bool() | int() | str():
            return value
        case _:
            return str(value)


def _file(path: Path, root: Path) -> list[Case]:
    data, at = read_yaml(path, root)
    return [_case(entry, place, path.parent.parent.name) for entry, place in items(data, at)]


def _case(data: Any, at: At, pack: str) -> Case:
    data = mapping(data, at, {"case", "rule", "day"}, _EXPECTATIONS)
    expects = {key: data[key] for key in data if key in _EXPECTATIONS}
    if not expects:
        raise at.wrong("no expectation", f"one or more of {', '.join(sorted(_EXPECTATIONS))}")
    return Case(
        text(data["case"], at / "case"), pack, text(data["rule"], at / "rule"), day(data["day"], at / "day"), expects
    )


def _came(key: str, pack: Pack, case: Case) -> object:
    try:
        version = pack.rule(case.rule, case.day)
    except PolicyNotAnswered:
        return True if key == "not_answered" else "not answered"
    if key in {"silent", "not_answered"}:
        return key == "silent" and version is None
    if version is None:
        return "silent"
    return _said(key, version, pack, case)


def _said(key: str, version: Version, pack: Pack, case: Case) -> object:
    match key:
        case "due":
            return pack.calendar.due(case.day, version.days("due"), _if_day_off(version))
        case "pack":
            return version.pack
        case "without":
            return [name for name in case.expects["without"] if not version.has(name)]
        case _:
            return {name: plain(version.values[name]) for name in case.expects["values"] if version.has(name)}


def _if_day_off(version: Version) -> IfDayOff:
    code = version.code("if_due_on_day_off")
    return next(known for known in get_args(IfDayOff) if known == code)

"""How is an event told in a sentence? From its codes, numbers and dates; there is no free text to tell from."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from schemas.describe import describe
from schemas.registry import event_class

from audit.queries.roc import roc_short
from audit.queries.sentences import SENTENCES
from audit.queries.words import en, zh


def name_of(type_: str) -> str:
    """`CaseReferred` for `tw.ltc.case.referred.v1`; the type itself if this release does not know it."""
    event = event_class(type_)
    return event.__name__ if event else type_


def told(type_: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """The sentence in Traditional Chinese and in English."""
    name = name_of(type_)
    found = SENTENCES.get(name) or SENTENCES.get(f"{name}.{data.get('unit_type')}")
    if found is None:
        return _described(type_)
    return found[0].format_map(_Said(data, zh, _in_zh)), found[1].format_map(_Said(data, en, _in_en))


def _described(type_: str) -> tuple[str, str]:
    event = event_class(type_)
    if event is None:
        return type_, type_
    said = describe(event)
    return said.zh, said.en


class _Said(dict[str, str]):
    """The event's fields as words."""

    def __init__(self, data: Mapping[str, Any], word: Callable[[str], str], plain: Callable[[Any], str]) -> None:
        super().__init__()
        self._data = data
        self._word = word
        self._plain = plain

    def __missing__(self, field: str) -> str:
        value = self._data.get(field)
        if isinstance(value, list):
            return "、".join(self._one(each) for each in value) or "—"
        if field.endswith("unit_id"):
            return short(value)
        if field in {"monthly_quota_twd", "total_twd"}:
            return f"{value:,}"
        return self._one(value)

    def _one(self, value: Any) -> str:
        if isinstance(value, dict):
            return str(value.get("service_code") or value.get("problem_no") or "—")
        if isinstance(value, str) and not _is_day(value):
            return self._word(value)
        return self._plain(value)


def short(unit_id: str | UUID | None) -> str:
    """The end of a unit's id, enough to tell units apart: names of units stay in dispatch."""
    return f"#{str(unit_id)[-6:].upper()}" if unit_id else "—"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _in_zh(value: Any) -> str:
    if isinstance(value, bool):
        return "（逾期）" if value else ""
    return roc_short(date.fromisoformat(value)) if isinstance(value, str) else _number(value)


def _in_en(value: Any) -> str:
    if isinstance(value, bool):
        return " (late)" if value else ""
    return value if isinstance(value, str) else _number(value)


def _number(value: Any) -> str:
    return "—" if value is None else str(value)

"""How does a row of the timeline become an entry, and what caused it?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis.db import Row
from chassis.messages import ClockState
from chassis.policy import Packs
from schemas.describe import describe
from schemas.registry import event_class

from audit.queries.citations import cite, rule_of
from audit.queries.telling import name_of, told
from audit.queries.views import Cause, Entry, TouchedClock
from audit.queries.words import zh


class Causes:
    """What stands behind entries: the events that they name, and the passed deadlines of their commands."""

    def __init__(self, behind: Iterable[Row]) -> None:
        rows = list(behind)
        self._events: Mapping[UUID, Row] = {row["event_id"]: row for row in rows}
        self._deadlines = _passed(rows)

    def of(self, row: Row) -> Cause | None:
        """An earlier event, or a deadline that passed; None where a person's command is the beginning."""
        if row["causation_id"] is not None:
            event = self._events.get(row["causation_id"])
            return _event_cause(row["causation_id"], event)
        clock = _missed(row) or self._earlier_deadline(row)
        if clock is None:
            return None
        name = clock["name"]
        return Cause(kind="deadline", id=clock["deadline_id"], name=name, title_zh=zh(name))

    def _earlier_deadline(self, row: Row) -> Mapping[str, Any] | None:
        """What the runner's command did after its first event, which carries the deadline."""
        before = [clock for seq, clock in self._deadlines.get(row["correlation_id"], ()) if seq < row["seq"]]
        return before[-1] if before else None


def _event_cause(id_: UUID, event: Row | None) -> Cause:
    """Of an event outside the reader's rows only the id is told."""
    if event is None:
        return Cause(kind="event", id=id_, name=None)
    return Cause(kind="event", id=id_, name=name_of(event["type"]), title_zh=told(event["type"], event["data"])[0])


def _passed(rows: Sequence[Row]) -> dict[UUID, list[tuple[int, Mapping[str, Any]]]]:
    found: dict[UUID, list[tuple[int, Mapping[str, Any]]]] = {}
    for row in sorted(rows, key=lambda each: each["seq"]):
        clock = _missed(row)
        if clock is not None and row["causation_id"] is None and row["correlation_id"] is not None:
            found.setdefault(row["correlation_id"], []).append((row["seq"], clock))
    return found


def _missed(row: Row) -> Mapping[str, Any] | None:
    return next((clock for clock in row["clocks"] if clock["state"] == ClockState.MISSED), None)


def entry(row: Row, causes: Causes, packs: Packs) -> Entry:
    """One event as it is shown."""
    event = event_class(row["type"])
    summary_zh, summary_en = told(row["type"], row["data"])
    rule = rule_of(packs, row["policyref"])
    same = ("seq", "event_id", "at", "on", "type", "source", "policyref", "unit_id", "data")
    return Entry(
        **{name: row[name] for name in same},
        name=name_of(row["type"]),
        summary_zh=summary_zh,
        summary_en=summary_en,
        cause=causes.of(row),
        rule=rule,
        citation=cite(packs, rule),
        rules=list(describe(event).rules) if event else [],
        clocks=[TouchedClock(**clock, title_zh=zh(clock["name"])) for clock in row["clocks"]],
    )

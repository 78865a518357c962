"""When may dispatch to a unit be suspended, by which rule, and when may that end?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.codes import SuspensionReason, UnitType


class Status(StrEnum):
    """Ordered: in force in its period [from, until); ended: lifted before the period was over."""

    ORDERED = "ordered"
    ENDED = "ended"


NEXT: Mapping[Status, frozenset[Status]] = {
    Status.ORDERED: frozenset({Status.ENDED}),
    Status.ENDED: frozenset(),
}

RULES: Mapping[SuspensionReason, str] = {
    SuspensionReason.DEMERIT_POINTS: "TY-13-09",
    SuspensionReason.FAILED_EVALUATION: "TY-3301-09",
    SuspensionReason.PERSISTENT_FAILURE: "NA-04-10",
    SuspensionReason.SELF_SUSPENDED: "TY-3309-11",
}
"""The paragraph that knows each reason."""

DEMERIT_POINTS_OF_B = "TY-3301-05"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """No new cases go to the unit on the days [from_on, until_on), or until it is ended."""

    id: UUID
    unit_id: UUID
    county: str
    reason: SuspensionReason
    rule: str
    from_on: date
    until_on: date | None
    status: Status = Status.ORDERED
    ended_on: date | None = None
    version: int = 1

    @property
    def stops_on(self) -> date | None:
        """The first day on which cases may go to the unit again; None: not known yet."""
        return self.ended_on if self.status is Status.ENDED else self.until_on

    def in_force(self, day: date) -> bool:
        """Whether the unit is passed over on that day."""
        return self.from_on <= day and (self.stops_on is None or day < self.stops_on)

    @property
    def is_empty(self) -> bool:
        """Whether it has no day: it was ended before it began."""
        return not _before(self.from_on, self.stops_on)

    def overlaps(self, other: "Suspension") -> bool:
        """Whether some day would be suspended twice. A period that was ended before it began has no day."""
        both_have_days = not self.is_empty and not other.is_empty
        return both_have_days and _before(self.from_on, other.stops_on) and _before(other.from_on, self.stops_on)


def _before(day: date, end: date | None) -> bool:
    return end is None or day < end


def rule_for(reason: SuspensionReason, unit_type: UnitType | None) -> str:
    """The rule of the reason; points of a B unit have a paragraph of their own."""
    if reason is SuspensionReason.DEMERIT_POINTS and unit_type is UnitType.B:
        return DEMERIT_POINTS_OF_B
    return RULES[reason]


EMPTY_PERIOD = No(
    "suspension_period_empty",
    rule="TY-13-09",
    zh="暫停派案迄日次日 {until} 必須晚於起日 {since}。",
    en="The first day after the suspension, {until}, must be later than its first day, {since}.",
    kind="invalid",
)
OVERLAPS = No(
    "suspension_overlaps",
    rule="TY-13-09",
    zh="此單位自 {since} 起已暫停派案（至 {until} 前），期間不可重疊。",
    en="Dispatch to this unit is suspended from {since} until {until} already; periods may not overlap.",
)


def suspend(new: Suspension, others: Iterable[Suspension]) -> Suspension:
    """The suspension, if its period has a day and none of the unit's others covers one of them."""
    if new.until_on is not None and new.until_on <= new.from_on:
        raise EMPTY_PERIOD(rule=new.rule, since=new.from_on, until=new.until_on)
    for other in others:
        if other.overlaps(new):
            raise OVERLAPS(rule=new.rule, since=other.from_on, until=other.stops_on or "—", suspension_id=other.id)
    return new


OVER_ALREADY = No(
    "suspension_over",
    rule="TY-13-09",
    zh="暫停派案已於 {until} 期滿，不需再行恢復。",
    en="The suspension was over on {until}; there is nothing left to end.",
)


def may_end(before: Suspension, on: date) -> None:
    """Only what still runs, or is still to begin, can be ended."""
    follow(before.status, Status.ENDED, NEXT, rule=before.rule)
    if before.until_on is not None and before.until_on <= on:
        raise OVER_ALREADY(rule=before.rule, until=before.until_on)


def end(before: Suspension, on: date) -> Suspension:
    """Cases may go to the unit again from `on`."""
    may_end(before, on)
    return replace(before, status=Status.ENDED, ended_on=on, version=before.version + 1)

"""What do the county's packs say about timeliness? Which delays are left out, and which averages are a target."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chassis.policy import Pack, PolicyNotAnswered, Version


@dataclass(frozen=True, slots=True)
class Excluded:
    """A reason that is left out of the rates, for clocks opened on this day, and the rule that says so."""

    reason: str
    on: date
    rule: str


@dataclass(frozen=True, slots=True)
class Target:
    """The average that the county aims at, in calendar days."""

    days: int
    rule: str


def month_days(first: date) -> Iterator[date]:
    """Every day of the month that begins on `first`."""
    day = first
    while day.month == first.month:
        yield day
        day += timedelta(days=1)


def exclusions(pack: Pack, first: date) -> list[Excluded]:
    """By the version of each clock's own day; none where the county has no such rule: never excluded everywhere (AM-151)."""
    found = ((day, _in_force(pack, "timeliness_exclusions", day)) for day in month_days(first))
    return [
        Excluded(reason, day, version.rule)
        for day, version in found
        if version is not None
        for reason in version.codes("codes")
    ]


def target(pack: Pack, name: str | None, on: date) -> Target | None:
    """The county's target for an average, if it has one."""
    version = _in_force(pack, name, on) if name else None
    return Target(version.number("average_days"), version.rule) if version else None


def _in_force(pack: Pack, name: str, on: date) -> Version | None:
    try:
        return pack.rule(name, on=on)
    except PolicyNotAnswered:
        return None

"""When do the days of self-practice run, and where does the calendar have the engagement? They never move with days off (AM-109)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from chassis.kernel.transitions import follow

from prof_service.domain.engagement import NEXT, Engagement, Status


class Anchor(StrEnum):
    """From where the days are counted (AM-12)."""

    PERIOD_END = "period_end"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRule:
    """So many days, from the day after the end of the (extended) period or of the closure."""

    rule: str
    days: int
    anchor: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The days themselves: `ends` is the first day after them, day 91."""

    starts: date
    ends: date


def practice_of(engagement: Engagement, rule: PracticeRule | None) -> Practice | None:
    """None where the county has no self-practice, or the period no end."""
    starts = engagement.practice_from or engagement.ends
    if rule is None or starts is None:
        return None
    return Practice(starts=starts, ends=starts + timedelta(days=rule.days))


def anchored(engagement: Engagement, rule: PracticeRule | None) -> Engagement:
    """A closed engagement with its first day of practice, where that is counted from the closure."""
    if rule is None or rule.anchor is Anchor.PERIOD_END or engagement.closed_on is None:
        return engagement
    return replace(engagement, practice_from=engagement.closed_on + timedelta(days=1))


def caught_up(before: Engagement, practice: Practice | None, *, today: date) -> Engagement:
    """A closed engagement where the calendar has it today: closed, in self-practice, or restartable."""
    after = before
    if practice is None:
        return after
    if after.status is Status.CLOSED and today >= practice.starts:
        after = replace(after, status=follow(after.status, Status.SELF_PRACTICE, NEXT, rule="NT-04-28"))
    if after.status is Status.SELF_PRACTICE and today >= practice.ends:
        after = replace(after, status=follow(after.status, Status.RESTARTABLE, NEXT, rule="NT-08-01"))
    return after


def status_by_calendar(practice: Practice | None, *, today: date) -> Status:
    """Where an engagement that is neither re-assessed nor restarted stands."""
    if practice is None or today < practice.starts:
        return Status.CLOSED
    return Status.SELF_PRACTICE if today < practice.ends else Status.RESTARTABLE

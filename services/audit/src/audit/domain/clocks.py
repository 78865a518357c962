"""How did a deadline come out? One word for what the facts say of it up to a day."""

from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """open, overdue: still owed, in time or not; excused: owed or passed with a recorded reason; missed: passed unmet."""

    OPEN = "open"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    EXCUSED = "excused"
    CANCELLED = "cancelled"


LATE = frozenset({Outcome.OVERDUE, Outcome.MET_LATE, Outcome.MISSED})


def outcome(*, state: str, missed: bool, excused: bool, due_on: date, today: date) -> Outcome:
    """A deadline that was missed and is cancelled afterwards stays missed; one that is done late is `met_late`."""
    if state in (Outcome.MET, Outcome.MET_LATE):
        return Outcome(state)
    if state == Outcome.CANCELLED and not missed:
        return Outcome.CANCELLED
    if excused:
        return Outcome.EXCUSED
    if missed:
        return Outcome.MISSED
    return Outcome.OVERDUE if due_on < today else Outcome.OPEN

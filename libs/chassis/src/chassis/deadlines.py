"""Which clocks did this transaction start and stop? Buffered here, written by the flush, told on the event of the fact."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID

from chassis.calendars import Calendar, IfDayOff
from chassis.clock import start_of_next_day
from chassis.kernel.ids import uuid7
from chassis.messages import Clock, ClockState
from chassis.policy import Version

PLATFORM = "platform"
"""Owes what nobody can be late with: a window that closes, a period that runs out."""
EXCUSES = frozenset({"client_factor", "epidemic", "force_majeure", "provider"})
"""Why a delay happened. Which of them are left out of a rate is the county's policy, not decided here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Who owes a deadline, who waits for it, and which command meets it (`POST` path, with the subject's id)."""

    role: str
    unit: UUID | None
    awaited_role: str
    awaited_unit: UUID | None
    met_by: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A wish to meet, cancel or excuse; `subject_id` None means every open deadline of the case."""

    name: str | None
    subject_id: UUID | None
    case_id: UUID
    state: ClockState
    reason: str | None
    on_day: date
    fact: int
    """How many facts the step had told when it was wished: the next one carries the clock."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A wish to open; `row` is what the table will hold."""

    name: str
    subject_id: UUID
    case_id: UUID
    row: dict[str, object]
    fact: int


@dataclass(slots=True)
class Deadlines:
    """What one work does to deadlines. Nothing here touches the database; `flush` does."""

    county: str
    calendar: Calendar
    wishes: list["Opened | Settled"] = field(default_factory=list)
    """In the order in which the command uttered them."""
    clocks: list[tuple[UUID, int, Clock]] = field(default_factory=list)
    """Clocks that are known without asking the database: the case, how many facts had been told, the clock."""
    facts: int = 0
    """How many facts the step has told so far."""

    def open(
        self, name: str, *, subject_id: UUID, case_id: UUID, owed: Owed, since: date, rule: Version, key: str = "due"
    ) -> date:
        """Start a clock by a policy version whose value `key` is its duration. Returns the due date.

        Counted from the day after `since` (AM-21); moved off a day off only where the version says so (AM-109).
        """
        duration = rule.days(key)
        day_off = cast("IfDayOff", rule.values.get("if_due_on_day_off", "keep"))
        due_on = self.calendar.due(since, duration, day_off)
        clock = Clock(
            deadline_id=uuid7(),
            name=name,
            state=ClockState.OPENED,
            opened_on=since,
            due_on=due_on,
            rule=rule.source.rule,
            owed_by_role=owed.role,
            owed_by_unit=owed.unit,
        )
        self.touch(case_id, clock)
        about = {"name": name, "subject_id": subject_id, "case_id": case_id, "county": self.county}
        how = {"policyref": rule.ref, "duration": str(duration), "if_due_on_day_off": day_off}
        self.wishes.append(
            Opened(name, subject_id, case_id, {**about, **how, **_parties(owed), **_dates(clock)}, self.facts)
        )
        return due_on

    def meet(self, name: str, *, subject_id: UUID, case_id: UUID, on: date) -> None:
        """What was owed was done on that day; after the due date it is met late. No open deadline: nothing happens."""
        self.wishes.append(Settled(name, subject_id, case_id, ClockState.MET, None, on, self.facts))

    def excuse(self, name: str, *, subject_id: UUID, case_id: UUID, reason: str, on: date) -> None:
        """Record why it is or will be late. The deadline stays owed; whether the delay counts is the county's rule."""
        if reason not in EXCUSES:
            raise ValueError(f"{reason} is no reason code; allowed: {sorted(EXCUSES)}")
        self.wishes.append(Settled(name, subject_id, case_id, ClockState.EXCUSED, reason, on, self.facts))

    def cancel(self, name: str, *, subject_id: UUID, case_id: UUID, reason: str, on: date) -> None:
        """It is owed no more, because of `reason` (a code)."""
        self.wishes.append(Settled(name, subject_id, case_id, ClockState.CANCELLED, reason, on, self.facts))

    def cancel_all(self, *, case_id: UUID, reason: str, on: date) -> None:
        """Every open deadline of the case is owed no more."""
        self.wishes.append(Settled(None, None, case_id, ClockState.CANCELLED, reason, on, self.facts))

    def touch(self, case_id: UUID, clock: Clock) -> None:
        """The next fact about the case carries this clock."""
        self.clocks.append((case_id, self.facts, clock))

    def passed(self, due: "Due") -> None:
        """The runner says that this deadline has passed; the handler's first event carries it.

        It is missed by whoever owed it; a period that only the platform had to end has ended in time.
        """
        if due.owed_by_role == PLATFORM:
            return self.meet(due.name, subject_id=due.subject_id, case_id=due.case_id, on=due.due_on)
        clock = Clock(
            deadline_id=due.id,
            name=due.name,
            state=ClockState.MISSED,
            opened_on=due.opened_on,
            due_on=due.due_on,
            rule=due.rule,
            owed_by_role=due.owed_by_role,
            owed_by_unit=due.owed_by_unit,
            reason=due.excused_because,
        )
        return self.touch(due.case_id, clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline that has passed, as the runner hands it to its handler."""

    id: UUID
    name: str
    subject_id: UUID
    case_id: UUID
    county: str
    owed_by_role: str
    owed_by_unit: UUID | None
    rule: str
    opened_on: date
    due_on: date
    fires_at: datetime
    excused_because: str | None


def _parties(owed: Owed) -> dict[str, object]:
    return {
        "owed_by_role": owed.role,
        "owed_by_unit": owed.unit,
        "awaited_by_role": owed.awaited_role,
        "awaited_by_unit": owed.awaited_unit,
        "met_by": owed.met_by,
    }


def _dates(clock: Clock) -> dict[str, object]:
    return {
        "id": clock.deadline_id,
        "rule": clock.rule,
        "opened_on": clock.opened_on,
        "due_on": clock.due_on,
        "fires_at": start_of_next_day(clock.due_on),
    }

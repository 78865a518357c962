"""What is one command inside a transaction? Its county, cause, facts and clocks; and in which rounds its clocks are written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.deadlines import Deadlines, Opened, Settled
from chassis.messages import Envelope, Event, Relation


class ClockWithoutFact(Exception):
    """A deadline was opened or settled and no event of its case tells why: a bug in the command."""


@dataclass(slots=True)
class Step:
    """One command inside the transaction: its own county, cause, events and clocks. A consumer's batch has many."""

    county: str
    deadlines: Deadlines
    cause: Envelope | None
    events: list[tuple[Envelope, Event]] = field(default_factory=list)
    related: list[tuple[UUID, Relation, UUID, UUID]] = field(default_factory=list)
    """(case, relation, unit, basis): what the cause itself opens or closes here."""

    def event_of(self, case_id: UUID, told_before: int) -> UUID:
        """The event that carries a clock of this case: the next one after the clock was touched, else the last before."""
        for envelope, _ in [*self.events[told_before:], *reversed(self.events[:told_before])]:
            if envelope.subject == case_id:
                return envelope.id
        raise ClockWithoutFact(str(case_id))

    def untold(self) -> set[UUID]:
        """Cases whose clocks were touched while nothing was said of them."""
        touched = {case_id for case_id, _, _ in self.deadlines.clocks} | {w.case_id for w in self.deadlines.wishes}
        return touched - {envelope.subject for envelope, _ in self.events}


@dataclass(slots=True)
class Round:
    """Wishes that one statement can fulfil: it settles first, then opens, and touches each deadline once."""

    settled: list[tuple[object, ...]] = field(default_factory=list)
    opened: list[dict[str, object]] = field(default_factory=list)
    _named: set[tuple[UUID | None, str | None]] = field(default_factory=set)
    _cases_named: set[UUID] = field(default_factory=set)
    _cases_whole: set[UUID] = field(default_factory=set)

    def has_touched(self, wish: Opened | Settled) -> bool:
        """Whether an earlier wish of this round is about the same deadline, so that the order of the two matters."""
        if isinstance(wish, Opened):
            return False
        if wish.subject_id is None:
            return wish.case_id in self._cases_named or wish.case_id in self._cases_whole
        return (wish.subject_id, wish.name) in self._named or wish.case_id in self._cases_whole

    def add(self, wish: Opened | Settled, event_id: UUID) -> None:
        """Fulfil the wish in this round; `event_id` is the fact that tells of it."""
        if isinstance(wish, Opened):
            self.opened.append(wish.row)
        else:
            self.settled.append(
                (wish.name, wish.subject_id, wish.case_id, wish.state.value, wish.reason, wish.on_day, event_id)
            )
        if wish.subject_id is None:
            self._cases_whole.add(wish.case_id)
        else:
            self._named.add((wish.subject_id, wish.name))
            self._cases_named.add(wish.case_id)


def rounds(steps: Sequence[Step]) -> list[Round]:
    """All wishes in their order, in as few rounds as keep it; nearly always one."""
    found = [Round()]
    for step in steps:
        for wish in step.deadlines.wishes:
            if found[-1].has_touched(wish):
                found.append(Round())
            found[-1].add(wish, step.event_of(wish.case_id, wish.fact))
    return found

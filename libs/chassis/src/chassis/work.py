"""What does one transaction carry? State, outbox, inbox and deadlines: all of it commits together, and nothing else commits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chassis.access import Actor
from chassis.clock import local_date
from chassis.db import Row, Statement
from chassis.deadlines import Deadlines
from chassis.flush import FLUSH
from chassis.kernel.ids import uuid7
from chassis.messages import Clock, Envelope, Event, Relation
from chassis.policy import Pack, Version
from chassis.problems import NotFound, VersionConflict
from chassis.telemetry import traceparent

if TYPE_CHECKING:
    from chassis.service import Service


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

    def event_of(self, case_id: UUID) -> UUID:
        """The event that carries the clocks of this case: the step's first about it."""
        for envelope, _ in self.events:
            if envelope.subject == case_id:
                return envelope.id
        raise ClockWithoutFact(str(case_id))


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer kept for the same Idempotency-Key."""

    caller: str
    key: str
    request_hash: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


class Work:
    """One transaction of one service. Each service adds its own stores in `store/work.py`."""

    def __init__(
        self, service: "Service[Any]", connection: Any, *, actor: Actor, now: datetime, if_match: int | None = None
    ) -> None:
        self.service = service
        self.actor = actor
        self.now = now
        self.today: date = local_date(now)
        self.id = uuid7()
        self.steps: list[Step] = []
        self.settled: dict[UUID, list[Clock]] = {}
        self.remember: Remembered | None = None
        self.connection = connection
        """For the chassis alone; a service speaks in Statements."""
        self._if_match = if_match
        self._after_commit: list[Callable[[], None]] = []

    # --- state ---------------------------------------------------------------------------------------------------

    async def rows(self, statement: Statement, **params: object) -> list[Row]:
        """All rows of the statement."""
        sql, arguments = statement.bound(self.actor, params)
        found: list[Row] = await self.connection.fetch(sql, *arguments)
        return found

    async def row(self, statement: Statement, **params: object) -> Row | None:
        """The first row, or None."""
        sql, arguments = statement.bound(self.actor, params)
        return await self.connection.fetchrow(sql, *arguments)

    async def value(self, statement: Statement, **params: object) -> Any:
        """The first column of the first row, or None."""
        sql, arguments = statement.bound(self.actor, params)
        return await self.connection.fetchval(sql, *arguments)

    async def run(self, statement: Statement, **params: object) -> None:
        """Execute for its effect."""
        sql, arguments = statement.bound(self.actor, params)
        await self.connection.execute(sql, *arguments)

    async def run_many(self, statement: Statement, many: list[dict[str, object]]) -> None:
        """Execute once for each set of parameters, in one round trip."""
        if not many:
            return
        bound = [statement.bound(self.actor, params) for params in many]
        await self.connection.executemany(bound[0][0], [arguments for _, arguments in bound])

    async def lock(self, statement: Statement, kind: str, **params: object) -> Row:
        """The aggregate's row, locked (`FOR UPDATE`) for this transaction. NotFound where there is none to see.

        The first aggregate that is locked is the one that the URL names: its version must be the caller's If-Match.
        """
        row = await self.row(statement, **params)
        if row is None:
            raise NotFound(kind)
        if self._if_match is not None and row["version"] != self._if_match:
            raise VersionConflict(row["changed_by"], row["changed_at"], row["version"])
        self._if_match = None
        return row

    async def save(self, statement: Statement, **params: object) -> None:
        """Update an aggregate by id and the version it was read with; raises if another writer was faster.

        The statement is `UPDATE … WHERE id = :id AND version = :before RETURNING version`. (Locked rows cannot be
        overtaken; this catches the command that forgot to lock.)
        """
        changed = {"changed_by": self.actor.person, "changed_at": self.now}
        if await self.value(statement, **changed, **params) is None:
            raise VersionConflict("?", self.now, 0)

    # --- facts and clocks ----------------------------------------------------------------------------------------

    def step(self, county: str, cause: Envelope | None = None) -> Step:
        """Begin the next command of this transaction."""
        calendar = self.service.packs.county(county).calendar
        self.steps.append(Step(county, Deadlines(county, calendar), cause))
        return self.steps[-1]

    @property
    def county(self) -> str:
        """The county whose case is being worked on."""
        return self.steps[-1].county

    @property
    def pack(self) -> Pack:
        """The county's policy pack."""
        return self.service.packs.county(self.county)

    @property
    def deadlines(self) -> Deadlines:
        """Open, meet, excuse, cancel."""
        return self.steps[-1].deadlines

    def emit(self, event: Event, rule: Version | None = None) -> Envelope:
        """Publish a fact with the commit. `rule`: the policy version that decided it, named in the envelope."""
        step = self.steps[-1]
        cause = step.cause
        envelope = Envelope(
            id=uuid7(),
            source=f"/{self.service.name}",
            type=event.TYPE,
            subject=event.key,
            time=self.now,
            county=step.county,
            causationid=cause.id if cause else None,
            correlationid=(cause.correlationid or cause.id) if cause else self.id,
            traceparent=traceparent(),
            policyref=rule.ref if rule else None,
            data=event.model_dump(mode="json"),
        )
        step.events.append((envelope, event))
        return envelope

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call it once the transaction is durable; never, if it is rolled back."""
        self._after_commit.append(callback)

    def committed(self) -> None:
        """The transaction is durable."""
        for callback in self._after_commit:
            callback()

    @property
    def events(self) -> list[tuple[Envelope, Event]]:
        """All facts of the transaction so far."""
        return [pair for step in self.steps for pair in step.events]

    def clocks(self) -> list[Clock]:
        """After the flush: every clock that this transaction touched."""
        known = [clock for step in self.steps for _, clock in step.deadlines.clocks]
        return known + [clock for clocks in self.settled.values() for clock in clocks]

    async def flush(self) -> None:
        """Write all chassis rows in one statement. Called once by the service, last before the commit."""
        opened = [row for step in self.steps for row in step.deadlines.opened]
        if self._meets_what_it_opened(opened):
            await self.connection.fetch(FLUSH, *_columns([], 7), opened, *_columns([], 18))
            opened = []
        settled, events, relations = self._settled(), self._outbox(), self._relations()
        if not (settled or events or relations or opened or self.remember):
            return
        remembered = [_remembered(self.remember)] if self.remember else []
        rows = await self.connection.fetch(
            FLUSH,
            *_columns(settled, 7),
            opened,
            *_columns(events, 6),
            *_columns(relations, 6),
            *_columns(remembered, 6),
        )
        self.settled = {row["event_id"]: [Clock.model_validate(c) for c in row["clocks"]] for row in rows}

    def _meets_what_it_opened(self, opened: list[dict[str, object]]) -> bool:
        fresh = {(row["subject_id"], row["name"]) for row in opened}
        cases = {row["case_id"] for row in opened}
        wishes = [wish for step in self.steps for wish in step.deadlines.settled]
        return any((w.subject_id, w.name) in fresh or (w.subject_id is None and w.case_id in cases) for w in wishes)

    def _settled(self) -> list[tuple[object, ...]]:
        return [
            (s.name, s.subject_id, s.case_id, s.state.value, s.reason, s.on_day, step.event_of(s.case_id))
            for step in self.steps
            for s in step.deadlines.settled
        ]

    def _outbox(self) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = []
        for step in self.steps:
            clocks: dict[UUID, list[object]] = {}
            for case_id, clock in step.deadlines.clocks:
                clocks.setdefault(step.event_of(case_id), []).append(clock.model_dump(mode="json"))
            for envelope, event in step.events:
                data = {**envelope.data, "clocks": clocks.get(envelope.id, [])}
                rows.append((envelope.id, event.TOPIC, envelope.subject, envelope.type, envelope.headers(), data))
        return rows

    def _relations(self) -> list[tuple[object, ...]]:
        latest: dict[tuple[UUID, UUID, str, UUID], str] = {}
        for step in self.steps:
            emitted = [(e.subject, *related) for e, event in step.events for related in event.relations()]
            for case_id, relation, unit, basis in [*step.related, *emitted]:
                latest[case_id, unit, relation.kind, basis] = relation.does
        return [(*key, does, self.now) for key, does in latest.items()]


def _remembered(answer: Remembered) -> tuple[object, ...]:
    return (answer.caller, answer.key, answer.request_hash, answer.status, dict(answer.headers), answer.body)


def _columns(rows: list[tuple[object, ...]], width: int) -> list[list[object]]:
    """Rows as columns, for unnest."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]

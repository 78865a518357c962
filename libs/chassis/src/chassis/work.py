"""What does one transaction carry? State, outbox, inbox and deadlines: all of it commits together, and nothing else commits."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chassis import flush
from chassis.access import Actor
from chassis.clock import local_date
from chassis.db import Row, Statement
from chassis.deadline_events import DeadlineSettled
from chassis.deadlines import Deadlines
from chassis.flush import Remembered
from chassis.kernel.ids import uuid7
from chassis.messages import Clock, Envelope, Event
from chassis.policy import Pack, Version
from chassis.problems import NotFound, Problem, VersionConflict
from chassis.steps import ClockWithoutFact, Step
from chassis.telemetry import traceparent

if TYPE_CHECKING:
    from chassis.service import Service

__all__ = ["ClockWithoutFact", "Remembered", "Step", "Work"]


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
            raise await self._conflict(statement.present, params)

    async def _conflict(self, present: Statement, params: dict[str, object]) -> Problem:
        """Who was faster, and when; or that there is no such row (any more, or for this actor)."""
        row = await self.row(present, **{name: params[name] for name in present.wanted})
        return VersionConflict(row["changed_by"], row["changed_at"], row["version"]) if row else NotFound("aggregate")

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
        return self._emit(self.steps[-1], event, rule)

    def _emit(self, step: Step, event: Event, rule: Version | None = None) -> Envelope:
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
            traceparent=traceparent() or (cause.traceparent if cause else None),
            policyref=rule.ref if rule else None,
            data=event.model_dump(mode="json"),
        )
        step.events.append((envelope, event))
        step.deadlines.facts += 1
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
        known = [clock for step in self.steps for _, _, clock in step.deadlines.clocks]
        return known + [clock for clocks in self.settled.values() for clock in clocks]

    async def flush(self) -> None:
        """Write all chassis rows. Called once by the service, last before the commit.

        Where the fact that touched a clock is another service's, ours is that the clock was touched.
        """
        for step in self.steps:
            for case_id in step.untold() if step.cause else ():
                self._emit(step, DeadlineSettled(case_id=case_id))
        self.settled = await flush.write(self.connection, self.steps, self.remember, self.now)

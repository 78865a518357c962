"""What happens when a deadline passes? It becomes a command, once, whatever the number of replicas.

Rows are claimed with FOR UPDATE SKIP LOCKED and fire in the transaction that claims them. A command that holds the
aggregate meanwhile must win (it may be about to meet the deadline), so the runner waits for locks only briefly.
"""

import asyncio
import time
from typing import Any
from uuid import UUID

import structlog

from chassis.access import SYSTEM
from chassis.deadlines import Due
from chassis.lost import AGAIN, LOST, own_failures, reason_of
from chassis.service import Service
from chassis.telemetry import DEADLINE_OLDEST, DEADLINES_FIRED, span
from chassis.work import Work

BATCH = 500
_LOOK_SECONDS = 0.5
_PATIENCE = "SET LOCAL lock_timeout = '200ms'"
_CLAIM = """
SELECT id, name, subject_id, case_id, county, owed_by_role, owed_by_unit, rule, opened_on, due_on, fires_at,
       excused_because
FROM deadlines WHERE state = 'open' AND fired_at IS NULL AND fires_at <= $1 AND NOT id = ANY($2::uuid[])
ORDER BY fires_at, id LIMIT $3 FOR UPDATE SKIP LOCKED"""
_FIRED = "UPDATE deadlines SET fired_at = $2 WHERE id = ANY($1::uuid[])"
_FAILED = "UPDATE deadlines SET attempts = attempts + 1 WHERE id = $1"
_MEASURE = "SELECT min(fires_at) FROM deadlines WHERE state = 'open' AND fired_at IS NULL AND fires_at <= $1"
_log = structlog.get_logger()


class Runner:
    """Run one in every worker; they share the work."""

    def __init__(self, service: Service[Any]) -> None:
        self._service = service
        self._later: dict[UUID, float] = {}

    async def run(self) -> None:
        """Fire for ever."""
        while True:
            try:
                while await self.fire() == BATCH:
                    pass
                await self._measure()
            except LOST as lost:
                _log.warning("runner_waits", service=self._service.name, reason=type(lost).__name__)
            await asyncio.sleep(_LOOK_SECONDS)

    async def fire(self) -> int:
        """Fire up to BATCH passed deadlines; returns how many were claimed."""
        try:
            return await self._fire(BATCH)
        except LOST:
            raise
        except Exception as failed:
            _log.info("runner_one_by_one", service=self._service.name, reason=type(failed).__name__)
            return await self._one_by_one()

    async def _one_by_one(self) -> int:
        fired = 0
        for _ in range(BATCH):
            claimed: list[Due] = []
            try:
                if not await self._fire(1, claimed):
                    break
                fired += 1
            except LOST:
                raise
            except Exception as failed:
                await self._put_off(claimed, failed)
        return fired

    async def _fire(self, limit: int, claimed: list[Due] | None = None) -> int:
        claimed = [] if claimed is None else claimed
        async with self._service.begin(SYSTEM) as work:
            connection = work.connection
            await connection.execute(_PATIENCE)
            rows = await connection.fetch(_CLAIM, work.now, self._waiting(), limit)
            claimed.extend(Due(**dict(row)) for row in rows)
            for due in claimed:
                await self._apply(due, work)
            if claimed:
                await connection.execute(_FIRED, [due.id for due in claimed], work.now)
        for due in claimed:
            self._tell(due, "fired")
        return len(claimed)

    async def _apply(self, due: Due, work: Work) -> None:
        handler = self._service.definition.deadlines[due.name]
        work.step(due.county)
        work.deadlines.passed(due)
        with span(f"deadline {due.name}", case=str(due.case_id)), own_failures(work.connection):
            await handler(due, work)

    async def _put_off(self, claimed: list[Due], failed: Exception) -> None:
        for due in claimed:
            busy = isinstance(failed, AGAIN)
            self._later[due.id] = time.monotonic() + (0.2 if busy else 30)
            if busy:
                continue
            self._tell(due, "failed", reason=reason_of(failed))
            async with self._service.database.acquire() as connection:
                await connection.execute(_FAILED, due.id)

    def _tell(self, due: Due, outcome: str, **more: str) -> None:
        if outcome == "fired":
            DEADLINES_FIRED.labels(self._service.name, due.name).inc()
        tell = _log.error if outcome == "failed" else _log.info
        about = {"deadline": str(due.id), "name": due.name, "rule": due.rule, "case": str(due.case_id)}
        tell("deadline", service=self._service.name, outcome=outcome, **about, **more)

    def _waiting(self) -> list[UUID]:
        now = time.monotonic()
        self._later = {id_: at for id_, at in self._later.items() if at > now}
        return list(self._later)

    async def _measure(self) -> None:
        now = self._service.clock.now()
        async with self._service.database.acquire() as connection:
            oldest = await connection.fetchval(_MEASURE, now)
        DEADLINE_OLDEST.labels(self._service.name).set((now - oldest).total_seconds() if oldest else 0.0)

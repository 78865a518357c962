"""How do facts leave? One relay for a database sends unsent outbox rows in order and marks them when the log has them.

Invariants: order within a case is the order of commits; a relay that is killed at any point loses nothing and at most
repeats; never "id greater than the last one", since a late commit would be skipped.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import structlog

from chassis.bus import Bus, Message
from chassis.clock import real_now
from chassis.db import connect
from chassis.lost import LOST
from chassis.telemetry import EVENTS_SENT, OUTBOX_OLDEST, OUTBOX_UNSENT, RELAY_LAG

BATCH = 1000
_LOOK_SECONDS = 0.5
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('ltc_relay', 0))"
_UNSENT = """
SELECT position, topic, key, headers, data::text AS data, created_at
FROM outbox WHERE sent_at IS NULL ORDER BY position LIMIT $1"""
_MARK = "UPDATE outbox SET sent_at = clock_timestamp() WHERE position = ANY($1::bigint[])"
_MEASURE = "SELECT count(*) AS unsent, min(created_at) AS oldest FROM outbox WHERE sent_at IS NULL"
_PURGE = """
DELETE FROM outbox WHERE position IN (SELECT position FROM outbox WHERE sent_at < $1 ORDER BY sent_at LIMIT 5000)"""
_log = structlog.get_logger()


class Relay:
    """Run one in every worker: the first holds the database's relay lock, the others wait for it."""

    def __init__(self, service: str, url: str, bus: Bus) -> None:
        self._service = service
        self._url = url
        self._bus = bus
        self._wake = asyncio.Event()
        self._measure_after = 0.0
        self.in_hand = asyncio.Lock()
        """Held while rows are sent and marked; who holds it lets no other batch begin."""

    async def run(self) -> None:
        """Send for ever; a lost database or log is waited for."""
        while True:
            try:
                connection = await connect(self._url)
            except LOST as lost:
                _log.warning("relay_waits_for_database", service=self._service, reason=type(lost).__name__)
                await asyncio.sleep(1)
                continue
            try:
                await self._relay(connection)
            except (*LOST, asyncpg.PostgresError) as lost:
                _log.warning("relay_starts_again", service=self._service, reason=type(lost).__name__)
                await asyncio.sleep(0.2)
            finally:
                connection.terminate()

    async def _relay(self, connection: asyncpg.Connection) -> None:
        while not await connection.fetchval(_LOCK):
            _not_the_active_one(self._service)
            await asyncio.sleep(_LOOK_SECONDS)
        await connection.add_listener("ltc_outbox", self._hear)
        while True:
            self._wake.clear()
            await self._measure(connection)  # before sending: while the log is away, the oldest row has to show
            while await self.send_batch(connection) == BATCH:
                await self._measure(connection)
            with suppress(TimeoutError):  # not wait_for, which in Python 3.11 may swallow a cancellation
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._wake.wait()

    def _hear(self, *_: object) -> None:
        self._wake.set()

    async def send_batch(self, connection: asyncpg.Connection) -> int:
        """Send up to BATCH unsent rows and mark them; returns how many."""
        async with self.in_hand:
            rows = await connection.fetch(_UNSENT, BATCH)
            if not rows:
                return 0
            await self._bus.publish([message(row) for row in rows])
            await connection.execute(_MARK, [row["position"] for row in rows])
        self._count(rows)
        return len(rows)

    async def _measure(self, connection: asyncpg.Connection) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._measure_after:
            self._measure_after = now + _LOOK_SECONDS / 2
            await _measure(connection, self._service)

    def _count(self, rows: Sequence[Any]) -> None:
        now = real_now()
        EVENTS_SENT.labels(self._service).inc(len(rows))
        lag = RELAY_LAG.labels(self._service)
        for row in rows:
            lag.observe(max(0.0, (now - row["created_at"]).total_seconds()))


def message(row: Any) -> Message:
    """An outbox row as it goes on the log."""
    return Message(topic=row["topic"], key=str(row["key"]), headers=row["headers"], value=row["data"].encode())


def _not_the_active_one(service: str) -> None:
    """Another process tells how long rows wait; what this one knew of it would stand still and be believed."""
    OUTBOX_UNSENT.labels(service).set(0)
    OUTBOX_OLDEST.labels(service).set(0.0)


async def _measure(connection: asyncpg.Connection, service: str) -> None:
    row = await connection.fetchrow(_MEASURE)
    OUTBOX_UNSENT.labels(service).set(row["unsent"])
    age = (real_now() - row["oldest"]).total_seconds() if row["oldest"] else 0.0
    OUTBOX_OLDEST.labels(service).set(max(0.0, age))


async def purge(connection: asyncpg.Connection, keep_days: int) -> None:
    """Delete sent rows older than `keep_days`, a few thousand at a time."""
    before = real_now() - timedelta(days=keep_days)
    while await connection.execute(_PURGE, before) != "DELETE 0":  # noqa: ASYNC110  no event to wait for
        await asyncio.sleep(0)


_RESEND = """
SELECT position, topic, key, headers, data::text AS data, created_at FROM outbox
WHERE position > $1 AND sent_at IS NOT NULL AND created_at >= $2 AND ($3::uuid IS NULL OR key = $3)
ORDER BY position LIMIT $4"""


async def replay(connection: asyncpg.Connection, bus: Bus, *, since: datetime | None, key: object | None) -> int:
    """Send chosen history again, in order; consumers drop what they have had. Returns how many rows were sent."""
    sent, position = 0, 0
    since = since or datetime(2000, 1, 1, tzinfo=UTC)
    while rows := await connection.fetch(_RESEND, position, since, key, BATCH):
        await bus.publish([message(row) for row in rows])
        sent, position = sent + len(rows), rows[-1]["position"]
    return sent

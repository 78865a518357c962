"""What does an operator do with parked events? List, show, retry in order, drop with a reason."""

from typing import Any
from uuid import UUID

from chassis import inbox
from chassis.access import SYSTEM
from chassis.bus import Received
from chassis.consumer import Consumer, Taken
from chassis.service import Service
from chassis.telemetry import PARKED

_LIST = """
SELECT event_id, topic, key, headers ->> 'ce_type' AS type, reason, attempts, parked_at
FROM parked WHERE $1::text IS NULL OR key = $1 ORDER BY position LIMIT $2"""
_SHOW = "SELECT * FROM parked WHERE event_id = $1"
_OF_KEY = "SELECT * FROM parked WHERE key = $1 ORDER BY position LIMIT 1"
_KEYS = "SELECT key FROM parked GROUP BY key ORDER BY min(position)"
_DELETE = "DELETE FROM parked WHERE event_id = $1"
_COUNT = "SELECT count(*) FROM parked"


async def list_parked(service: Service[Any], *, key: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """Parked events in order, without their data."""
    async with service.database.acquire() as connection:
        return [dict(row) for row in await connection.fetch(_LIST, key, limit)]


async def show_parked(service: Service[Any], event_id: UUID) -> dict[str, Any] | None:
    """One parked event with headers and data (which holds ids and codes only)."""
    async with service.database.acquire() as connection:
        row = await connection.fetchrow(_SHOW, event_id)
        return dict(row) if row else None


async def retry_parked(service: Service[Any], consumer: Consumer, *, key: str | None = None) -> tuple[int, int]:
    """Apply parked events in order, case by case; a case stops at its first failure. Returns (applied, still parked)."""
    applied = 0
    async with service.database.acquire() as connection:
        keys = [key] if key else [row["key"] for row in await connection.fetch(_KEYS)]
    for each in keys:
        while await _retry_first(service, consumer, each):
            applied += 1
    return applied, await count_parked(service)


async def _retry_first(service: Service[Any], consumer: Consumer, key: str) -> bool:
    async with service.database.acquire() as connection:
        row = await connection.fetchrow(_OF_KEY, key)
    if row is None:
        return False
    message = Received(topic=row["topic"], key=row["key"], headers=row["headers"], value=row["value"])
    return await consumer.retry(Taken(message, service.definition.classes), row["event_id"])


async def drop_parked(service: Service[Any], event_id: UUID) -> bool:
    """Give an event up: it counts as had, and the later ones of its case can be retried. Whether it was there."""
    async with service.begin(SYSTEM) as work:
        connection = work.connection
        row = await connection.fetchrow(_SHOW, event_id)
        if row is None:
            return False
        await inbox.lock_key(connection, row["key"])
        await inbox.once(connection, [event_id])
        return bool(await connection.execute(_DELETE, event_id) == "DELETE 1")


async def count_parked(service: Service[Any]) -> int:
    """How many wait; also the metric."""
    async with service.database.acquire() as connection:
        number: int = await connection.fetchval(_COUNT)
    PARKED.labels(service.name).set(number)
    return number

"""What has this service had already, and what waits for an operator? The dedupe row commits with the effect."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.bus import Received

_TAKE = "INSERT INTO inbox (event_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id"
_PARKED_KEYS = "SELECT DISTINCT key FROM parked WHERE key = ANY($1::text[])"
_LOCK_KEY = "SELECT pg_advisory_xact_lock(hashtextextended($1, 13))"
_PARK = """
INSERT INTO parked (event_id, topic, key, headers, value, reason)
SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM inbox WHERE event_id = $1)
ON CONFLICT (event_id) DO UPDATE SET attempts = parked.attempts + 1, reason = EXCLUDED.reason"""
_UNPARK = "DELETE FROM parked WHERE event_id = $1"


async def once(connection: Any, event_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the events that were not taken before; from now on they are, if this transaction commits."""
    rows = await connection.fetch(_TAKE, event_ids)
    return {row["event_id"] for row in rows}


async def parked_keys(connection: Any, keys: Sequence[str]) -> set[str]:
    """Keys (cases, units) with a parked event: their later events have to wait behind it."""
    rows = await connection.fetch(_PARKED_KEYS, keys)
    return {row["key"] for row in rows}


async def lock_key(connection: Any, key: str) -> None:
    """Hold the key for this transaction, so that a retry and a new event of the same case do not cross."""
    await connection.execute(_LOCK_KEY, key)


async def park(connection: Any, event_id: UUID, message: Received, reason: str) -> None:
    """Put the event aside. `reason` is the kind of failure, never a value. Parking twice counts an attempt."""
    headers = {storable(name): storable(text) for name, text in message.headers.items()}
    key = storable(message.key)
    await connection.execute(_PARK, event_id, message.topic, key, headers, message.value, reason)


async def unpark(connection: Any, event_id: UUID) -> None:
    """It has been applied: it waits no more."""
    await connection.execute(_UNPARK, event_id)


def storable(text: str) -> str:
    """The text without U+0000, for which PostgreSQL has no place in text or jsonb."""
    return text.replace("\0", "\ufffd")

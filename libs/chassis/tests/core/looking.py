"""How does a test look at a service's database, and cut it off?"""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from chassis.bus import Received
from chassis.kernel.ids import uuid7
from chassis.messages import Envelope, Event
from chassis.testing.harness import Harness


async def fetch(toy: Harness[Any], sql: str, *args: object) -> list[Any]:
    connection = await asyncpg.connect(toy.service.database.url)
    try:
        return list(await connection.fetch(sql, *args))
    finally:
        await connection.close()


async def rows_of_all_tables(toy: Harness[Any]) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    found = await fetch(
        toy, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    names = sorted(row[0] for row in found)
    return {name: [r[0] for r in await fetch(toy, f'SELECT t::text FROM "{name}" t ORDER BY 1')] for name in names}


async def cut(toy: Harness[Any], which: str = "true") -> int:
    """Cut off every connection to the service's database (`which`: a condition on pg_stat_activity); how many."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    return len(await fetch(toy, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others} AND {which}"))


async def until(condition: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Wait for what a task in the background brings about."""
    async with asyncio.timeout(seconds):
        while not (found := await condition()):  # noqa: ASYNC110  what is watched is another process
            await asyncio.sleep(0.005)
    return found


async def made(toy: Harness[Any], *, case_id: UUID | None = None, unit_id: UUID | None = None) -> str:
    """A thing, made by a care manager; its id."""
    body = {"case_id": str(case_id or uuid4()), **({"unit_id": str(unit_id)} if unit_id else {})}
    answer = await toy.post("/v1/things", body, by=toy.bearer("care_manager"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def received(event: Event, **more: Any) -> Received:
    """The event as a message of the log, from another service."""
    headers = more.pop("headers", {})
    envelope = Envelope(
        id=more.pop("id", None) or uuid7(),
        source=more.pop("source", "/elsewhere"),
        type=event.TYPE,
        subject=event.key,
        time=datetime(2024, 2, 5, tzinfo=UTC),
        county=more.pop("county", "nantou"),
        data={**json.loads(event.model_dump_json()), **more.pop("data", {})},
    )
    value = more.pop("value", envelope.value())
    known = {name: text for name, text in {**envelope.headers(), **headers}.items() if text is not None}
    return Received(topic=event.TOPIC, key=str(event.key), headers=known, value=value, **more)

"""Who fires deadlines? One process of each contestant: `python -m bench.firing NAME URL`, told to `go` on standard input."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
from chassis.kernel.ids import uuid7
from chassis.runner import BATCH, Runner

from bench import rows
from bench.stack import bench, service
from bench.toy import TOY, Overdue

SLEEPERS = 200
"""Timers of one DBOS process."""
_CLAIM = """
select id, subject_id, case_id from deadlines where state = 'open' and fired_at is null and fires_at <= now()
order by fires_at, id limit $1 for update skip locked"""
_TELL = """
insert into outbox (event_id, topic, key, type, headers, data)
select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::jsonb[], $6::jsonb[])"""
_FIRED = "update deadlines set fired_at = now() where id = any($1::uuid[])"

Go = Callable[[float], Awaitable[object]]
"""Fire all; `at` (seconds since 1970) is when timers are due."""


async def ours(url: str) -> None:
    """The chassis' runner."""
    async with service(TOY, url, at=datetime.now(UTC), pool_size=2) as running:
        runner = Runner(running)

        async def go(_: float) -> None:
            while await runner.fire() == BATCH:
                pass

        await _obey(go)


async def bare(url: str) -> None:
    """The least that can claim a batch and write the same rows."""
    connection = await asyncpg.connect(url)

    async def go(_: float) -> None:
        while await _bare_batch(connection) == BATCH:
            pass

    await _obey(go)


async def _bare_batch(connection: asyncpg.Connection) -> int:
    async with connection.transaction():
        claimed = await connection.fetch(_CLAIM, BATCH)
        if claimed:
            told = [_row(row["case_id"], row["subject_id"]) for row in claimed]
            await connection.execute(_TELL, *(list(column) for column in zip(*told, strict=True)))
            await connection.execute(_FIRED, [row["id"] for row in claimed])
    return len(claimed)


def _row(case_id: Any, subject_id: Any) -> tuple[object, ...]:
    data = {"clocks": [], "case_id": str(case_id), "subject_id": str(subject_id)}
    headers = {**rows.HEADERS, "ce_id": str(uuid4()), "ce_subject": str(case_id)}
    return uuid7(), "ltc.cases", case_id, Overdue.TYPE, json.dumps(headers), json.dumps(data)


async def procrastinate(url: str) -> None:
    """Scheduled jobs, ten at a time."""
    from bench.firing_peers import procrastinate_app

    async with procrastinate_app(url) as app:
        await _obey(lambda _: app.run_worker_async(wait=False, concurrency=10, install_signal_handlers=False))


async def dbos(url: str) -> None:
    """Durable sleeps."""
    from bench.firing_peers import sleepers

    async with sleepers(url) as start:
        await _obey(lambda at: start(SLEEPERS, at))


async def _obey(go: Go) -> None:
    print("ready", flush=True)  # noqa: T201  this is the protocol
    while line := await asyncio.to_thread(sys.stdin.readline):
        await go(float(line))
        print("done", flush=True)  # noqa: T201


def due_in(seconds: float) -> float:
    """A moment for `go`."""
    return time.time() + seconds


def past() -> datetime:
    """When the deadlines of the bench passed."""
    return datetime.now(UTC) - timedelta(hours=1)


if __name__ == "__main__":
    _, name, url = sys.argv
    bench(lambda: {"ours": ours, "bare": bare, "procrastinate": procrastinate, "dbos": dbos}[name](url))

"""How fast do many deadlines fire that are due at once? Two runners, against DBOS, Procrastinate and a bare runner."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
from procrastinate import App, PsycopgConnector

from bench import firing
from bench.harness import Aim, alternate, report
from bench.stack import Postgres, bench, postgres
from bench.toy import DEADLINE, TOY

DUE = int(os.environ.get("BENCH_DUE", "20000"))
JOBS = 600  # for Procrastinate: its rate does not grow with the number
RUNNERS = 2
_STARTING = 4.0  # seconds in which DBOS starts its workflows, before they are due
AIMS = [
    Aim(measure="rate", peer="dbos", limit=50, note=f"{RUNNERS * firing.SLEEPERS} durable sleeps that end at once"),
    Aim(measure="rate", peer="procrastinate", limit=30, note=f"{JOBS} jobs, two workers with ten at a time"),
    Aim(measure="rate", peer="bare", limit=0.3),
]
_FILL = """
insert into deadlines (id, name, subject_id, case_id, county, owed_by_role, owed_by_unit, awaited_by_role, met_by, rule,
    policyref, duration, if_due_on_day_off, opened_on, due_on, fires_at)
select gen_random_uuid(), $1, gen_random_uuid(), gen_random_uuid(), 'nantou', 'b_unit', gen_random_uuid(),
    'care_manager', '/v1/replies', 'NT-04-08', 'c_reply@2023-07-01/nantou', '3 working_day', 'keep',
    current_date - 9, current_date - 2, $2 from generate_series(1, $3)"""
_LEFT = "select count(*) from deadlines where fired_at is null"


class Firing:
    """Two processes of one contestant."""

    def __init__(self, processes: list[asyncio.subprocess.Process]) -> None:
        self._processes = processes

    async def go(self, at: float = 0.0) -> float:
        """Let them fire; seconds until both are done, from `at` if that is later."""
        started = time.time()
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write(f"{at}\n".encode())
        await asyncio.gather(*(_said(process, "done") for process in self._processes))
        return time.time() - max(started, at)


async def _said(process: asyncio.subprocess.Process, word: str) -> None:
    assert process.stdout is not None
    async with asyncio.timeout(240):
        while (line := (await process.stdout.readline()).decode()).strip() != word:
            if not line:
                raise RuntimeError("a firing process has ended")


@asynccontextmanager
async def firing_processes(name: str, url: str) -> AsyncIterator[Firing]:
    """Start them and wait until they are ready."""
    pipe = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.firing", name, url, stdin=pipe, stdout=pipe)
        for _ in range(RUNNERS)
    ]
    try:
        await asyncio.gather(*(_said(process, "ready") for process in processes))
        yield Firing(processes)
    finally:
        for process in processes:
            process.kill()
            await process.wait()


async def with_rows(url: str, contestant: Firing, pool: asyncpg.Pool) -> Mapping[str, float]:
    """The deadline table full of what is due; each row must be told once."""
    await pool.execute("truncate deadlines, outbox")
    await pool.execute(_FILL, DEADLINE, firing.past(), DUE)
    await pool.execute("vacuum analyze deadlines")
    seconds = await contestant.go()
    left, told = await pool.fetchval(_LEFT), await pool.fetchval("select count(*) from outbox")
    if left or told != DUE:
        raise RuntimeError(f"{url}: {left} deadlines are left, {told} events were told")
    return {"rate": DUE / seconds}


async def with_jobs(url: str, contestant: Firing) -> Mapping[str, float]:
    """Procrastinate's table full of what is due."""
    app = App(connector=PsycopgConnector(conninfo=url))
    async with app.open_async():
        defer = app.configure_task("fire", queue="deadlines", schedule_at=firing.past()).batch_defer_async
        jobs: list[dict[str, Any]] = [{"case_id": str(uuid4())} for _ in range(JOBS)]
        await defer(*jobs)
    return {"rate": JOBS / await contestant.go()}


async def with_sleeps(contestant: Firing) -> Mapping[str, float]:
    """DBOS: workflows that all sleep until the same moment."""
    seconds = await contestant.go(firing.due_in(_STARTING))
    return {"rate": RUNNERS * firing.SLEEPERS / seconds}


async def _prepared(server: Postgres) -> dict[str, str]:
    urls = {name: await server.migrated(TOY) for name in ("ours", "bare", "procrastinate", "dbos")}
    app = App(connector=PsycopgConnector(conninfo=urls["procrastinate"]))
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
    return urls


async def main() -> None:
    """All four; processes are started once, and wait while another contestant runs."""
    with postgres() as server:
        urls = await _prepared(server)
        async with (
            firing_processes("ours", urls["ours"]) as ours,
            firing_processes("bare", urls["bare"]) as bare,
            firing_processes("procrastinate", urls["procrastinate"]) as jobs,
            firing_processes("dbos", urls["dbos"]) as sleeps,
            asyncpg.create_pool(urls["ours"], min_size=1, max_size=1) as ours_pool,
            asyncpg.create_pool(urls["bare"], min_size=1, max_size=1) as bare_pool,
        ):
            runs: dict[str, Callable[[], Awaitable[Any]]] = {
                "ours": lambda: with_rows(urls["ours"], ours, ours_pool),
                "bare": lambda: with_rows(urls["bare"], bare, bare_pool),
                "procrastinate": lambda: with_jobs(urls["procrastinate"], jobs),
                "dbos": lambda: with_sleeps(sleeps),
            }
            measured = await alternate(runs)
    report("deadlines", measured, AIMS)


if __name__ == "__main__":
    bench(main)

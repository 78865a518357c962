"""Does it stay as fast when there are ten times the cases? Lists, work lists and commands of prof-service, at 1 × and 10 ×."""

import statistics
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from chassis.access import Role
from chassis.app import build_app
from chassis.clock import SystemClock
from chassis.tokens import development_issuer
from prof_service.definition import DEFINITION

from bench import sessions
from bench.harness import Aim, alternate, report
from bench.sessions import UNIT
from bench.stack import bench, postgres, service
from bench.write_path import body

SMALL, TIMES = 4_000, 10
CALLS, RECORDS = 40, 20
OF_UNIT = 400
LISTS = {
    "unit_sessions_ms": ("/v1/sessions", Role.PROF_STAFF),
    "county_sessions_ms": ("/v1/sessions", Role.CARE_MANAGER),
    "unit_work_list_ms": ("/v1/work-items", Role.PROF_STAFF),
    "county_work_list_ms": ("/v1/work-items", Role.CARE_MANAGER),
}
AIMS = [Aim(measure=name, peer="small", limit=1.2, wanted="at most") for name in (*LISTS, "record_ms")]


class County:
    """The service over so many cases."""

    def __init__(self, client: httpx.AsyncClient, issuer: Any, waiting: list[UUID]) -> None:
        self._client = client
        self._issuer = issuer
        self._waiting = waiting

    def _by(self, role: Role) -> dict[str, str]:
        unit = UNIT if role is Role.PROF_STAFF else None
        return {"Authorization": f"Bearer {self._issuer.token(person='p-1', county='nantou', roles=[role], unit=unit)}"}

    async def run(self) -> Mapping[str, float]:
        """The median of each."""
        found = {}
        for name, (path, role) in LISTS.items():
            by = self._by(role)
            found[name] = statistics.median([await self._timed("GET", path, by) for _ in range(CALLS)])
        by = self._by(Role.PROF_STAFF)
        found["record_ms"] = statistics.median([await self._record(by) for _ in range(RECORDS)])
        return found

    async def _record(self, by: dict[str, str]) -> float:
        path = f"/v1/engagements/{self._waiting.pop()}/sessions/1/records"
        headers = {**by, "Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
        return await self._timed("POST", path, headers, content=body().encode())

    async def _timed(self, method: str, path: str, headers: dict[str, str], **how: Any) -> float:
        started = time.perf_counter()
        answer = await self._client.request(method, path, headers=headers, **how)
        seconds = time.perf_counter() - started
        if answer.is_error:
            raise RuntimeError(answer.text)
        return seconds * 1000


@asynccontextmanager
async def county(url: str, cases: int) -> AsyncIterator[County]:
    """Filled, and served in this process."""
    async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
        waiting = await sessions.fill(pool, cases, cases=cases, of_unit=OF_UNIT)
    async with service(DEFINITION, url) as running:
        running.clock = SystemClock()
        app = build_app(DEFINITION, running.settings, running)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://county.test") as client:
            yield County(client, development_issuer(running.settings), waiting[:OF_UNIT])


async def main() -> None:
    """Two counties on one server."""
    with postgres() as server:
        urls = [await sessions.database(server) for _ in range(2)]
        async with county(urls[0], SMALL) as small, county(urls[1], SMALL * TIMES) as large:
            measured = await alternate({"large": large.run, "small": small.run})
            facts = await _sizes(urls[1])
    report("growth", measured, AIMS, ours="large", facts=facts)


async def _sizes(url: str) -> dict[str, float]:
    """Bytes of a row with its indexes, for the capacity plan."""
    connection = await asyncpg.connect(url)
    try:
        return {
            f"bytes_per_{name}": await connection.fetchval(
                f"select pg_total_relation_size('{name}')::float8 / greatest(1, count(*)) from {name}"  # noqa: S608
            )
            for name in ("sessions", "deadlines", "relations")
        }
    finally:
        await connection.close()


if __name__ == "__main__":
    bench(main)

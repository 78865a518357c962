"""Does anything get lost when processes, broker and database are killed? `python -m tests.faults.chaos --kills 1000 --seed 7`."""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from chassis.clock import DemoClock, instant
from ltc.databases import role_url
from ltc.services import DEFINITIONS
from ltc.up import Process, Stack

from tests.faults.driver import DAY, Driver
from tests.faults.ledger import audit, read_book, read_log

LATER = date(2024, 6, 3)
WEIGHTS = {"worker": 40, "api": 30, "broker": 6, "database": 6, "cut": 8, "storm": 10}
_REST_SECONDS = 240.0
_AT_REST = """SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL)
 + (SELECT count(*) FROM deadlines WHERE state = 'open' AND fired_at IS NULL AND fires_at <= $1)"""
_CUT = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE datname LIKE 'ltc_%' AND pid <> pg_backend_pid() AND random() < 0.5"""


@dataclass
class Chaos:
    """A stack, and what was done to it."""

    stack: Stack
    seed: int
    faults: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    @property
    def kills(self) -> int:
        """How many processes got SIGKILL."""
        return sum(n for name, n in self.faults.items() if name not in {"cut", "died"})

    def strike(self) -> None:
        """One fault, and everything that is dead is started again."""
        (what,) = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))
        getattr(self, f"_{what}")()
        self.revive()

    def strike_worker(self) -> None:
        """One worker less for a moment, while deadlines fire."""
        self._worker()
        self.revive()

    def revive(self) -> None:
        """What died by itself (an API that started while the database was away) is what a kubelet would restart."""
        for process in self.stack.processes():
            if not process.alive:
                self.faults["died"] += 1
                self.stack.restarted(process)

    def _worker(self) -> None:
        self._kill([self.random.choice(self._of("worker"))], "worker")

    def _api(self) -> None:
        self._kill([self.random.choice(self._of("api"))], "api")

    def _storm(self) -> None:
        """Several members of the groups go and come at once."""
        self._kill(self.random.sample(self._of("worker"), 3), "worker")

    def _broker(self) -> None:
        self.faults["broker"] += 1
        self.stack.kafka.kill()
        time.sleep(self.random.random() * 3)
        self.stack.kafka.start()

    def _database(self) -> None:
        self.faults["database"] += 1
        self.stack.kill_postgres()
        time.sleep(self.random.random() * 2)
        self.stack.restart_postgres()

    def _cut(self) -> None:
        self.faults["cut"] += 1
        asyncio.run(_cut(self.stack.start_postgres().url("postgres")))

    def _of(self, kind: str) -> list[Process]:
        return [p for p in self.stack.processes() if p.kind == kind and p.alive]

    def _kill(self, victims: list[Process], kind: str) -> None:
        for victim in victims:
            os.kill(victim.pid, signal.SIGKILL)
            self.faults[kind] += 1
        time.sleep(self.random.random())
        for victim in victims:
            self.stack.restarted(victim)


async def run(folder: Path, *, kills: int, seed: int, rate: float = 1.0) -> dict[str, Any]:
    """Cases at a steady rate while `kills` processes are killed; then rest, then the ledger. The report."""
    stack = Stack(folder, {"LTC_CLOCK": DAY})
    begun = time.monotonic()
    try:
        await asyncio.to_thread(stack.up, apis=1, workers=2)
        chaos = Chaos(stack, seed)
        async with httpx.AsyncClient(timeout=15) as client:
            driver = Driver(stack.folder, stack.processes, client)
            await driver.contract_unit()
            striking = asyncio.create_task(_strike(chaos, kills))
            await _drive(driver, striking, rate)
            findings = await _examine(chaos, driver)
    finally:
        await asyncio.to_thread(stack.down)
    return {
        "seed": seed,
        "kills": chaos.kills,
        "faults": dict(sorted(chaos.faults.items())),
        "cases": len(driver.cases),
        "commands": len(driver.accepted),
        "sent_again": driver.repeated,
        "seconds": round(time.monotonic() - begun),
        **findings,
    }


async def _strike(chaos: Chaos, kills: int) -> None:
    while chaos.kills < kills:
        await asyncio.to_thread(chaos.strike)
        await asyncio.sleep(chaos.random.random() * 4)  # a killed process needs a few seconds to be one again


async def _drive(driver: Driver, striking: asyncio.Task[None], rate: float) -> None:
    sending: list[asyncio.Task[None]] = []
    while not striking.done():
        sending.append(asyncio.create_task(driver.case()))
        await asyncio.sleep(1 / rate)
    await striking
    await asyncio.gather(*sending)


async def _examine(chaos: Chaos, driver: Driver) -> dict[str, Any]:
    """The clock moves on so that every deadline passes, under a last few kills; when all is at rest, the ledger."""
    stack = chaos.stack
    DemoClock(stack.folder / "clock.json").set(LATER)
    for _ in range(3):
        await asyncio.to_thread(chaos.strike_worker)
    server = stack.start_postgres()
    urls = {service: role_url(server, service, "read") for service in DEFINITIONS}
    findings, until = ["never at rest"], time.monotonic() + _REST_SECONDS
    while findings and time.monotonic() < until:
        await asyncio.sleep(3)
        if not await _at_rest(list(urls.values())):
            continue
        log = await read_log(stack.kafka.bootstrap_servers)
        books = {service: await read_book(url, instant(LATER)) for service, url in urls.items()}
        findings = audit(books, log, driver.accepted, len(driver.cases))
    return {
        "events": sum(len(b.outbox) for b in books.values()),
        "messages_on_the_log": len(log),
        "deadlines": sum(len(b.deadlines) for b in books.values()),
        "deadlines_fired": sum(1 for b in books.values() for d in b.deadlines if d["fired_at"]),
        "applied": sum(len(b.inbox) for b in books.values()),
        "findings": findings,
    }


async def _at_rest(urls: list[str]) -> bool:
    for url in urls:
        connection = await asyncpg.connect(url)
        try:
            if await connection.fetchval(_AT_REST, instant(LATER)):
                return False
        finally:
            await connection.close()
    return True


async def _cut(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.fetchval(_CUT)
    finally:
        await connection.close()


def main() -> int:
    """Print the report as JSON; 1 if the ledger is not clean."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    print(f"seed {given.seed}", file=sys.stderr)  # noqa: T201
    with tempfile.TemporaryDirectory(prefix="ltc-chaos-") as folder:
        report = asyncio.run(run(Path(folder) / "up", kills=given.kills, seed=given.seed))
    print(json.dumps(report, indent=1, ensure_ascii=False))  # noqa: T201
    return 1 if report["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())

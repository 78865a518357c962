"""How long from a commit in one service to its effect in another? Against two bare commits and a raw Kafka hop."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

import asyncpg
from aiokafka import AIOKafkaProducer
from chassis.access import SYSTEM
from chassis.bus.kafka import KafkaBus, ensure_topics
from chassis.consumer import Consumer
from chassis.messages import CASES, UNITS
from chassis.outbox import Relay
from chassis.work import Work

from bench import log, rows
from bench.harness import Aim, alternate, percentiles, report
from bench.stack import bench, kafka, postgres, service
from bench.toy import TOY, Counted, on_counted

PER_SECOND, SECONDS = 200, 4
AIMS = [
    Aim(measure="p50_ms", peer="bare", limit=2, wanted="at most"),
    Aim(measure="p99_ms", peer="bare", limit=3, wanted="at most"),
]
_INSERT = "insert into counts values ($1, 'nantou', 0)"
_EFFECT = "update counts set total = total + 1 where case_id = $1"


class Trips:
    """When each trip began and when its effect was durable."""

    def __init__(self) -> None:
        self.begun: dict[UUID, float] = {}
        self.seen: dict[UUID, float] = {}

    def arrived(self, case_id: UUID) -> None:
        """The second commit has returned."""
        self.seen.setdefault(case_id, time.perf_counter())

    async def measure(self, send: Callable[[UUID], Awaitable[object]]) -> Mapping[str, float]:
        """A steady rate, whatever the latency."""
        started, sending = time.perf_counter(), []
        for nr in range(PER_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, started + nr / PER_SECOND - time.perf_counter()))
            sending.append(asyncio.create_task(self._begin(send)))
        await asyncio.gather(*sending)
        async with asyncio.timeout(30):
            while len(self.seen) < len(self.begun):
                await asyncio.sleep(0.01)
        return percentiles([self.seen[case_id] - begun for case_id, begun in self.begun.items()])

    async def _begin(self, send: Callable[[UUID], Awaitable[object]]) -> None:
        case_id = uuid4()
        self.begun[case_id] = time.perf_counter()
        await send(case_id)


async def ours(servers: str, sender: str, receiver: str) -> Mapping[str, float]:
    """Command, outbox, relay, log, inbox, handler."""
    trips, prefix = Trips(), f"bench{uuid4().hex[:8]}."
    await ensure_topics(servers, {prefix + CASES: log.PARTITIONS, prefix + UNITS: 1})

    async def handle(event: Counted, work: Work) -> None:
        await on_counted(event, work)
        work.after_commit(lambda: trips.arrived(event.case_id))

    bus = KafkaBus(servers, "bench", prefix=prefix)
    async with (
        service(TOY, sender) as first,
        service(replace(TOY, name="second", events={Counted: handle}), receiver) as second,
    ):

        async def send(case_id: UUID) -> None:
            async with first.begin(SYSTEM, county="nantou") as work:
                work.emit(rows.counted(case_id))

        tasks = [asyncio.create_task(t.run()) for t in (Relay("toy", sender, bus), Consumer(second, bus))]
        await _warm(trips, send)
        found = await trips.measure(send)
        await _ended(tasks)
    await bus.close()
    return found


async def bare(servers: str, sender: str, receiver: str) -> Mapping[str, float]:
    """Commit, send, receive, commit."""
    trips, topic = Trips(), await log.topic(servers, "hop")
    async with (
        asyncpg.create_pool(sender, min_size=2, max_size=10) as first,
        asyncpg.create_pool(receiver, min_size=1, max_size=1) as second,
        log.producer(servers, linger_ms=0) as producer,
        log.reading(servers, topic) as consumer,
    ):

        async def receive() -> None:
            async for record in consumer:
                case_id = UUID(record.key.decode())
                await second.execute(_EFFECT, case_id)
                trips.arrived(case_id)

        async def send(case_id: UUID) -> None:
            await first.execute(_INSERT, case_id)
            await _raw(producer, topic, case_id)

        receiving = asyncio.create_task(receive())
        await _warm(trips, send)
        found = await trips.measure(send)
        await _ended([receiving])
    return found


async def _raw(producer: AIOKafkaProducer, topic: str, case_id: UUID) -> None:
    await log.send(producer, topic, [rows.message(case_id)])


async def _warm(trips: Trips, send: Callable[[UUID], Awaitable[object]]) -> None:
    """Joined and connected once a first trip is made."""
    first = uuid4()
    await send(first)
    async with asyncio.timeout(30):
        while first not in trips.seen:
            await asyncio.sleep(0.02)
    trips.seen.clear()


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def main() -> None:
    """Both on the same server and broker."""
    with postgres() as server, kafka() as servers:
        first, second, third, fourth = [await server.migrated(TOY) for _ in range(4)]
        runs = {"ours": lambda: ours(servers, first, second), "bare": lambda: bare(servers, third, fourth)}
        measured = await alternate(runs)
    report("hop", measured, AIMS)


if __name__ == "__main__":
    bench(main)

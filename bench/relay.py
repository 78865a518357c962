"""How fast do outbox rows reach Kafka? Against raw sends, faststream-outbox and Debezium's outbox router."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

import asyncpg
from aiokafka import AIOKafkaConsumer
from chassis.access import SYSTEM
from chassis.bus.kafka import KafkaBus, ensure_topics
from chassis.db import connect
from chassis.messages import CASES
from chassis.outbox import Relay
from chassis.service import Service
from faststream.kafka import KafkaBroker
from faststream_outbox import OutboxBroker, make_outbox_table
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from bench import connect as connectors
from bench import log, rows
from bench.connect import Debezium
from bench.harness import Aim, Measured, alternate, percentiles, report
from bench.stack import Postgres, bench, kafka, postgres, service
from bench.toy import TOY

BACKLOG = 20_000
SLOW_BACKLOG = 1_500  # for who would need a minute
LATENCIES, PER_SECOND = 60, 20
AIMS = [
    Aim(measure="rate", peer="aiokafka", limit=0.5),
    Aim(measure="rate", peer="faststream-outbox", limit=4, note="one worker, which keeps the order"),
    Aim(measure="rate", peer="debezium", limit=1.2),
    Aim(measure="p50_ms", peer="debezium", limit=0.4, wanted="at most"),
]


@dataclass
class Ground:
    """What all contestants share."""

    servers: str
    ends: log.Ends

    async def rate(self, topic: str, count: int, begin: Callable[[], Awaitable[object]]) -> Mapping[str, float]:
        """Messages a second from the commit of a backlog (`begin`) until the last one is on the log."""
        before = await self.ends.count(topic)
        started = await _timed(begin)
        await self.ends.wait(topic, before + count)
        return {"rate": count / (time.perf_counter() - started)}

    async def latency(self, topic: str, commit: Callable[[UUID], Awaitable[object]]) -> Mapping[str, float]:
        """From a commit until a consumer has the message, at a steady rate; `commit` sends it with this key."""
        committed: dict[str, float] = {}
        arrived: dict[str, float] = {}
        async with log.reading(self.servers, topic) as consumer:
            hearing = asyncio.create_task(_hear(consumer, arrived))
            for nr in range(LATENCIES):
                key = uuid4()
                await commit(key)
                committed[str(key)] = time.perf_counter()
                await asyncio.sleep((nr % 7 - 3) / 1000 + 1 / PER_SECOND)
            await _until(lambda: committed.keys() <= arrived.keys())
            hearing.cancel()
        return percentiles([arrived[key] - at for key, at in committed.items()])


async def _timed(begin: Callable[[], Awaitable[object]]) -> float:
    """When it began: a commit that returns a clock reading knows better."""
    started = time.perf_counter()
    committed = await begin()
    return committed if isinstance(committed, float) else started


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not done():
            await asyncio.sleep(0.005)


async def _hear(consumer: AIOKafkaConsumer, arrived: dict[str, float]) -> None:
    async for record in consumer:
        arrived.setdefault((record.key or b"").decode(), time.perf_counter())


class Ours:
    """The chassis' relay, woken by the hint of the committing process."""

    def __init__(self, ground: Ground, running: Service, topic: str, bus: KafkaBus) -> None:  # type: ignore[type-arg]
        self._ground = ground
        self._running = running
        self._topic = topic
        self._bus = bus

    async def backlog(self) -> Mapping[str, float]:
        """A backlog of one transaction."""
        async with self._relaying():
            return await self._ground.rate(self._topic, BACKLOG, self._commit_many)

    async def steady(self) -> Mapping[str, float]:
        """One command after the other."""
        async with self._relaying():
            return await self._ground.latency(self._topic, self._commit_one)

    @asynccontextmanager
    async def _relaying(self) -> AsyncIterator[None]:
        relaying = asyncio.create_task(Relay("toy", self._running.database.url, self._bus).run())
        await asyncio.sleep(0.1)
        yield
        await self._sent()
        relaying.cancel()
        with suppress(asyncio.CancelledError):
            await relaying

    async def _commit_many(self) -> float:
        async with self._running.database.acquire() as connection:
            await rows.fill_outbox(connection, CASES, BACKLOG)
            committed = time.perf_counter()
            await connection.execute("notify ltc_outbox")
        return committed

    async def _commit_one(self, key: UUID) -> None:
        async with self._running.begin(SYSTEM, county="nantou") as work:
            work.emit(rows.counted(key))

    async def _sent(self) -> None:
        async with self._running.database.acquire() as connection, asyncio.timeout(30):
            while await connection.fetchval("select exists (select from outbox where sent_at is null)"):
                await asyncio.sleep(0.01)


class Raw:
    """Nothing but the producer."""

    def __init__(self, ground: Ground, topic: str) -> None:
        self._ground = ground
        self._topic = topic
        self._messages = [rows.message(uuid4()) for _ in range(BACKLOG)]

    async def backlog(self) -> Mapping[str, float]:
        """The same messages from memory."""
        async with log.producer(self._ground.servers) as sender:
            await log.send(sender, self._topic, self._messages[:100])
            return await self._ground.rate(self._topic, BACKLOG, lambda: log.send(sender, self._topic, self._messages))


class FastStreamOutbox:
    """As its documentation shows; one worker, so that the order of a case is kept; fetching and deleting in batches."""

    def __init__(self, ground: Ground, url: str, topic: str) -> None:
        self._ground = ground
        self._topic = topic
        self._metadata = MetaData()
        self._table = make_outbox_table(self._metadata, "faststream_outbox")
        self._engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
        self._kafka = KafkaBroker(
            ground.servers, acks="all", enable_idempotence=True, linger_ms=0, logger=None, apply_types=True
        )
        self._outbox = OutboxBroker(self._engine, outbox_table=self._table, logger=None)

        @self._outbox.subscriber(
            "events", max_workers=1, fetch_batch_size=500, terminal_flush_batch_size=100, min_fetch_interval=0.01
        )
        async def relay(body: dict[str, object]) -> None:
            await self._kafka.publish(body, topic=topic, key=str(body["case_id"]).encode(), headers=rows.HEADERS)

    async def open(self) -> None:
        """Make its table and start."""
        async with self._engine.begin() as connection:
            await connection.run_sync(self._metadata.create_all)
        await self._kafka.connect()

    async def close(self) -> None:
        """Stop."""
        await self._kafka.stop()
        await self._engine.dispose()

    async def backlog(self) -> Mapping[str, float]:
        """A backlog of one transaction."""
        await self._outbox.start()
        found = await self._ground.rate(self._topic, SLOW_BACKLOG, self._commit_many)
        await self._outbox.stop()
        return found

    async def _commit_many(self) -> float:
        bodies = [json.loads(rows.message(uuid4()).value) for _ in range(SLOW_BACKLOG)]
        async with self._engine.begin() as connection:
            await self._outbox.publish_batch(*bodies, queue="events", session=connection)
        return time.perf_counter()


class Router:
    """Debezium reads what was committed from the WAL."""

    def __init__(self, ground: Ground, connector: Debezium, connection: asyncpg.Connection, topic: str) -> None:
        self._ground = ground
        self._connector = connector
        self._connection = connection
        self._topic = topic

    async def backlog(self) -> Mapping[str, float]:
        """A backlog of one transaction."""
        async with self._awake():
            return await self._ground.rate(self._topic, BACKLOG, self._commit_many)

    async def steady(self) -> Mapping[str, float]:
        """One row after the other."""
        async with self._awake():
            return await self._ground.latency(self._topic, lambda key: rows.insert_debezium(self._connection, key))

    @asynccontextmanager
    async def _awake(self) -> AsyncIterator[None]:
        """It has first to read past the WAL that the others left."""
        before = await self._ground.ends.count(self._topic)
        self._connector.resume()
        await rows.insert_debezium(self._connection, uuid4())
        await self._ground.ends.wait(self._topic, before + 1)
        yield
        self._connector.pause()

    async def _commit_many(self) -> float:
        await rows.fill_debezium(self._connection, BACKLOG)
        return time.perf_counter()


async def main() -> None:
    """Two alternations, the backlogs and the latencies, and one report."""
    with postgres() as server, kafka() as servers:
        async with log.ends(servers) as ends:
            measured = await _measure(server, Ground(servers, ends))
    report("relay", measured, AIMS)


async def _measure(server: Postgres, ground: Ground) -> Measured:
    prefix = f"bench{uuid4().hex[:6]}."
    await ensure_topics(ground.servers, {prefix + CASES: log.PARTITIONS})
    raw_topic, fast_topic, router_topic = [await log.topic(ground.servers, name) for name in ("raw", "fast", "router")]
    url, other = await server.migrated(TOY), await server.database("peers")
    bus = KafkaBus(ground.servers, "bench", prefix=prefix)
    connection = await connect(other)
    await connection.execute(connectors.TABLE)
    fast = FastStreamOutbox(ground, other, fast_topic)
    await fast.open()
    try:
        async with service(TOY, url) as running:
            with connectors.debezium(
                ground.servers, address=server.address, url=other, topic=router_topic
            ) as connector:
                ours = Ours(ground, running, prefix + CASES, bus)
                router = Router(ground, connector, connection, router_topic)
                raw = Raw(ground, raw_topic)
                rates = {
                    "ours": ours.backlog,
                    "aiokafka": raw.backlog,
                    "faststream-outbox": fast.backlog,
                    "debezium": router.backlog,
                }
                measured = await alternate(rates, warm=2, only_once=["faststream-outbox"])
                steady = await alternate({"ours": ours.steady, "debezium": router.steady})
    finally:
        await fast.close()
        await connection.close()
        await bus.close()
    for name, found in steady.items():
        measured[name].update(found)
    return measured


if __name__ == "__main__":
    bench(main)

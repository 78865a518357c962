"""How fast is an event applied, once in effect? Against a FastStream subscriber with a dedupe row and the same effect."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from chassis.bus import Message
from chassis.bus.kafka import KafkaBus, ensure_topics
from chassis.consumer import Consumer
from chassis.messages import CASES, UNITS
from chassis.service import Service
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from bench import log, rows
from bench.harness import Aim, alternate, report
from bench.stack import bench, kafka, postgres, service
from bench.toy import TOY, Counted

EVENTS, SLOW_EVENTS, CASE_COUNT = 8_000, 600, 2_000
AIMS = [Aim(measure="rate", peer="faststream", limit=4, note="at least once, in order: acknowledged one by one")]
_FILL = "insert into counts select unnest($1::uuid[]), 'nantou', 0"
_TOTAL = "select sum(total) from counts"
_DEDUPE = "insert into inbox (event_id) values ($1) on conflict do nothing returning event_id"
_EFFECT = "update counts set total = total + 1 where case_id = $1"

Consuming = Callable[[str], AbstractAsyncContextManager[None]]
"""Consumes the topic with this prefix or name while the context is open."""


class Ground:
    """What both share: a broker, a projection of some cases, and the way to measure."""

    def __init__(self, servers: str, pool: asyncpg.Pool) -> None:
        self.servers = servers
        self.pool = pool
        self.cases = [uuid4() for _ in range(CASE_COUNT)]

    async def rate(self, topic: str, count: int, consuming: AbstractAsyncContextManager[None]) -> Mapping[str, float]:
        """Effects a second, from the first that is seen to the last, of a topic that is full before."""
        before = await self._total()
        async with log.producer(self.servers) as sender:
            await log.send(sender, topic, self._messages(count))
        async with consuming:
            started, already = await self._until(before + 1)
            ended, _ = await self._until(before + count)
        return {"rate": (before + count - already) / (ended - started)}

    def _messages(self, count: int) -> Sequence[Message]:
        return [rows.message(self.cases[nr % CASE_COUNT]) for nr in range(count)]

    async def _total(self) -> int:
        total: int = await self.pool.fetchval(_TOTAL)
        return total

    async def _until(self, wanted: int) -> tuple[float, int]:
        async with asyncio.timeout(120):
            while (total := await self._total()) < wanted:
                await asyncio.sleep(0.02)
        return time.perf_counter(), total


class Ours:
    """The chassis' consumer, in a group and with topics of its own for each run."""

    def __init__(self, ground: Ground, running: Service[Any]) -> None:
        self._ground = ground
        self._running = running

    async def run(self) -> Mapping[str, float]:
        """A batch in one transaction."""
        prefix = f"bench{uuid4().hex[:8]}."
        await ensure_topics(self._ground.servers, {prefix + CASES: log.PARTITIONS, prefix + UNITS: 1})
        return await self._ground.rate(prefix + CASES, EVENTS, self._consuming(prefix))

    @asynccontextmanager
    async def _consuming(self, prefix: str) -> Any:
        bus = KafkaBus(self._ground.servers, "bench", prefix=prefix)
        consuming = asyncio.create_task(Consumer(self._running, bus).run())
        yield
        consuming.cancel()
        with suppress(asyncio.CancelledError):
            await consuming
        await bus.close()


class FastStream:
    """A subscriber as one would write it: one transaction for each message, then its offset."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def run(self) -> Mapping[str, float]:
        """One by one."""
        topic = await log.topic(self._ground.servers, "faststream")
        return await self._ground.rate(topic, SLOW_EVENTS, self._consuming(topic))

    @asynccontextmanager
    async def _consuming(self, topic: str) -> Any:
        broker = KafkaBroker(self._ground.servers, logger=None)

        @broker.subscriber(topic, group_id=topic, auto_offset_reset="earliest", ack_policy=AckPolicy.ACK)
        async def on_counted(event: Counted, message: KafkaMessage) -> None:
            async with self._ground.pool.acquire() as connection, connection.transaction():
                if await connection.fetchval(_DEDUPE, UUID(message.headers["ce_id"])):
                    await connection.execute(_EFFECT, event.case_id)

        await broker.start()
        yield
        await broker.stop()


async def main() -> None:
    """Both on the same database and broker."""
    with postgres() as server, kafka() as servers:
        url = await server.migrated(TOY)
        async with service(TOY, url) as running, asyncpg.create_pool(url, min_size=2, max_size=4) as pool:
            ground = Ground(servers, pool)
            await pool.execute(_FILL, ground.cases)
            runs = {"ours": Ours(ground, running).run, "faststream": FastStream(ground).run}
            measured = await alternate(runs)
    report("consume", measured, AIMS)


if __name__ == "__main__":
    bench(main)

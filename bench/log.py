"""How is the log watched and filled? Topics, end offsets, raw producers and consumers of aiokafka."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from chassis.bus import Message
from chassis.bus.kafka import ensure_topics

PARTITIONS = 12
_PATIENCE = 120.0


async def topic(servers: str, hint: str) -> str:
    """A fresh topic."""
    name = f"bench.{hint}.{uuid4().hex[:8]}"
    await ensure_topics(servers, {name: PARTITIONS})
    return name


def producer(servers: str, *, linger_ms: int = 5) -> AIOKafkaProducer:
    """Promises what the house's own does. It lingers for the sake of rate; for latency it should not."""
    return AIOKafkaProducer(
        bootstrap_servers=servers, acks="all", enable_idempotence=True, linger_ms=linger_ms, max_batch_size=256 * 1024
    )


async def send(sender: AIOKafkaProducer, to: str, messages: Sequence[Message]) -> None:
    """All of them, in order; returns when all are acknowledged."""
    acknowledged = [
        await sender.send(
            to, key=m.key.encode(), value=m.value, headers=[(name, text.encode()) for name, text in m.headers.items()]
        )
        for m in messages
    ]
    await asyncio.gather(*acknowledged)


class Ends:
    """How many messages a topic holds, asked of the broker."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer

    async def count(self, name: str) -> int:
        """All partitions together."""
        places = [TopicPartition(name, nr) for nr in range(PARTITIONS)]
        ends: dict[TopicPartition, int] = await self._consumer.end_offsets(places)
        return sum(ends.values())

    async def wait(self, name: str, count: int) -> None:
        """Until there are so many."""
        async with asyncio.timeout(_PATIENCE):
            while await self.count(name) < count:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def ends(servers: str) -> AsyncIterator[Ends]:
    """A watcher."""
    consumer = AIOKafkaConsumer(bootstrap_servers=servers)
    await consumer.start()
    try:
        yield Ends(consumer)
    finally:
        await consumer.stop()


@asynccontextmanager
async def reading(servers: str, name: str) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer at the end of the topic, which asks at once again: what it adds to a latency is the same for all."""
    places = [TopicPartition(name, nr) for nr in range(PARTITIONS)]
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(places)
        await consumer.seek_to_end(*places)
        yield consumer
    finally:
        await consumer.stop()

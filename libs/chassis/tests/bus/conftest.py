"""What do the contract tests run against? Each transport in turn, with a topic and group that no other test has."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from chassis.bus import Bus, Message, Received, Subscription
from chassis.bus.kafka import KafkaBus, ensure_topics
from chassis.bus.postgres import PostgresBus
from chassis.testing.postgres import drop_database, fresh_database

PARTITIONS = 4


@dataclass
class Transport:
    bus: Bus
    topic: str
    group: str
    open_elsewhere: list[str]
    """How member.py, in a process of its own, opens the same log."""
    forget_history: Callable[[], Awaitable[object]]

    def message(self, key: str, value: str) -> Message:
        return Message(self.topic, key, {"ce_type": "test"}, value.encode())

    async def publish(self, *pairs: tuple[str, str]) -> None:
        await self.bus.publish([self.message(key, value) for key, value in pairs])

    @asynccontextmanager
    async def crashing_member(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """A member in another process, that prints what it gets and commits nothing; killed at the end."""
        script = str(Path(__file__).with_name("member.py"))
        process = await asyncio.create_subprocess_exec(
            sys.executable, script, *self.open_elsewhere, self.topic, self.group, stdout=asyncio.subprocess.PIPE
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


class Member:
    """A member that reads and commits in the background until it is told to leave."""

    def __init__(self, transport: Transport) -> None:
        self.values: list[str] = []
        self.keys: list[str] = []
        self._leave = asyncio.Event()
        self._task = asyncio.create_task(self._read(transport))

    async def _read(self, transport: Transport) -> None:
        async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
            reading = asyncio.create_task(self._commit_each(subscription))
            await asyncio.wait({reading, asyncio.create_task(self._leave.wait())}, return_when=asyncio.FIRST_COMPLETED)
            reading.cancel()
            await asyncio.wait({reading})

    async def _commit_each(self, subscription: Subscription) -> None:
        async for batch in subscription:
            self.values += [m.value.decode() for m in batch]
            self.keys += [m.key for m in batch]
            await subscription.commit(batch)

    def clear(self) -> None:
        self.values.clear()
        self.keys.clear()

    async def leave(self) -> None:
        self._leave.set()
        await self._task


async def read(subscription: Subscription, count: int, *, commit: bool = False) -> list[Received]:
    """So many messages, in the order of their coming."""
    got: list[Received] = []
    async with asyncio.timeout(20):
        async for batch in subscription:
            got += batch
            if commit:
                await subscription.commit(batch)
            if len(got) >= count:
                return got
    raise AssertionError("the subscription ended by itself")


async def until(what: Callable[[], object]) -> None:
    """Wait for what must come to pass."""
    async with asyncio.timeout(20):
        while not what():  # noqa: ASYNC110  what happens in a server rings no bell here
            await asyncio.sleep(0.01)


def values(batch: Sequence[Received]) -> list[str]:
    return [m.value.decode() for m in batch]


@pytest_asyncio.fixture(
    params=["postgres", pytest.param("kafka", marks=pytest.mark.kafka)],
    loop_scope="session",
)
async def transport(request: pytest.FixtureRequest) -> AsyncIterator[Transport]:
    opened = _postgres() if request.param == "postgres" else _kafka(request.getfixturevalue("kafka"))
    async with opened as it:
        yield it


@pytest_asyncio.fixture(loop_scope="session")
async def log() -> AsyncIterator[Transport]:
    """The PostgreSQL transport alone, for what only it has to promise."""
    async with _postgres() as it:
        yield it


@asynccontextmanager
async def _postgres() -> AsyncIterator[Transport]:
    url = await fresh_database("bus")
    bus = PostgresBus(url, PARTITIONS)
    try:
        await bus.prepare()
        yield Transport(bus, "cases", "g", ["postgres", url], lambda: bus.purge(datetime.now(UTC)))
    finally:
        await bus.close()
        await drop_database(url)


@asynccontextmanager
async def _kafka(bootstrap_servers: str) -> AsyncIterator[Transport]:
    prefix = f"t{uuid4().hex[:8]}."
    await ensure_topics(bootstrap_servers, {f"{prefix}cases": PARTITIONS})
    bus = KafkaBus(bootstrap_servers, "test", prefix=prefix, session_timeout=2)

    async def forget_history() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
        await admin.start()
        places = [TopicPartition(f"{prefix}cases", p) for p in range(PARTITIONS)]
        await admin.delete_records({place: RecordsToDelete(before_offset=-1) for place in places})
        await admin.close()

    try:
        yield Transport(bus, "cases", "g", ["kafka", bootstrap_servers, prefix], forget_history)
    finally:
        await bus.close()

"""Does the Kafka of a bare machine survive being killed, and do those who use it wait for it?"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from chassis.bus import Message
from chassis.bus.kafka import KafkaBus, ensure_topics
from chassis.local_kafka import LocalKafka

pytestmark = pytest.mark.kafka


@pytest.fixture
def broker() -> Iterator[LocalKafka]:
    with tempfile.TemporaryDirectory(prefix="ltc-kafka-") as folder:
        broker = LocalKafka(Path(folder))
        broker.start()
        yield broker
        broker.kill()


async def test_a_publisher_and_a_member_wait_for_a_killed_broker_and_lose_nothing(broker: LocalKafka) -> None:
    await ensure_topics(broker.bootstrap_servers, {"cases": 2})
    bus = KafkaBus(broker.bootstrap_servers, "test", session_timeout=6)
    got: list[bytes] = []
    async with bus.subscribe("g", ["cases"]) as subscription, asyncio.timeout(90):
        await bus.publish([Message("cases", "a", {}, b"1")])
        broker.kill()
        publishing = asyncio.create_task(bus.publish([Message("cases", "a", {}, b"2")]))
        await asyncio.to_thread(broker.start)
        await publishing
        async for batch in subscription:
            got += [m.value for m in batch]
            if got[-1] == b"2":
                break
    assert got == [b"1", b"2"]
    await bus.close()


def test_a_broker_that_a_killed_run_left_behind_is_ended(broker: LocalKafka) -> None:
    left_behind = int((broker.folder / "kafka.pid").read_text())
    second = LocalKafka(broker.folder)
    second.start()
    assert not psutil.pid_exists(left_behind) or psutil.Process(left_behind).status() == psutil.STATUS_ZOMBIE
    second.stop()
    assert not (broker.folder / "kafka.pid").exists()

"""Where do tests get a Kafka? From one real broker per run; where none can run they are left out, or fail."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.local_kafka import LocalKafka, missing_tools


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test marked `kafka` where no Kafka can run, or fail it where one is required."""
    if item.get_closest_marker("kafka") is None or not (why := _why_not()):
        return
    if _required():
        pytest.fail(f"{why}, and CI or REQUIRE_KAFKA asks for it", pytrace=False)
    # raised here and not by a mark on the test: the summary folds what is skipped at one place into one line
    pytest.skip(f"left out, real Kafka: {why}")


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """The bootstrap servers of a real broker: of `KAFKA_BOOTSTRAP_SERVERS`, or of one that lives as long as the run."""
    if given := os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="ltc-kafka-") as folder:
        broker = LocalKafka(Path(folder))
        broker.start()
        yield broker.bootstrap_servers
        broker.kill()


def _why_not() -> str | None:
    if os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        return None
    lacking = missing_tools()
    return f"{' and '.join(lacking)} not found" if lacking else None


def _required() -> bool:
    return any(os.environ.get(name, "").lower() in {"1", "true", "yes"} for name in ("CI", "REQUIRE_KAFKA"))

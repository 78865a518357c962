"""What does every test of the chassis' heart start from? A toy service on a database of its own, and a real event log."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from chassis.bus.postgres import PostgresBus
from chassis.testing.harness import Harness, harness
from chassis.testing.postgres import drop_database, fresh_database

from libs.chassis.tests.core.toy import TOY


@pytest.fixture
async def toy(tmp_path: Path) -> AsyncIterator[Harness[Any]]:
    """The toy on Monday 5 February 2024; a count is due on Thursday 15 February."""
    async with harness(TOY, tmp_path, at=date(2024, 2, 5)) as running:
        yield running


@pytest.fixture
async def log() -> AsyncIterator[PostgresBus]:
    """An empty event log."""
    url = await fresh_database("log")
    bus = PostgresBus(url, partitions=4)
    await bus.prepare()
    yield bus
    await bus.close()
    await drop_database(url)

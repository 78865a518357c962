"""How does a journey get its county? Five services with their workers on fresh databases, on either transport, served over real HTTP."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import uvicorn
from chassis.bus import Bus
from chassis.bus.kafka import KafkaBus, ensure_topics
from chassis.bus.postgres import PostgresBus
from chassis.clock import ManualClock
from chassis.messages import CASES, UNITS
from chassis.settings import Settings
from chassis.testing.harness import migrated_database, packs
from chassis.testing.postgres import drop_database, fresh_database
from ltc.county import County, running_county
from ltc.demo.people import Bearer, bearer_of
from ltc.demo.portal import Portal
from ltc.demo.story import FirstCase
from ltc.run import BEGINS
from ltc.services import DEFINITIONS


@dataclass
class Journey:
    """A running county with a clock to set and a portal that speaks HTTP to it."""

    county: County
    clock: ManualClock
    portal: Portal
    bearer: Bearer

    def first_case(self, county: str = "nantou") -> FirstCase:
        """The story of the first case, in a county."""
        return FirstCase(self.portal, bearer_of(self.county.issuer, county), self.clock.set)


@pytest.fixture(params=["postgres", pytest.param("kafka", marks=pytest.mark.kafka)])
async def journey(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journey]:
    async with journey_on(request.param, request, tmp_path) as running:
        yield running


@pytest.fixture
async def embedded(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journey]:
    """A journey on the embedded transport alone, where the transport is not what is tried."""
    async with journey_on("postgres", request, tmp_path) as running:
        yield running


@contextlib.asynccontextmanager
async def journey_on(transport: str, request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Journey]:
    urls = {name: await migrated_database(definition) for name, definition in DEFINITIONS.items()}
    settings = {
        name: Settings(env="test", database_url=url, state_dir=folder, pool_size=5) for name, url in urls.items()
    }
    clock = ManualClock(BEGINS)
    async with (
        bus_of(transport, request) as bus,
        running_county(settings, clock=clock, packs=packs(), bus=bus) as county,
        served(county) as address,
        httpx.AsyncClient(base_url=address, timeout=30) as client,
    ):
        yield Journey(county, clock, Portal(client), bearer_of(county.issuer, "nantou"))
    for url in urls.values():
        await drop_database(url)


@contextlib.asynccontextmanager
async def bus_of(transport: str, request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    if transport == "kafka":
        servers, prefix = request.getfixturevalue("kafka"), f"{uuid4().hex[:8]}."
        await ensure_topics(servers, {f"{prefix}{CASES}": 6, f"{prefix}{UNITS}": 2})
        bus: Bus = KafkaBus(servers, "journey", prefix=prefix)
        yield bus
        await bus.close()
        return
    url = await fresh_database("log")
    log = PostgresBus(url)
    await log.prepare()
    yield log
    await log.close()
    await drop_database(url)


@contextlib.asynccontextmanager
async def served(county: County) -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(county.app, port=0, log_level="warning", lifespan="off"))
    server.capture_signals = contextlib.nullcontext  # the test runner keeps its own
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn tells by an attribute only
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task

"""What runs beside the HTTP side? Relay, consumer, deadline runner and housekeeping, until it is told to leave."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import asyncpg
import structlog

from chassis.bus import Bus
from chassis.bus.kafka import KafkaBus
from chassis.bus.postgres import PostgresBus
from chassis.calendar_moves import move_deadlines
from chassis.consumer import Consumer
from chassis.lost import LOST
from chassis.outbox import Relay, purge
from chassis.parked import count_parked
from chassis.runner import Runner
from chassis.service import Background, Service
from chassis.settings import Settings

_HOUSEKEEPING_SECONDS = 30
_PURGE_EVERY = 120
_FINISH_SECONDS = 30.0
_OLD_KEYS = "DELETE FROM idempotency_keys WHERE created_at < clock_timestamp() - interval '30 days'"
_OLD_INBOX = "DELETE FROM inbox WHERE taken_at < clock_timestamp() - make_interval(days => $1)"
_log = structlog.get_logger()


def bus_for(settings: Settings) -> Bus:
    """The transport that the settings name."""
    if settings.transport == "kafka":
        if settings.kafka_bootstrap_servers is None:
            raise ValueError("LTC_TRANSPORT=kafka needs KAFKA_BOOTSTRAP_SERVERS")
        return KafkaBus(settings.kafka_bootstrap_servers, "ltc", tls_dir=settings.kafka_tls_dir)
    if settings.log_database_url is None:
        raise ValueError("LTC_TRANSPORT=postgres needs LTC_LOG_DATABASE_URL")
    return PostgresBus(settings.log_database_url)


async def run_worker(service: Service[Any], bus: Bus, leaving: asyncio.Event | None = None) -> None:
    """Run until cancelled, or until `leaving` is set and the batch in hand is finished. The service is open already."""
    await move_deadlines(service)
    if service.settings.database_url is None:
        raise ValueError("DATABASE_URL is not set")
    relay, consumer = Relay(service.name, service.settings.database_url, bus), Consumer(service, bus)
    every = (relay.run(), consumer.run(), Runner(service).run(), _housekeeping(service))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in every]
        if leaving is not None:
            group.create_task(_leave(leaving, (relay.in_hand, consumer.in_hand), tasks))


async def _leave(leaving: asyncio.Event, in_hand: Sequence[asyncio.Lock], tasks: Sequence[asyncio.Task[None]]) -> None:
    """When told so: let the batches in hand be finished, begin no other, and end all. A lost database is not waited for."""
    await leaving.wait()
    with suppress(TimeoutError):
        async with asyncio.timeout(_FINISH_SECONDS):
            await asyncio.gather(*(lock.acquire() for lock in in_hand))
    for task in tasks:
        task.cancel()


async def _beside(service: Service[Any], run: Background) -> None:
    await run(service)


async def _housekeeping(service: Service[Any]) -> None:
    rounds = 0
    while True:
        try:
            await count_parked(service)
            if rounds % _PURGE_EVERY == 0:
                await _purge(service)
        except LOST as lost:
            _log.warning("housekeeping_waits", service=service.name, reason=type(lost).__name__)
        rounds += 1
        await asyncio.sleep(_HOUSEKEEPING_SECONDS)


async def _purge(service: Service[Any]) -> None:
    """The inbox is kept three times as long as any outbox, so that a replay finds every event that was had."""
    connection: asyncpg.Connection
    async with service.database.acquire() as connection:
        await purge(connection, service.settings.outbox_keep_days)
        await connection.execute(_OLD_KEYS)
        await connection.execute(_OLD_INBOX, 3 * service.settings.outbox_keep_days)

"""On what do the benches run? A PostgreSQL that really syncs, a Kafka, and services of the chassis on them."""

import logging
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
import uvloop
from chassis.clock import ManualClock
from chassis.local_kafka import LocalKafka
from chassis.local_postgres import Server, start_server
from chassis.policy import Packs, find_policy_root
from chassis.service import Definition, Service
from chassis.settings import Settings
from sqlalchemy.ext.asyncio import create_async_engine

# Nothing is made unsafe: fsync, synchronous commit and full page writes stand as PostgreSQL ships them.
_SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_level": "logical",  # Debezium reads the WAL
}


class Postgres:
    """A server on a folder of its own. It also listens on a loopback address of its own, for peers without sockets."""

    def __init__(self, server: Server, address: str) -> None:
        self._server = server
        self.address = address

    def url(self, name: str) -> str:
        """By socket."""
        return self._server.url(name)

    async def database(self, hint: str) -> str:
        """A fresh, empty database; its URL."""
        return await self._server.database(f"{hint}_{uuid4().hex[:8]}".replace("-", "_"))

    async def migrated(self, definition: Definition[Any]) -> str:
        """A fresh database with a service's tables."""
        url = await self.database(definition.name)
        engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
        async with engine.begin() as connection:
            await connection.run_sync(definition.metadata.create_all)
        await engine.dispose()
        return url


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server for one bench."""
    address = f"127.{os.getpid() >> 16 & 255}.{os.getpid() >> 8 & 255}.{os.getpid() & 127 | 2}"
    with _folder() as folder:
        server = start_server(folder / "pg", {**_SETTINGS, "listen_addresses": address})
        try:
            with (folder / "pg" / "pg_hba.conf").open("a") as rules:
                rules.write("host all,replication all 127.0.0.0/8 trust\n")
            os.kill(int((folder / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGHUP)
            yield Postgres(server, address)
        finally:
            server.stop()


@contextmanager
def kafka() -> Iterator[str]:
    """A broker for one bench; its bootstrap servers."""
    with _folder() as folder:
        broker = LocalKafka(folder / "kafka")
        broker.start()
        try:
            yield broker.bootstrap_servers
        finally:
            broker.kill()


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ltc-bench-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user when we are root
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def service(
    definition: Definition[Any], url: str, *, at: date | datetime = date(2024, 2, 20), pool_size: int = 10
) -> AsyncIterator[Service[Any]]:
    """A service on its migrated database."""
    with _folder() as folder:
        settings = Settings(env="test", database_url=url, state_dir=folder, pool_size=pool_size)
        running = Service(definition, settings, clock=ManualClock(at), packs=packs())
        await running.open()
        try:
            yield running
        finally:
            await running.close()


_packs: list[Packs] = []


def packs() -> Packs:
    """The project's policy packs."""
    if not _packs:
        _packs.append(Packs.load(find_policy_root()))
    return _packs[0]


def bench(main: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Run a bench. Logs are written as in production, to nowhere: making the lines is part of the work."""
    logging.disable(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(Path(os.devnull).open("w")),  # noqa: SIM115  for the process
    )
    uvloop.run(main())

"""Where do tests get a PostgreSQL? One real server per run, and an empty database for whoever asks."""

import functools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from chassis.local_postgres import Server, start_server

_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


@functools.cache
def _own_server() -> Server:
    folder = Path(tempfile.mkdtemp(prefix="ltc-test-"))
    return start_server(folder / "pg", _FAST)


def server_url() -> str:
    """The server's maintenance database: of `DATABASE_URL`, or of a server that this run starts on first use."""
    return os.environ.get("DATABASE_URL") or _own_server().url("postgres")


def pytest_sessionfinish() -> None:
    """Stop the server that this run started, and remove its folder."""
    if _own_server.cache_info().currsize:
        _own_server().stop()
        shutil.rmtree(_own_server().data_dir.parent, ignore_errors=True)
        _own_server.cache_clear()


async def fresh_database(name_hint: str = "test", *, template: str | None = None) -> str:
    """Create a database with a name of its own, empty or as a copy of `template` (a URL), and return its URL."""
    name = f"{name_hint[:30]}_{uuid4().hex[:12]}".lower()
    source = _name(template) if template else "template0"
    await _maintain(f'create database "{name}" template "{source}"')
    return _sibling(server_url(), name)


async def drop_database(url: str) -> None:
    """Drop what `fresh_database` made; who is still connected is cut off."""
    await _maintain(f'drop database if exists "{_name(url)}" with (force)')


@pytest_asyncio.fixture(loop_scope="session")
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """An empty database for one test."""
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in request.node.name)
    url = await fresh_database(letters)
    yield url
    await drop_database(url)


async def _maintain(sql: str) -> None:
    connection = await asyncpg.connect(server_url())
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def _sibling(url: str, name: str) -> str:
    parts = urlsplit(url)
    # urlunsplit would drop the empty host of a socket URL's "//"
    whole = urlunsplit(parts._replace(path=f"/{name}"))
    return whole if "//" in whole else whole.replace(":", "://", 1)

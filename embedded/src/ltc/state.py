"""Where does the embedded county keep its things? In one ignored folder: database, keys, clock, tokens, the demo's ids."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import asyncpg
from chassis.local_postgres import Server, start_server
from chassis.settings import Settings

from ltc.services import DEFINITIONS

LOG = "ltc_log"


class Databases(Protocol):
    """A PostgreSQL server that holds the databases of the embedded county."""

    async def database(self, dbname: str) -> str:
        """The URL of a database, which is created if it is not there."""
        ...

    def stop(self) -> None:
        """End the server, if it is ours."""
        ...


@dataclass(frozen=True, slots=True)
class RunningServer:
    """Somebody else's server, named by `DATABASE_URL`."""

    url: str

    async def database(self, dbname: str) -> str:
        """Create it if the role may and it is not there."""
        connection = await asyncpg.connect(self.url)
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", dbname):
                await connection.execute(f'CREATE DATABASE "{dbname}"')
        finally:
            await connection.close()
        return sibling(self.url, dbname)

    def stop(self) -> None:
        """It goes on running."""


def sibling(url: str, dbname: str) -> str:
    """The URL of another database of the same server."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{dbname}{query}"


def database_server(folder: Path) -> Databases:
    """The server of `DATABASE_URL`, or our own in the folder."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return RunningServer(given)
    server: Server = start_server(folder / "postgres")
    return server


def database_name(service: str) -> str:
    """`ltc_prof_service`."""
    return f"ltc_{service.replace('-', '_')}"


async def settings_of(folder: Path, server: Databases, **more: Any) -> dict[str, Settings]:
    """Each service's settings, its database created, all on one log."""
    log = await server.database(LOG)
    found = {}
    for name in DEFINITIONS:
        url = await server.database(database_name(name))
        found[name] = Settings(database_url=url, log_database_url=log, state_dir=folder, **more)
    return found


def remember(folder: Path, name: str, facts: Mapping[str, Any]) -> None:
    """Keep a small JSON file, whole or not at all."""
    making = folder / f".{name}.making"
    making.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    making.replace(folder / name)


def recall(folder: Path, name: str) -> dict[str, Any] | None:
    """What was kept, or None."""
    path = folder / name
    found: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return found

"""How does a database come to the tables that the code expects? By the service's alembic migrations, `pre_` and `post_`."""

import asyncio
import threading
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.service import Definition

_ENVIRONMENT = Path(__file__).parent / "alembic"
_ONE_AT_A_TIME = threading.Lock()  # alembic keeps its context in module variables
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('ltc_migrate', 0))")


class CannotStage(Exception):
    """The migrations that are pending cannot be divided into those before a roll-out and those after it."""


def upgrade(definition: Definition[Any], url: str, *, until: str = "head") -> None:
    """Bring the database up; a second process that does the same waits. Blocks: from a coroutine call it in a thread."""
    with _ONE_AT_A_TIME:
        command.upgrade(_config(definition, url), until)


def upgrade_stage(definition: Definition[Any], url: str, stage: str) -> None:
    """`pre`: up to before the first pending `post_`, for the code that comes; `post` and `all`: to head. Blocks.

    Raises CannotStage where a `pre_` lies behind a pending `post_`: the old code would meet tables that it cannot use.
    """
    if stage != "pre":
        return upgrade(definition, url)
    until = last_of_pre(pending(definition, url))
    return upgrade(definition, url, until=until) if until else None


def last_of_pre(waiting: Sequence[str]) -> str | None:
    """How far the stage `pre` goes; None: nowhere.

    >>> last_of_pre(["pre_0002_more", "post_0003_less"])
    'pre_0002_more'
    """
    before = list(takewhile(lambda name: not name.startswith("post_"), waiting))
    behind = [name for name in waiting[len(before) :] if name.startswith("pre_")]
    if behind:
        first = waiting[len(before)]
        raise CannotStage(
            f"{behind[0]} lies behind {first}, which is pending: finish that release (--stage post) first"
        )
    return before[-1] if before else None


def pending(definition: Definition[Any], url: str) -> list[str]:
    """The migrations that the database has not had, in order. Blocks."""
    script, had = ScriptDirectory.from_config(_config(definition, url)), list[str]()

    def ask(connection: sa.Connection) -> None:
        had.extend(MigrationContext.configure(connection).get_current_heads())

    asyncio.run(_with_connection(url, ask))
    return [r.revision for r in reversed(list(script.iterate_revisions("head", tuple(had) or "base")))]


def new_revision(definition: Definition[Any], url: str, name: str) -> None:
    """Write the migration `name` (`pre_…` expands, `post_…` contracts) from the difference to a migrated database."""
    with _ONE_AT_A_TIME:
        command.revision(_config(definition, url), message=name, autogenerate=True, rev_id=name)


def differences(definition: Definition[Any], url: str) -> list[Any]:
    """What the tables in the code have and the migrated database has not, or the other way round. Blocks."""
    found: list[Any] = []

    def compare(connection: sa.Connection) -> None:
        found.extend(compare_metadata(MigrationContext.configure(connection), definition.metadata))

    asyncio.run(_with_connection(url, compare))
    return found


def run_env() -> None:
    """Alembic's `env.py`."""
    attributes = context.config.attributes
    asyncio.run(_with_connection(attributes["url"], lambda c: _migrate(c, attributes["metadata"])))


def _config(definition: Definition[Any], url: str) -> Config:
    found = Config()
    found.set_main_option("script_location", str(_ENVIRONMENT))
    found.set_main_option("version_locations", str(definition.migrations))
    found.set_main_option("path_separator", "newline")
    found.set_main_option("file_template", "%%(rev)s")
    found.attributes["url"] = url
    found.attributes["metadata"] = definition.metadata
    return found


async def _with_connection(url: str, work: Any) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(work)
            await connection.commit()
    finally:
        await engine.dispose()


def _migrate(connection: sa.Connection, metadata: sa.MetaData) -> None:
    connection.execute(_LOCK)
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()

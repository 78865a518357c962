"""How does SQLAlchemy's SQL reach asyncpg? Compiled once, at import; asyncpg runs it."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.sql import ClauseElement

from chassis.access import SYSTEM, Actor
from chassis.scope import ACTOR_PARAMETERS, Unscoped, scope, scoped
from chassis.scope_check import check, conjuncts, mentions

__all__ = ["Database", "Row", "Statement", "Unscoped", "scope", "scoped"]

Row = asyncpg.Record


def _dialect(*, leaves_out_scopes: bool) -> Any:
    dialect: Any = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
    dialect.leaves_out_scopes = leaves_out_scopes
    return dialect


_FOR_PEOPLE = _dialect(leaves_out_scopes=False)
_FOR_WORKERS = _dialect(leaves_out_scopes=True)


class Statement:
    """A query compiled at import. A scoped table without its scope refuses to exist (Unscoped), unless `system=True`:
    such a statement runs for workers only, and for a person raises PermissionError.

    Parameters are the names of the query's `bindparam`s; the scope's own are bound from the actor.
    """

    def __init__(self, query: ClauseElement, *, system: bool = False) -> None:
        if not system:
            check(query)
        self.system = system
        self.query = query
        self._people = _Compiled(query, _FOR_PEOPLE)
        self._workers = _Compiled(query, _FOR_WORKERS)

    def bound(self, actor: Actor, params: Mapping[str, object]) -> tuple[str, list[object]]:
        """The SQL and its arguments in order. KeyError names a missing parameter, TypeError an unknown one."""
        if actor is SYSTEM:
            return self._workers.sql, self._workers.arguments(params, {})
        if self.system:
            raise PermissionError("a system statement was reached on behalf of a person")
        given = {"actor_county": actor.county, "actor_countywide": actor.countywide, "actor_unit": actor.unit}
        return self._people.sql, self._people.arguments(params, given)

    @property
    def sql(self) -> str:
        """The text as it runs for people."""
        return self._people.sql

    @property
    def wanted(self) -> frozenset[str]:
        """The names of its parameters, without the scope's own."""
        return self._people.wanted

    @cached_property
    def present(self) -> "Statement":
        """For an UPDATE of a versioned table: version, changed_by and changed_at of the row, whatever its version."""
        update = self.query
        if not isinstance(update, sa.Update) or not isinstance(update.table, sa.Table):
            raise TypeError("only the UPDATE of an aggregate has a version to compare")
        version = update.table.c.version
        which = [c for given in update._where_criteria for c in conjuncts(given) if not mentions(c, version)]
        found = sa.select(version, update.table.c.changed_by, update.table.c.changed_at).where(*which)
        return Statement(found, system=self.system)


class _Compiled:
    def __init__(self, query: ClauseElement, dialect: Any) -> None:
        compiled: Any = query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self.sql: str = compiled.string
        self.names: list[str] = list(compiled.positiontup or ())
        binds = compiled.binds
        self.constants = {n: compiled.params[n] for n in self.names if n in binds and not binds[n].required}
        self.wanted = frozenset(self.names) - self.constants.keys() - ACTOR_PARAMETERS

    def arguments(self, params: Mapping[str, object], actor: Mapping[str, object]) -> list[object]:
        strange = params.keys() - self.wanted - self.constants.keys()
        if strange:
            raise TypeError(f"unknown parameters {sorted(strange)}; the statement takes {sorted(self.wanted)}")
        values = {**self.constants, **params, **actor}
        return [values[name] for name in self.names]


async def _codecs(connection: asyncpg.Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(name, encoder=_dumps, decoder=json.loads, schema="pg_catalog")


async def _keep(_: asyncpg.Connection) -> None:
    """Nothing to undo when a connection goes back: all our state is the transaction's, and a reset is a round trip."""


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


async def connect(url: str) -> asyncpg.Connection:
    """One connection of its own, for LISTEN, NOTIFY and session locks."""
    connection = await asyncpg.connect(url)
    await _codecs(connection)
    return connection


class Database:
    """A pool of connections to one service's database."""

    def __init__(self, url: str, *, size: int = 10) -> None:
        self.url = url
        self._size = size
        self._pool: asyncpg.Pool | None = None

    async def open(self) -> None:
        """Connect. Raises OSError or asyncpg's errors if the server does not answer."""
        self._pool = await asyncpg.create_pool(self.url, min_size=1, max_size=self._size, init=_codecs, reset=_keep)

    async def close(self) -> None:
        """Give every connection back and end the pool."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    def acquire(self) -> Any:
        """`async with database.acquire() as connection`."""
        if self._pool is None:
            raise RuntimeError("the database is not open")
        return self._pool.acquire()

"""How is a row found, locked and saved? The statements that every aggregate needs, built once."""

from typing import Any, Protocol

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from sqlalchemy.dialects.postgresql import insert


class Reads(Protocol):
    """A Work or a Reader: both read through scoped statements."""

    async def rows(self, statement: Statement, **params: object) -> list[Row]:
        """All rows."""
        ...

    async def row(self, statement: Statement, **params: object) -> Row | None:
        """The first row, or None."""
        ...


def key(kind: sa.types.TypeEngine[Any] | None = None, name: str = "row_id") -> sa.BindParameter[Any]:
    """The parameter that names a row."""
    return sa.bindparam(name, type_=kind or sa.Uuid())


def find(table: sa.Table, column: str = "id") -> Statement:
    """One row by its key."""
    return Statement(sa.select(table).where(table.c[column] == key(), scope(table)))


def lock(table: sa.Table, column: str = "id") -> Statement:
    """One row by its key, until the transaction ends."""
    return Statement(sa.select(table).where(table.c[column] == key(), scope(table)).with_for_update(of=table))


def save(table: sa.Table, *columns: str, column: str = "id") -> Statement:
    """Update `columns` of an aggregate that was read as version `before`."""
    values = {name: sa.bindparam(name, type_=table.c[name].type) for name in (*columns, "changed_by", "changed_at")}
    return Statement(
        sa.update(table)
        .where(table.c[column] == key(), table.c.version == key(sa.Integer(), "before"), scope(table))
        .values(**values, version=table.c.version + 1)
        .returning(table.c.version)
    )


def upsert(table: sa.Table, *keeps: str) -> Statement:
    """Insert, or bring the row up to what was said now; the columns in `keeps` stay as they are."""
    query = insert(table).values({c.name: sa.bindparam(c.name, type_=c.type) for c in table.c})
    primary = [c.name for c in table.primary_key]
    fresh: dict[str, Any] = {c.name: query.excluded[c.name] for c in table.c if c.name not in {*primary, *keeps}}
    if "version" in fresh:
        fresh["version"] = table.c.version + 1
    return Statement(query.on_conflict_do_update(index_elements=primary, set_=fresh, where=scope(table)))

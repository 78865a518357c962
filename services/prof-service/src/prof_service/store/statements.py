"""How is an UPDATE of a versioned aggregate written? Once, for all of them."""

from collections.abc import Iterable

import sqlalchemy as sa
from chassis.db import Statement, scope

ID = sa.bindparam("row_id", type_=sa.Uuid)


def saving(table: sa.Table, columns: Iterable[str]) -> Statement:
    """`UPDATE … WHERE id = :row_id AND version = :before AND scope RETURNING version`, setting these columns."""
    changed = {name: sa.bindparam(name, type_=table.c[name].type) for name in (*columns, "changed_by", "changed_at")}
    before = sa.bindparam("before", type_=sa.Integer)
    return Statement(
        sa.update(table)
        .where(table.c.id == ID, table.c.version == before, scope(table))
        .values(version=table.c.version + 1, **changed)
        .returning(table.c.version)
    )

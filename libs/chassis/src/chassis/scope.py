"""Who may see which row? The predicate stands in the statement, and its parameters come from the actor alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement, FromClause
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import Alias

ACTOR_PARAMETERS = frozenset({"actor_county", "actor_countywide", "actor_unit"})


class Unscoped(Exception):
    """A statement reads or changes a scoped table without its scope. Raised at import."""


def scoped(*, case: str | None = "case_id", own: str | None = None) -> dict[str, object]:
    """`Table(…, info=scoped(own="unit_id"))`: a row is its county's; a unit sees it while it has an open relation to the
    row's case, and afterwards only what it did itself (`own`: the column with the unit that did it).

    `case=None` makes every row visible to everybody of the county, such as the register of units.
    """
    return {"scope": (case, own)}


class Scope(ColumnElement[bool]):
    """The row predicate of one table, kept recognisable so that `scope_check` can find it and a worker can do without it."""

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, of: FromClause, inner: ColumnElement[bool]) -> None:
        self.of = of
        self.inner = inner

    def get_children(self, **_: Any) -> list[ClauseElement]:
        return []  # what stands inside is ours, and refers to the outer row

    def self_group(self, against: Any = None) -> "Scope":  # noqa: ARG002  it brings its own parentheses
        return self

    @property
    def _from_objects(self) -> list[FromClause]:
        return [self.of]


@compiles(Scope)
def _compile_scope(element: Scope, compiler: Any, **kw: Any) -> str:
    if getattr(compiler.dialect, "leaves_out_scopes", False):
        return "true"
    with _inside(compiler, element.of):
        return f"({compiler.process(element.inner, **kw)})"


@contextmanager
def _inside(compiler: Any, of: FromClause) -> Iterator[None]:
    """The predicate's subquery speaks of the outer row. An INSERT … ON CONFLICT does not say so to the compiler, which
    would then read the whole table in the subquery, and let everybody through who may see any row of it."""
    outer = compiler.stack[-1] if compiler.stack else {"correlate_froms": set(), "asfrom_froms": set()}
    froms = {key: {*outer[key], of} for key in ("correlate_froms", "asfrom_froms")}
    compiler.stack.append({**outer, **froms})
    try:
        yield
    finally:
        compiler.stack.pop()


def scope(table: FromClause) -> Scope:
    """The conjunct that every statement over `table` (a scoped table or an alias of one) must contain."""
    base = _base(table)
    case, own = base.info["scope"]
    inner = table.c.county == sa.bindparam("actor_county", type_=sa.Text)
    if case is not None:
        inner = sa.and_(inner, _related(table, base, case, own))
    return Scope(table, inner)


def _related(table: FromClause, base: sa.Table, case: str, own: str | None) -> ColumnElement[bool]:
    relations = base.metadata.tables["relations"]
    unit = sa.bindparam("actor_unit", type_=sa.Uuid)
    open_relation = (
        sa.exists()
        .where(relations.c.case_id == table.c[case], relations.c.unit_id == unit, relations.c.until.is_(None))
        .correlate(table)
    )
    ways = [sa.bindparam("actor_countywide", type_=sa.Boolean), open_relation]
    if own is not None:
        ways.append(table.c[own] == unit)
    return sa.or_(*ways)


def _base(item: FromClause) -> sa.Table:
    element = item
    while isinstance(element, Alias):
        element = element.element
    if not isinstance(element, sa.Table):
        raise TypeError(f"scope() takes a table or an alias of one, not {type(item).__name__}")
    return element

"""Who may see which row? The predicate stands in the statement, and its parameters come from the actor alone."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement, FromClause, visitors
from sqlalchemy.sql.elements import BooleanClauseList, ClauseElement
from sqlalchemy.sql.operators import and_ as and_operator
from sqlalchemy.sql.selectable import Alias, Join, Select

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
    """The row predicate of one table, kept recognisable so that `check` can find it and a worker can do without it."""

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
    return f"({compiler.process(element.inner, **kw)})"


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


def check(query: ClauseElement) -> None:
    """Walk the statement: every scoped table in it, also in a CTE, subquery, alias or join, has its scope as a conjunct
    of its own SELECT, UPDATE or DELETE. Raises Unscoped."""
    for part in visitors.iterate(query):
        if isinstance(part, Select):
            outer = part._correlate or ()  # a row of the enclosing statement, which has to scope it
            _require([f for f in part.get_final_froms() if f not in outer], part.whereclause)
        elif isinstance(part, (sa.Update, sa.Delete)):
            _require(_changed_and_read(part), sa.and_(sa.true(), *part._where_criteria))


def _changed_and_read(part: sa.Update | sa.Delete) -> list[FromClause]:
    """The table of an UPDATE or DELETE, and those that its conditions and values bring in (UPDATE … FROM)."""
    values = getattr(part, "_values", None) or {}
    clauses = [*part._where_criteria, *(v for v in values.values() if isinstance(v, ColumnElement))]
    read = [f for clause in clauses for f in clause._from_objects if f is not part.table]
    return [part.table, *read]


def _require(froms: list[FromClause], where: ColumnElement[Any] | None) -> None:
    leaves: list[FromClause] = []
    found: set[int] = {id(_bare(s.of)) for s in _scopes(where)}
    for item in froms:
        for leaf, on in _leaves(item):
            leaves.append(leaf)
            found |= {id(_bare(s.of)) for s in _scopes(on)}
    for leaf in leaves:
        if _is_scoped(leaf) and id(_bare(leaf)) not in found:
            raise Unscoped(f"{leaf} is scoped: add scope({leaf}) to the WHERE of the statement that reads it")


def _leaves(item: FromClause) -> Iterator[tuple[FromClause, ColumnElement[Any] | None]]:
    """The tables of a join tree, each with the ON clause that joins it (a condition there holds for its rows)."""
    if isinstance(item, Join):
        for leaf, on in _leaves(item.left):
            yield leaf, on
        for leaf, on in _leaves(item.right):
            yield leaf, item.onclause if on is None else on
    else:
        yield item, None


def _scopes(clause: ClauseElement | None) -> Iterator[Scope]:
    if isinstance(clause, Scope):
        yield clause
    elif isinstance(clause, BooleanClauseList) and clause.operator is and_operator:
        for conjunct in clause.clauses:
            yield from _scopes(conjunct)


def _bare(item: FromClause) -> FromClause:
    deannotated: FromClause = item._deannotate() if item._annotations else item
    return deannotated


def _base(item: FromClause) -> sa.Table:
    element = item
    while isinstance(element, Alias):
        element = element.element
    if not isinstance(element, sa.Table):
        raise TypeError(f"scope() takes a table or an alias of one, not {type(item).__name__}")
    return element


def _is_scoped(item: FromClause) -> bool:
    element = item
    while isinstance(element, Alias):
        element = element.element
    return isinstance(element, sa.Table) and "scope" in element.info

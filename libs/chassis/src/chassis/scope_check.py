"""Does a statement scope every scoped table that it reads or changes? Asked when it is built, at import."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeGuard, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.dml import OnConflictDoUpdate
from sqlalchemy.sql import ColumnElement, FromClause, visitors
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import BooleanClauseList, ClauseElement
from sqlalchemy.sql.operators import and_ as and_operator
from sqlalchemy.sql.selectable import AliasedReturnsRows, Join, Select

from chassis.scope import Scope, Unscoped

_READS = re.compile(r"\b(select|from|join|insert|update|delete|table)\b", re.IGNORECASE)


def check(query: ClauseElement) -> None:
    """Walk the statement: every scoped table in it, also in a CTE, subquery, alias or join, has its scope as a conjunct
    of its own SELECT, UPDATE or DELETE. Raises Unscoped."""
    _walk(query, frozenset())


def _walk(node: ClauseElement, outer: frozenset[int]) -> None:
    """`outer`: the tables of the enclosing statements, which have their scope there; a subquery may refer to their rows."""
    if isinstance(node, Select):
        outer |= _check_select(node, outer)
    elif isinstance(node, (sa.Update, sa.Delete)):
        outer |= _require(_changed_and_read(node), sa.and_(sa.true(), *node._where_criteria))
    elif isinstance(node, Insert):
        _check_upsert(node)
    elif isinstance(node, AliasedReturnsRows):
        outer = frozenset()  # what stands in FROM does not see the rows beside it
    _no_loose_text(node)
    for child in node.get_children():
        _walk(child, outer)


def _check_select(part: Select[Any], outer: frozenset[int]) -> set[int]:
    correlated = {id(_bare(f)) for f in part._correlate or ()} & outer
    froms = [f for f in part.get_final_froms() if id(_bare(f)) not in correlated]
    return _require(froms, part.whereclause)


def _check_upsert(part: Insert) -> None:
    """ON CONFLICT DO UPDATE changes a row that is there already, and it may be a foreign one."""
    clause = part._post_values_clause
    if isinstance(clause, OnConflictDoUpdate):
        _require([part.table], clause.update_whereclause)


def _no_loose_text(node: ClauseElement) -> None:
    """Text, or a table made up on the spot, could read anything and say nothing of it."""
    if isinstance(node, sa.TableClause) and not isinstance(node, sa.Table):
        raise Unscoped(f"{node.name} is no table of the metadata: use that one")
    text = node.text if isinstance(node, sa.TextClause) else node.name if _is_literal(node) else ""
    if _READS.search(text):
        raise Unscoped("SQL as text that reads or changes tables cannot be checked: build it from the tables")


def _is_literal(node: ClauseElement) -> TypeGuard[sa.ColumnClause[Any]]:
    return isinstance(node, sa.ColumnClause) and node.is_literal


def _changed_and_read(part: sa.Update | sa.Delete) -> list[FromClause]:
    """The table of an UPDATE or DELETE, and those that its conditions and values bring in (UPDATE … FROM)."""
    values = getattr(part, "_values", None) or {}
    clauses = [*part._where_criteria, *(v for v in values.values() if isinstance(v, ColumnElement))]
    read = [f for clause in clauses for f in clause._from_objects if f is not part.table]
    return [cast("FromClause", part.table), *read]


def _require(froms: list[FromClause], where: ColumnElement[Any] | None) -> set[int]:
    """Every scoped table among them has its scope; returns the tables."""
    held = _scoped_by([where])
    leaves = [found for item in froms for found in _leaves(item, [])]
    for leaf, filters in leaves:
        if _is_scoped(leaf) and id(_bare(leaf)) not in held | _scoped_by(filters):
            raise Unscoped(f"{leaf} is scoped: add scope({leaf}) to the WHERE of the statement that reads it")
    return {id(_bare(leaf)) for leaf, _ in leaves}


def _scoped_by(clauses: Iterable[ColumnElement[Any] | None]) -> set[int]:
    return {id(_bare(c.of)) for clause in clauses for c in conjuncts(clause) if isinstance(c, Scope)}


_On = list[ColumnElement[Any] | None]


def _leaves(item: FromClause, filters: _On) -> Iterator[tuple[FromClause, _On]]:
    """The tables of a join tree, each with the ON clauses that its rows must satisfy: an outer join keeps the rows of
    its outer side whatever its ON says."""
    if isinstance(item, Join):
        joined = [*filters, item.onclause]
        yield from _leaves(item.left, filters if item.isouter or item.full else joined)
        yield from _leaves(item.right, filters if item.full else joined)
    else:
        yield item, filters


def conjuncts(clause: ColumnElement[Any] | None) -> Iterator[ColumnElement[Any]]:
    """The conditions that all have to hold."""
    if isinstance(clause, BooleanClauseList) and clause.operator is and_operator:
        for conjunct in clause.clauses:
            yield from conjuncts(conjunct)
    elif clause is not None:
        yield clause


def mentions(clause: ColumnElement[Any], column: sa.Column[Any]) -> bool:
    """Whether the condition is about this column."""
    return any(isinstance(part, sa.ColumnClause) and part.name == column.name for part in visitors.iterate(clause))


def _bare(item: FromClause) -> FromClause:
    deannotated: FromClause = item._deannotate() if item._annotations else item
    return deannotated


def _is_scoped(item: FromClause) -> bool:
    element: Any = item
    while isinstance(element, AliasedReturnsRows):  # an alias, a sample
        element = element.element
    return isinstance(element, sa.Table) and "scope" in element.info

"""Which cases are there, and how many deadlines of each are open or overdue?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.reading import Page, Reader, page

from audit.queries.telling import name_of
from audit.queries.views import CaseRow
from audit.store.tables import cases, clocks

_TODAY = sa.bindparam("today", type_=sa.Date)
_OVERDUE_ONLY = sa.bindparam("overdue_only", type_=sa.Boolean)
_AT, _ID = sa.bindparam("before_at", type_=sa.DateTime(timezone=True)), sa.bindparam("before_id", type_=sa.Uuid)


def _count(*more: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """Of the case's open clocks."""
    return (
        sa.select(sa.func.count())
        .select_from(clocks)
        .where(clocks.c.case_id == cases.c.case_id, clocks.c.state == "open", *more, scope(clocks))
        .correlate(cases)
        .scalar_subquery()
    )


_OVERDUE = _count(clocks.c.due_on < _TODAY)
LIST: Statement = Statement(
    sa.select(
        cases.c.case_id,
        cases.c.reference,
        cases.c.last_type,
        cases.c.last_at,
        _count().label("open_clocks"),
        _OVERDUE.label("overdue_clocks"),
    )
    .where(
        scope(cases),
        sa.or_(_AT.is_(None), sa.tuple_(cases.c.last_at, cases.c.case_id) < sa.tuple_(_AT, _ID)),
        sa.or_(sa.not_(_OVERDUE_ONLY), _OVERDUE > 0),
    )
    .order_by(cases.c.last_at.desc(), cases.c.case_id.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


async def list_cases(
    reader: Reader, *, today: date, overdue_only: bool, limit: int, before: tuple[Any, Any]
) -> Page[CaseRow]:
    """The latest told first."""
    at, id_ = before
    rows = await reader.rows(
        LIST,
        today=today,
        overdue_only=overdue_only,
        before_at=at and datetime.fromisoformat(at),
        before_id=id_ and UUID(id_),
        limit=limit + 1,
    )
    return page([_row(row) for row in rows], limit, lambda row: [row.last_at.isoformat(), row.case_id])


def _row(row: Row) -> CaseRow:
    same = {name: row[name] for name in CaseRow.model_fields if name in row}
    return CaseRow(**same, last_event=name_of(row["last_type"]))

"""What is due, to whom and by whom? The deadline rows are everybody's work list."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from chassis.access import Actor, AsAnyone
from chassis.calendars import Calendar
from chassis.clock import local_date
from chassis.db import Statement, scope
from chassis.policy import Source
from chassis.reading import BadCursor, Cursor, Limit, Page, after, page, reader
from chassis.service import Service


class Side(StrEnum):
    """Whose list: what I or my unit owe, or what others owe us."""

    OWED = "owed"
    AWAITED = "awaited"


class ItemState(StrEnum):
    """How a work item stands today. Excused: late or not, the delay has a recorded reason; it is still owed."""

    DUE = "due"
    OVERDUE = "overdue"
    EXCUSED = "excused"


class WorkItem(BaseModel):
    """One open deadline."""

    id: UUID
    name: str
    case_id: UUID
    subject_id: UUID
    owed_by_role: str
    owed_by_unit: UUID | None
    awaited_by_role: str
    awaited_by_unit: UUID | None
    met_by: str = Field(description="完成此事項的指令路徑")
    opened_on: date
    due_on: date
    working_days_left: int = Field(description="剩餘工作日；逾期為負數")
    state: ItemState
    excused_because: str | None
    rule: str
    source: dict[str, str] | None
    policyref: str


class Counts(BaseModel):
    """How many of my items stand how."""

    due: int
    overdue: int
    excused: int


class Statements:
    """The work list's statements over one service's deadlines table."""

    def __init__(self, metadata: sa.MetaData) -> None:
        t = metadata.tables["deadlines"]
        self.lists = {side: Statement(_listed(t, side)) for side in Side}
        self.counts = {side: Statement(_counted(t, side)) for side in Side}


def _mine(t: sa.Table, side: Side) -> sa.ColumnElement[bool]:
    """Of my unit; or of my role, where no unit is named."""
    unit, role = (
        (t.c.owed_by_unit, t.c.owed_by_role) if side is Side.OWED else (t.c.awaited_by_unit, t.c.awaited_by_role)
    )
    my_roles = sa.bindparam("my_roles", type_=sa.ARRAY(sa.Text))
    return sa.and_(
        t.c.state == "open",
        sa.or_(unit == sa.bindparam("my_unit", type_=sa.Uuid), sa.and_(unit.is_(None), role == sa.any_(my_roles))),
        scope(t),
    )


def _state(t: sa.Table) -> sa.ColumnElement[str]:
    return sa.case(
        (t.c.excused_because.is_not(None), "excused"),
        (t.c.due_on < sa.bindparam("today", type_=sa.Date), "overdue"),
        else_="due",
    )


def _listed(t: sa.Table, side: Side) -> sa.Select[Any]:
    due, last = sa.bindparam("after_due", type_=sa.Date), sa.bindparam("after_id", type_=sa.Uuid)
    state = sa.bindparam("state", type_=sa.Text)
    return (
        sa.select(t, _state(t).label("stands"))
        .where(
            _mine(t, side),
            sa.or_(state.is_(None), _state(t) == state),
            sa.or_(due.is_(None), sa.tuple_(t.c.due_on, t.c.id) > sa.tuple_(due, last)),
        )
        .order_by(t.c.due_on, t.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


def _counted(t: sa.Table, side: Side) -> sa.Select[Any]:
    stands = _state(t).label("stands")
    inner = sa.select(stands).where(_mine(t, side)).subquery()
    return sa.select(inner.c.stands, sa.func.count().label("n")).group_by(inner.c.stands)


def work_items_router(metadata: sa.MetaData) -> APIRouter:
    """`GET /v1/work-items` and its counts."""
    statements = Statements(metadata)
    router = APIRouter(prefix="/v1/work-items", tags=["work items"])

    @router.get("")
    async def get_work_items(
        request: Request,
        by: AsAnyone,
        side: Annotated[Side, Query(description="owed：應辦；awaited：等候他人")] = Side.OWED,
        state: ItemState | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Page[WorkItem]:
        """我或我的單位應辦、或等候他人辦理的事項，依到期日排序。"""
        service: Service[Any] = request.app.state.service
        due, last = _after(cursor)
        rows = await reader(request, by).rows(
            statements.lists[side],
            **_who(service, by),
            state=state,
            after_due=due,
            after_id=last,
            limit=limit + 1,
        )
        calendar = service.packs.county(by.county).calendar
        shown = [_item(row, service, calendar) for row in rows]
        return page(shown, limit, lambda item: [item.due_on, item.id])

    @router.get("/counts")
    async def get_work_item_counts(request: Request, by: AsAnyone, side: Side = Side.OWED) -> Counts:
        """各狀態的件數。"""
        service: Service[Any] = request.app.state.service
        rows = await reader(request, by).rows(statements.counts[side], **_who(service, by))
        found = {row["stands"]: row["n"] for row in rows}
        return Counts(due=found.get("due", 0), overdue=found.get("overdue", 0), excused=found.get("excused", 0))

    return router


def _after(cursor: str | None) -> tuple[date | None, UUID | None]:
    due, last = after(cursor, 2)
    if due is None:
        return None, None
    try:
        return date.fromisoformat(due), UUID(last)
    except (TypeError, ValueError, AttributeError):
        raise BadCursor from None


def _who(service: Service[Any], by: Actor) -> dict[str, object]:
    return {"my_unit": by.unit, "my_roles": sorted(by.roles), "today": local_date(service.clock.now())}


def _item(row: Any, service: Service[Any], calendar: Calendar) -> WorkItem:
    today = local_date(service.clock.now())
    left = calendar.working_days_between(today, row["due_on"])
    values = {name: row[name] for name in WorkItem.model_fields if name in row and name != "state"}
    return WorkItem(**values, state=row["stands"], working_days_left=left, source=_source(service, row["rule"]))


def _source(service: Service[Any], rule: str) -> dict[str, str] | None:
    try:
        source: Source = service.packs.source(rule)
    except KeyError:
        return None
    return {"rule": source.rule, "document": source.document, "section": source.section}

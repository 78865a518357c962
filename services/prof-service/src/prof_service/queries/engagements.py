"""Which engagements are there for this person, and what belongs to one?"""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader

from prof_service.domain.closure import Closure
from prof_service.domain.documents import Documents
from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.goals import GoalRecord
from prof_service.domain.sessions import Session
from prof_service.store.closures import FIND as CLOSURE
from prof_service.store.closures import closure_of
from prof_service.store.documents import OF_ENGAGEMENT as DOCUMENTS
from prof_service.store.documents import documents_of
from prof_service.store.engagements import engagement_of
from prof_service.store.goals import ALL as GOALS
from prof_service.store.goals import goal_of
from prof_service.store.sessions import session_of
from prof_service.store.tables import engagements, sessions

FIND = Statement(
    sa.select(engagements).where(engagements.c.id == sa.bindparam("row_id", type_=sa.Uuid), scope(engagements))
)
SESSIONS = Statement(
    sa.select(sessions)
    .where(sessions.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid), scope(sessions))
    .order_by(sessions.c.no)
)


def _page(*more: sa.ColumnElement[bool]) -> Statement:
    last, status = sa.bindparam("after_id", type_=sa.Uuid), sa.bindparam("status", type_=sa.Text)
    return Statement(
        sa.select(engagements)
        .where(
            *more,
            sa.or_(status.is_(None), engagements.c.status == status),
            sa.or_(last.is_(None), engagements.c.id > last),
            scope(engagements),
        )
        .order_by(engagements.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


PAGE = _page()
PAGE_OF_CASE = _page(engagements.c.case_id == sa.bindparam("case_id", type_=sa.Uuid))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An engagement with what belongs to it."""

    engagement: Engagement
    sessions: list[Session]
    documents: Documents
    goal: GoalRecord | None = None
    closure: Closure | None = None


async def find_engagement(reader: Reader, engagement_id: UUID) -> Whole:
    """NotFound if it is not there for this person."""
    row = await reader.row(FIND, row_id=engagement_id)
    if row is None:
        raise NotFound("engagement", engagement_id)
    goal = await reader.row(GOALS, of_engagement=engagement_id)
    closure = await reader.row(CLOSURE, of_engagement=engagement_id)
    return Whole(
        engagement=engagement_of(row),
        goal=goal_of(goal) if goal else None,
        closure=closure_of(closure) if closure else None,
        sessions=[session_of(s) for s in await reader.rows(SESSIONS, of_engagement=engagement_id)],
        documents=documents_of(await reader.rows(DOCUMENTS, of_engagement=engagement_id)),
    )


async def list_engagements(
    reader: Reader, *, case_id: UUID | None, status: Status | None, after_id: UUID | None, limit: int
) -> list[Engagement]:
    """In the order in which they were opened."""
    params: dict[str, object] = {"status": status and status.value, "after_id": after_id, "limit": limit}
    if case_id is None:
        return [engagement_of(row) for row in await reader.rows(PAGE, **params)]
    return [engagement_of(row) for row in await reader.rows(PAGE_OF_CASE, case_id=case_id, **params)]

"""Which sessions may this person see? A unit keeps those that it served itself."""

from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader
from chassis.sealing import Sealed

from prof_service.domain.sessions import Session
from prof_service.store.sessions import TEXT, session_of, text_id
from prof_service.store.tables import engagements, record_texts, sessions

_ENGAGEMENT = sa.bindparam("of_engagement", type_=sa.Uuid)
_NO = sa.bindparam("session_no", type_=sa.Integer)
FIND = Statement(
    sa.select(sessions).where(sessions.c.engagement_id == _ENGAGEMENT, sessions.c.no == _NO, scope(sessions))
)
HOLDER = Statement(
    sa.select(engagements.c.unit_id).where(
        engagements.c.id == sa.bindparam("row_id", type_=sa.Uuid), scope(engagements)
    )
)
TEXTS = Statement(
    sa.select(record_texts)
    .where(record_texts.c.session_id == sa.bindparam("of_session", type_=sa.Uuid), scope(record_texts))
    .order_by(record_texts.c.field)
)


def _page(*more: sa.ColumnElement[bool]) -> Statement:
    last = sa.bindparam("after_id", type_=sa.Uuid)
    return Statement(
        sa.select(sessions)
        .where(*more, sa.or_(last.is_(None), sessions.c.id > last), scope(sessions))
        .order_by(sessions.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


PAGE = _page()
PAGE_OF_CASE = _page(sessions.c.case_id == sa.bindparam("case_id", type_=sa.Uuid))


async def find_session(reader: Reader, engagement_id: UUID, no: int) -> Session:
    """NotFound if it is not there for this person."""
    row = await reader.row(FIND, of_engagement=engagement_id, session_no=no)
    if row is None:
        raise NotFound("session", engagement_id)
    return session_of(row)


async def list_sessions(reader: Reader, *, case_id: UUID | None, after_id: UUID | None, limit: int) -> list[Session]:
    """In the order in which they were entered."""
    if case_id is None:
        return [session_of(row) for row in await reader.rows(PAGE, after_id=after_id, limit=limit)]
    found = await reader.rows(PAGE_OF_CASE, case_id=case_id, after_id=after_id, limit=limit)
    return [session_of(row) for row in found]


async def is_with(reader: Reader, engagement_id: UUID, unit_id: UUID | None) -> bool:
    """Whether the engagement is with this unit now."""
    found = await reader.row(HOLDER, row_id=engagement_id)
    return found is not None and found["unit_id"] is not None and found["unit_id"] == unit_id


async def sealed_record(reader: Reader, session: Session) -> dict[str, Sealed]:
    """The sealed texts of a record, by field. NotFound where no record has been entered."""
    rows = await reader.rows(TEXTS, of_session=session.id)
    if not rows:
        raise NotFound("record", session.id)
    return {row["field"]: Sealed(session.case_id, TEXT, text_id(session.id, row["field"]), row["text"]) for row in rows}

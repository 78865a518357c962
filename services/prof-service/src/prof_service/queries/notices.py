"""Which notices has this person posted or received, and which are unread?"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from chassis.access import COUNTYWIDE, Actor
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader
from chassis.sealing import Sealed
from pydantic import BaseModel, Field
from schemas.professional_codes import NoticeKind, NoticeRecipient

from prof_service.store.notice_tables import notice_recipients, notices
from prof_service.store.notices import TEXT, roles_of

_OWN = sa.bindparam("own_unit", type_=sa.Uuid)
_mine = (
    sa.select(sa.literal(1))
    .where(
        notice_recipients.c.notice_id == notices.c.id,
        notice_recipients.c.role == sa.any_(sa.bindparam("roles", type_=sa.ARRAY(sa.Text))),
        sa.or_(notice_recipients.c.unit_id.is_(None), notice_recipients.c.unit_id == _OWN),
        sa.or_(sa.not_(sa.bindparam("unread", type_=sa.Boolean)), notice_recipients.c.read_at.is_(None)),
        scope(notice_recipients),
    )
    .correlate(notices)
    .exists()
)
_CASE = sa.bindparam("of_case", type_=sa.Uuid)
_LAST = sa.bindparam("after_id", type_=sa.Uuid)
PAGE = Statement(
    sa.select(notices)
    .where(
        sa.or_(_mine, sa.and_(sa.not_(sa.bindparam("unread", type_=sa.Boolean)), notices.c.unit_id == _OWN)),
        sa.or_(_CASE.is_(None), notices.c.case_id == _CASE),
        sa.or_(_LAST.is_(None), notices.c.id > _LAST),
        scope(notices),
    )
    .order_by(notices.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
FIND = Statement(sa.select(notices).where(notices.c.id == sa.bindparam("row_id", type_=sa.Uuid), scope(notices)))
RECIPIENTS = Statement(
    sa.select(notice_recipients)
    .where(
        notice_recipients.c.notice_id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid))),
        scope(notice_recipients),
    )
    .order_by(notice_recipients.c.notice_id, notice_recipients.c.role)
)


class RecipientView(BaseModel):
    """受通報者，及其閱讀時間。"""

    role: NoticeRecipient
    unit_id: UUID | None
    read_at: datetime | None


class NoticeView(BaseModel):
    """快速新增異動通報；內容另行查閱。"""

    id: UUID
    case_id: UUID
    engagement_id: UUID | None
    reference: str
    kind: NoticeKind
    unit_id: UUID | None = Field(description="通報單位")
    fact_on: date | None
    posted_on: date
    late: bool
    recipients: list[RecipientView]


async def list_notices(
    reader: Reader, by: Actor, *, unread: bool, case_id: UUID | None, after_id: UUID | None, limit: int
) -> list[NoticeView]:
    """Received by this person's role and unit, or posted by the unit; unread: received only."""
    own = {"roles": roles_of(by.roles), "own_unit": by.unit, "unread": unread}
    return await _whole(reader, await reader.rows(PAGE, of_case=case_id, after_id=after_id, limit=limit, **own))


async def find_notice(reader: Reader, by: Actor, notice_id: UUID) -> NoticeView:
    """NotFound unless it was posted by the person's unit, or reached it."""
    view = (await _whole(reader, [await _row(reader, notice_id)]))[0]
    _may_see(view, by)
    return view


async def sealed_notice(reader: Reader, by: Actor, notice_id: UUID) -> Sealed:
    """Its text, still sealed; NotFound as `find_notice`."""
    row = await _row(reader, notice_id)
    _may_see((await _whole(reader, [row]))[0], by)
    return Sealed(row["case_id"], TEXT, notice_id, row["text"])


async def _row(reader: Reader, notice_id: UUID) -> Row:
    row = await reader.row(FIND, row_id=notice_id)
    if row is None:
        raise NotFound("notice", notice_id)
    return row


def _may_see(view: NoticeView, by: Actor) -> None:
    """Another unit of the same case is told nothing of it."""
    mine = by.unit is not None and by.unit in {view.unit_id, *(r.unit_id for r in view.recipients)}
    if not mine and by.roles.isdisjoint(COUNTYWIDE):
        raise NotFound("notice", view.id)


async def _whole(reader: Reader, rows: list[Row]) -> list[NoticeView]:
    entries: dict[UUID, list[RecipientView]] = {}
    for entry in await reader.rows(RECIPIENTS, ids=[row["id"] for row in rows]):
        view = RecipientView(role=entry["role"], unit_id=entry["unit_id"], read_at=entry["read_at"])
        entries.setdefault(entry["notice_id"], []).append(view)
    names = NoticeView.model_fields.keys() - {"recipients"}
    return [NoticeView(**{n: row[n] for n in names}, recipients=entries.get(row["id"], [])) for row in rows]

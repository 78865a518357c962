"""Which units are suspended from dispatch?"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.policy import Packs
from chassis.reading import Page, Reader, page

from audit.domain.suspension import Status, Suspension
from audit.queries.citations import cite
from audit.queries.views import SuspensionView
from audit.store.suspensions import suspension_of
from audit.store.tables import suspensions as t

_UNIT, _ON = sa.bindparam("of_unit", type_=sa.Uuid), sa.bindparam("in_force_on", type_=sa.Date)
_AFTER = sa.bindparam("after_id", type_=sa.Uuid)
_STOPS_ON = sa.case((t.c.status == Status.ENDED.value, t.c.ended_on), else_=t.c.until_on)
_IN_FORCE = sa.and_(t.c.from_on <= _ON, sa.or_(_STOPS_ON.is_(None), _ON < _STOPS_ON))
LIST = Statement(
    sa.select(t)
    .where(
        scope(t),
        sa.or_(_UNIT.is_(None), t.c.unit_id == _UNIT),
        sa.or_(_ON.is_(None), _IN_FORCE),
        sa.or_(_AFTER.is_(None), t.c.id > _AFTER),
    )
    .order_by(t.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


async def list_suspensions(
    reader: Reader,
    packs: Packs,
    *,
    today: date,
    unit_id: UUID | None,
    in_force_on: date | None,
    limit: int,
    after_id: UUID | None,
) -> Page[SuspensionView]:
    """In the order in which they were told."""
    rows = await reader.rows(LIST, of_unit=unit_id, in_force_on=in_force_on, after_id=after_id, limit=limit + 1)
    return page([suspension_view(suspension_of(row), packs, today) for row in rows], limit, lambda view: [view.id])


def suspension_view(suspension: Suspension, packs: Packs, today: date) -> SuspensionView:
    """The suspension as of today."""
    names = ("id", "unit_id", "rule", "from_on", "until_on", "ended_on", "version")
    return SuspensionView(
        **{name: getattr(suspension, name) for name in names},
        reason=suspension.reason.value,
        status=suspension.status.value,
        source=cite(packs, suspension.rule),
        in_force=suspension.in_force(today),
    )

"""Which staff may this person see? A unit its own; the county all."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.reading import Reader
from pydantic import BaseModel, Field

from prof_service.domain.staff import Discipline, Kind, Staff
from prof_service.store.staff import QUALIFICATIONS, staff_of
from prof_service.store.tables import staff

_LAST = sa.bindparam("after_id", type_=sa.Uuid)
_UNIT = sa.bindparam("of_unit", type_=sa.Uuid)
_OWN = sa.or_(
    sa.bindparam("actor_countywide", type_=sa.Boolean), staff.c.unit_id == sa.bindparam("actor_unit", type_=sa.Uuid)
)
PAGE = Statement(
    sa.select(staff)
    .where(
        _OWN,
        sa.or_(_UNIT.is_(None), staff.c.unit_id == _UNIT),
        sa.or_(_LAST.is_(None), staff.c.id > _LAST),
        scope(staff),
    )
    .order_by(staff.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


class QualificationView(BaseModel):
    """一項資格。"""

    kind: Kind
    service_code: str | None
    valid_from: date
    valid_until: date | None = Field(description="最後有效日；未定期限時為空")


class StaffView(BaseModel):
    """服務人員（代碼，無姓名）。"""

    id: UUID
    unit_id: UUID
    code: str = Field(examples=["ot-07"])
    discipline: Discipline
    qualifications: list[QualificationView]
    version: int

    @classmethod
    def of(cls, member: Staff) -> "StaffView":
        """As it is shown."""
        return cls(
            id=member.id,
            unit_id=member.unit_id,
            code=member.code,
            discipline=member.discipline,
            qualifications=[
                QualificationView(
                    kind=q.kind,
                    service_code=q.service_code,
                    valid_from=q.period.starts,
                    valid_until=q.period.ends and q.period.ends - timedelta(days=1),
                )
                for q in member.qualifications
            ],
            version=member.version,
        )


async def list_staff(reader: Reader, *, unit_id: UUID | None, after_id: UUID | None, limit: int) -> list[Staff]:
    """In the order in which they were registered."""
    rows = await reader.rows(PAGE, of_unit=unit_id, after_id=after_id, limit=limit)
    held = await reader.rows(QUALIFICATIONS, of_staff=[row["id"] for row in rows])
    return [staff_of(row, held) for row in rows]

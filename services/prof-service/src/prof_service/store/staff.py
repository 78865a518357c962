"""How do staff and their qualifications reach their rows, and come back? A unit sees its own; the county sees all."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.ids import uuid7
from chassis.kernel.periods import Period
from chassis.work import Work
from sqlalchemy.dialects.postgresql import insert

from prof_service.domain.staff import Discipline, Kind, Qualification, Staff
from prof_service.store.tables import qualifications, staff

_UNIT = sa.bindparam("of_unit", type_=sa.Uuid)
_CODE = sa.bindparam("staff_code", type_=sa.Text)
_ROW = {name: sa.bindparam(name, type_=staff.c[name].type) for name in staff.c.keys()}  # noqa: SIM118
INSERT = Statement(insert(staff).values(_ROW).on_conflict_do_nothing().returning(staff.c.id))
FIND = Statement(sa.select(staff).where(staff.c.unit_id == _UNIT, staff.c.code == _CODE, scope(staff)))
LOCK = Statement(
    sa.select(staff).where(staff.c.unit_id == _UNIT, staff.c.code == _CODE, scope(staff)).with_for_update(of=staff)
)
TOUCH = Statement(
    sa.update(staff)
    .where(staff.c.id == sa.bindparam("row_id", type_=sa.Uuid), scope(staff))
    .values(version=staff.c.version + 1)
)
QUALIFICATIONS = Statement(
    sa.select(qualifications)
    .where(
        qualifications.c.staff_id == sa.any_(sa.bindparam("of_staff", type_=sa.ARRAY(sa.Uuid))), scope(qualifications)
    )
    .order_by(qualifications.c.id)
)
ADD = Statement(sa.insert(qualifications))


class StaffStore:
    """The staff of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, member: Staff) -> bool:
        """False if the unit has somebody of this code already."""
        changed = {"version": 1, "changed_by": self._work.actor.person, "changed_at": self._work.now}
        fixed = {"id": member.id, "county": member.county, "unit_id": member.unit_id, "code": member.code}
        added = await self._work.value(INSERT, **fixed, **changed, discipline=member.discipline.value)
        return added is not None

    async def find(self, unit_id: UUID, code: str) -> Staff | None:
        """None for a code that the unit has not registered."""
        return await self._whole(await self._work.row(FIND, of_unit=unit_id, staff_code=code))

    async def lock(self, unit_id: UUID, code: str) -> Staff:
        """NotFound for a code that the unit has not registered."""
        whole = await self._whole(await self._work.lock(LOCK, "staff", of_unit=unit_id, staff_code=code))
        if whole is None:
            raise LookupError(code)
        return whole

    async def qualify(self, member: Staff, new: Iterable[Qualification]) -> None:
        """Only added to."""
        await self._work.run_many(ADD, [self._row(member, q) for q in new])
        await self._work.run(TOUCH, row_id=member.id)

    async def _whole(self, row: Row | None) -> Staff | None:
        return row and staff_of(row, await self._work.rows(QUALIFICATIONS, of_staff=[row["id"]]))

    def _row(self, member: Staff, q: Qualification) -> dict[str, object]:
        return {
            "id": uuid7(),
            "staff_id": member.id,
            "county": member.county,
            "kind": q.kind.value,
            "service_code": q.service_code,
            "valid_from": q.period.starts,
            "valid_to": q.period.ends,
            "entered_by": self._work.actor.person,
            "entered_on": self._work.today,
        }


def staff_of(row: Row, held: Iterable[Row]) -> Staff:
    """The rows as the domain's value."""
    return Staff(
        id=row["id"],
        county=row["county"],
        unit_id=row["unit_id"],
        code=row["code"],
        discipline=Discipline(row["discipline"]),
        qualifications=tuple(_qualification_of(q) for q in held if q["staff_id"] == row["id"]),
        version=row["version"],
    )


def _qualification_of(row: Row) -> Qualification:
    return Qualification(
        kind=Kind(row["kind"]), period=Period(row["valid_from"], row["valid_to"]), service_code=row["service_code"]
    )

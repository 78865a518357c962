"""How is a suspension stored? A row of its own; the unit's row is the lock that keeps two from overlapping."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.work import Work
from schemas.codes import SuspensionReason, UnitType
from sqlalchemy.dialects.postgresql import insert

from audit.domain.suspension import Status, Suspension
from audit.store.tables import suspensions, units

_UNIT = sa.bindparam("of_unit", type_=sa.Uuid)
_ID = sa.bindparam("row_id", type_=sa.Uuid)

# A unit may be suspended before dispatch's event about it has arrived; a row of another county stays that county's.
MEET_UNIT = Statement(
    insert(units)
    .values({name: sa.bindparam(name, type_=units.c[name].type) for name in ("unit_id", "county")})
    .on_conflict_do_nothing()
)
LOCK_UNIT = Statement(sa.select(units).where(units.c.unit_id == _UNIT, scope(units)).with_for_update(of=units))
OF_UNIT = Statement(sa.select(suspensions).where(suspensions.c.unit_id == _UNIT, scope(suspensions)))
LOCK = Statement(
    sa.select(suspensions).where(suspensions.c.id == _ID, scope(suspensions)).with_for_update(of=suspensions)
)
INSERT = Statement(sa.insert(suspensions))
SAVE = Statement(
    sa.update(suspensions)
    .where(
        suspensions.c.id == _ID, suspensions.c.version == sa.bindparam("before", type_=sa.Integer), scope(suspensions)
    )
    .values(
        version=suspensions.c.version + 1,
        **{
            name: sa.bindparam(name, type_=suspensions.c[name].type)
            for name in ("status", "ended_on", "changed_by", "changed_at")
        },
    )
    .returning(suspensions.c.version)
)


class Suspensions:
    """The suspensions of a county's units."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def lock_unit(self, unit_id: UUID) -> UnitType | None:
        """Nobody else suspends this unit meanwhile. Its type, if dispatch has told it; NotFound for a foreign unit."""
        await self._work.run(MEET_UNIT, unit_id=unit_id, county=self._work.county)
        row = await self._work.row(LOCK_UNIT, of_unit=unit_id)
        if row is None:
            raise NotFound("unit")
        return UnitType(row["unit_type"]) if row["unit_type"] else None

    async def of_unit(self, unit_id: UUID) -> list[Suspension]:
        """Every suspension of the unit, ended or not."""
        return [suspension_of(row) for row in await self._work.rows(OF_UNIT, of_unit=unit_id)]

    async def lock(self, suspension_id: UUID) -> Suspension:
        """The suspension, locked; NotFound where there is none to see."""
        return suspension_of(await self._work.lock(LOCK, "suspension", row_id=suspension_id))

    async def insert(self, new: Suspension) -> None:
        """A new one."""
        await self._work.run(
            INSERT,
            **_columns(new),
            version=new.version,
            changed_by=self._work.actor.person,
            changed_at=self._work.now,
        )

    async def save(self, after: Suspension, *, before: int) -> None:
        """What can change: status and end."""
        changed: dict[str, Any] = {"status": after.status.value, "ended_on": after.ended_on}
        await self._work.save(SAVE, row_id=after.id, before=before, **changed)


def suspension_of(row: Row) -> Suspension:
    """The aggregate of a row."""
    until: date | None = row["until_on"]
    return Suspension(
        id=row["id"],
        unit_id=row["unit_id"],
        county=row["county"],
        reason=SuspensionReason(row["reason"]),
        rule=row["rule"],
        from_on=row["from_on"],
        until_on=until,
        status=Status(row["status"]),
        ended_on=row["ended_on"],
        version=row["version"],
    )


def _columns(new: Suspension) -> dict[str, Any]:
    names = ("id", "unit_id", "county", "rule", "from_on", "until_on", "ended_on")
    return {name: getattr(new, name) for name in names} | {"reason": new.reason.value, "status": new.status.value}

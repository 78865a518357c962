"""How does a unit with its load and suspensions come out of the database, and how is its load counted?"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.periods import Period
from chassis.problems import NotFound
from chassis.work import Work
from schemas.codes import SuspensionReason, UnitType
from schemas.ids import SuspensionId, UnitId

from dispatch.domain.units import Suspension, Unit
from dispatch.store import statements as st
from dispatch.store.register_tables import suspensions, unit_loads, units

JOINED = sa.select(units, unit_loads.c.open_cases, unit_loads.c.last_referred_on).select_from(
    units.join(unit_loads, sa.and_(unit_loads.c.unit_id == units.c.id, scope(unit_loads)))
)
# For a worker the scope is "true", so the county is asked for by name as well
_IN_COUNTY = sa.bindparam("in_county", type_=sa.Text)
ONE = Statement(JOINED.where(units.c.id == st.key(), scope(units)))
OF_TYPE = Statement(
    JOINED.where(
        units.c.county == _IN_COUNTY, units.c.unit_type == sa.bindparam("unit_type", type_=sa.Text), scope(units)
    )
)
SUSPENDED = Statement(sa.select(suspensions).where(suspensions.c.county == _IN_COUNTY, scope(suspensions)))
INSERT = Statement(sa.insert(units))
INSERT_LOAD = Statement(sa.insert(unit_loads))
SUSPEND = st.upsert(suspensions)
RESUME = Statement(
    sa.update(suspensions)
    .where(suspensions.c.id == st.key(), scope(suspensions))
    .values(until_on=sa.bindparam("until_on", type_=sa.Date))
)
_IDS = sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid))
HOLD = Statement(
    sa.select(unit_loads.c.unit_id)
    .where(unit_loads.c.unit_id == sa.any_(_IDS), scope(unit_loads))
    .order_by(unit_loads.c.unit_id)
    .with_for_update(of=unit_loads)
)
TAKE = Statement(
    sa.update(unit_loads)
    .where(unit_loads.c.unit_id == st.key(), scope(unit_loads))
    .values(
        open_cases=unit_loads.c.open_cases + sa.bindparam("more", type_=sa.Integer),
        last_referred_on=sa.func.coalesce(sa.bindparam("referred_on", type_=sa.Date), unit_loads.c.last_referred_on),
    )
    .returning(unit_loads.c.open_cases)
)


class Units:
    """The register."""

    def __init__(self, reads: st.Reads) -> None:
        self._reads = reads

    async def get(self, unit_id: UUID) -> Unit:
        """One unit; NotFound."""
        row = await self._reads.row(ONE, row_id=unit_id)
        if row is None:
            raise NotFound("unit")
        return unit_of(row, await self._suspensions(row["county"]))

    async def of_type(self, county: str, unit_type: UnitType) -> list[Unit]:
        """Every unit of the county of this kind."""
        rows = await self._reads.rows(OF_TYPE, in_county=county, unit_type=unit_type.value)
        suspended = await self._suspensions(county)
        return [unit_of(row, suspended) for row in rows]

    async def _suspensions(self, county: str) -> list[Row]:
        return await self._reads.rows(SUSPENDED, in_county=county)


class Register(Units):
    """The register inside a command."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work

    async def add(self, unit: Unit) -> None:
        """A newly contracted unit."""
        work = self._work
        await work.run(
            INSERT,
            id=unit.id,
            county=unit.county,
            unit_type=unit.unit_type.value,
            name=unit.name,
            districts=sorted(unit.districts),
            service_codes=sorted(unit.service_codes),
            capacity=unit.capacity,
            first_service_days=unit.first_service_days,
            legal_person_id=unit.legal_person_id,
            contracted_from=unit.contract.starts,
            contracted_to=unit.contract.ends,
            version=unit.version,
            changed_by=work.actor.person,
            changed_at=work.now,
        )
        await work.run(INSERT_LOAD, unit_id=unit.id, county=unit.county, open_cases=0, last_referred_on=None)

    async def hold(self, unit_ids: Sequence[UUID]) -> None:
        """Lock the counters of these units, in one order for all, so that two commands never wait for each other."""
        await self._work.rows(HOLD, ids=sorted(unit_ids, key=str))

    async def count(self, unit_id: UUID, more: int, referred_on: date | None) -> int:
        """`more` open cases; a referral also notes its day. Returns how many there are now."""
        now: int = await self._work.value(TAKE, row_id=unit_id, more=more, referred_on=referred_on)
        return now

    async def suspend(self, unit_id: UUID, suspension: Suspension) -> None:
        """No new cases in the period; told again, the same."""
        await self._work.run(
            SUSPEND,
            id=suspension.id,
            county=self._work.county,
            unit_id=unit_id,
            reason=suspension.reason.value,
            from_on=suspension.period.starts,
            until_on=suspension.period.ends,
        )

    async def resume(self, suspension_id: UUID, on: date) -> None:
        """The suspension ends on that day."""
        await self._work.run(RESUME, row_id=suspension_id, until_on=on)


def unit_of(row: Row, suspended: Sequence[Row]) -> Unit:
    """A unit of its row and the county's suspensions."""
    return Unit(
        id=UnitId(row["id"]),
        county=row["county"],
        unit_type=UnitType(row["unit_type"]),
        name=row["name"],
        districts=frozenset(row["districts"]),
        service_codes=frozenset(row["service_codes"]),
        contract=Period(row["contracted_from"], row["contracted_to"]),
        capacity=row["capacity"],
        first_service_days=row["first_service_days"],
        legal_person_id=row["legal_person_id"],
        suspensions=tuple(_suspension(s) for s in suspended if s["unit_id"] == row["id"] and _lasts(s)),
        open_cases=row["open_cases"],
        last_referred_on=row["last_referred_on"],
        version=row["version"],
    )


def _lasts(row: Row) -> bool:
    """A suspension that was lifted before it began never held."""
    return row["until_on"] is None or row["until_on"] > row["from_on"]


def _suspension(row: Row) -> Suspension:
    period = Period(row["from_on"], row["until_on"])
    return Suspension(SuspensionId(row["id"]), SuspensionReason(row["reason"]), period)

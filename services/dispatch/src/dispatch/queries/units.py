"""Which units does the register hold, by kind, district and service?"""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.reading import Reader
from schemas.codes import UnitType

from dispatch.domain.units import Unit
from dispatch.store.register_tables import units
from dispatch.store.units import JOINED, SUSPENDED, unit_of


@dataclass(frozen=True, kw_only=True)
class UnitFilter:
    """None: not asked for."""

    unit_type: UnitType | None
    district: str | None
    service_code: str | None
    after: UUID | None


_type, _district, _code = (sa.bindparam(name, type_=sa.Text) for name in ("unit_type", "district", "service_code"))
_after = sa.bindparam("after_id", type_=sa.Uuid)
LISTED = Statement(
    JOINED.where(
        sa.or_(_type.is_(None), units.c.unit_type == _type),
        sa.or_(_district.is_(None), _district == sa.any_(units.c.districts)),
        sa.or_(_code.is_(None), _code == sa.any_(units.c.service_codes)),
        sa.or_(_after.is_(None), units.c.id > _after),
        scope(units),
    )
    .order_by(units.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


async def list_units(reads: Reader, county: str, wanted: UnitFilter, limit: int) -> list[Unit]:
    """A page of the register."""
    rows = await reads.rows(
        LISTED,
        unit_type=wanted.unit_type and wanted.unit_type.value,
        district=wanted.district,
        service_code=wanted.service_code,
        after_id=wanted.after,
        limit=limit,
    )
    suspended = await reads.rows(SUSPENDED, in_county=county)
    return [unit_of(row, suspended) for row in rows]

"""A rotation list is set up: the order in which units of a district have their turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.ids import uuid7
from schemas.codes import UnitType
from schemas.ids import RotationListId, UnitId

from dispatch.domain.rotation import RotationList, set_up
from dispatch.store.work import Work


@dataclass(frozen=True, kw_only=True)
class SetUpRotation:
    """For B units the list is one A unit's, for one kind of service (the code's first letter)."""

    unit_type: UnitType
    district: str
    unit_ids: Sequence[UUID]
    a_unit_id: UUID | None
    service_kind: str | None


async def set_up_rotation(command: SetUpRotation, work: Work) -> RotationList:
    """Keep the list; a district has one of each kind."""
    present = await work.rotation.lock(command.district, command.unit_type, command.a_unit_id, command.service_kind)
    registered = await work.units.of_type(work.county, command.unit_type)
    table = set_up(
        RotationListId(uuid7()),
        county=work.county,
        unit_type=command.unit_type,
        district=command.district,
        a_unit_id=UnitId(command.a_unit_id) if command.a_unit_id else None,
        service_kind=command.service_kind,
        unit_ids=[UnitId(unit_id) for unit_id in command.unit_ids],
        registered={unit.id: unit.districts for unit in registered},
        present=present,
    )
    await work.rotation.add(table)
    return table

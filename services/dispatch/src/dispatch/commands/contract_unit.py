"""A unit is contracted: it enters the register with its districts, services and capacity."""

from dataclasses import dataclass
from datetime import date

from chassis.kernel.ids import uuid7
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No
from schemas.codes import UnitType
from schemas.events.dispatch import UnitContracted
from schemas.ids import UnitId

from dispatch.domain.units import Unit
from dispatch.store.work import Work

EMPTY_CONTRACT = No(
    "empty_contract",
    rule="TY-3301-02",
    zh="特約迄日次日（{to}）須晚於起日（{starts}）。",
    en="The contract must end after it starts: the first day after it is {to}, it starts on {starts}.",
    kind="invalid",
)


@dataclass(frozen=True, kw_only=True)
class ContractUnit:
    """`contracted_to` is the first day after the contract; None: open."""

    unit_type: UnitType
    name: str
    districts: frozenset[str]
    service_codes: frozenset[str]
    capacity: int | None
    contracted_from: date
    contracted_to: date | None
    first_service_days: int | None
    legal_person_id: str | None


async def contract_unit(command: ContractUnit, work: Work) -> Unit:
    """Add the unit and tell of it."""
    unit = _unit(command, work.county)
    await work.units.add(unit)
    work.emit(
        UnitContracted(
            unit_id=unit.id,
            unit_type=unit.unit_type,
            districts=tuple(sorted(unit.districts)),
            service_codes=tuple(sorted(unit.service_codes)),
            capacity=unit.capacity,
            contracted_from=unit.contract.starts,
        )
    )
    return unit


def _unit(command: ContractUnit, county: str) -> Unit:
    starts, ends = command.contracted_from, command.contracted_to
    if ends is not None and ends <= starts:
        raise EMPTY_CONTRACT(to=str(ends), starts=str(starts))
    return Unit(
        id=UnitId(uuid7()),
        county=county,
        unit_type=command.unit_type,
        name=command.name,
        districts=command.districts,
        service_codes=command.service_codes,
        contract=Period(starts, ends),
        capacity=command.capacity,
        first_service_days=command.first_service_days,
        legal_person_id=command.legal_person_id,
    )

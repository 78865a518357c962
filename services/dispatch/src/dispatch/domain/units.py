"""May this unit take this case? Contract, district, service, suspension, capacity: pass or fail, each with its paragraph."""

from dataclasses import dataclass
from datetime import date

from chassis.kernel.periods import Period
from schemas.codes import SuspensionReason, UnitType
from schemas.ids import SuspensionId, UnitId

SUSPENSION_RULES = {
    (SuspensionReason.DEMERIT_POINTS, UnitType.A): "TY-13-09",
    (SuspensionReason.DEMERIT_POINTS, UnitType.B): "TY-3301-05",
    (SuspensionReason.FAILED_EVALUATION, UnitType.A): "NA-03-08",
    (SuspensionReason.FAILED_EVALUATION, UnitType.B): "TY-3301-09",
    (SuspensionReason.PERSISTENT_FAILURE, UnitType.A): "NA-03-08",
    (SuspensionReason.PERSISTENT_FAILURE, UnitType.B): "NA-04-10",
    (SuspensionReason.SELF_SUSPENDED, UnitType.A): "TY-3309-11",
    (SuspensionReason.SELF_SUSPENDED, UnitType.B): "NA-04-10",
}
"""Which paragraph suspends dispatch, by the ground and the kind of unit."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a unit is no candidate: a code, and the rule that says so."""

    code: str
    rule: str


FULL = Hindrance("full", "TY-13-15")


@dataclass(frozen=True, slots=True)
class Suspension:
    """Dispatch to the unit is suspended in this period; the day of the dispatch counts (AM-180)."""

    id: SuspensionId
    reason: SuspensionReason
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A contracted unit and what it carries now. `capacity` None: the contract states none."""

    id: UnitId
    county: str
    unit_type: UnitType
    name: str
    districts: frozenset[str]
    service_codes: frozenset[str]
    contract: Period
    capacity: int | None = None
    first_service_days: int | None = None
    legal_person_id: str | None = None
    suspensions: tuple[Suspension, ...] = ()
    open_cases: int = 0
    last_referred_on: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: a unit of a kind, for a district, for a service (A units: none), on a day."""

    unit_type: UnitType
    district: str
    service_code: str | None
    on: date


def hindrances(unit: Unit, wanted: Wanted) -> tuple[Hindrance, ...]:
    """Every reason why the unit cannot be chosen; empty: it is a candidate."""
    found = (
        _contract(unit, wanted),
        _district(unit, wanted),
        _service(unit, wanted),
        _suspension(unit, wanted.on),
        _capacity(unit),
    )
    return tuple(hindrance for hindrance in found if hindrance is not None)


def _contract(unit: Unit, wanted: Wanted) -> Hindrance | None:
    if unit.contract.has(wanted.on):
        return None
    begun = unit.contract.starts <= wanted.on
    return Hindrance("contract_over" if begun else "contract_not_begun", "TY-3104-07")


def _district(unit: Unit, wanted: Wanted) -> Hindrance | None:
    return None if wanted.district in unit.districts else Hindrance("not_contracted_for_district", "NT-04-07")


def _service(unit: Unit, wanted: Wanted) -> Hindrance | None:
    if wanted.service_code is None or wanted.service_code in unit.service_codes:
        return None
    return Hindrance("not_contracted_for_service", "TY-3104-07")


def _suspension(unit: Unit, on: date) -> Hindrance | None:
    in_force = [s for s in unit.suspensions if s.period.has(on)]
    if not in_force:
        return None
    return Hindrance("suspended", SUSPENSION_RULES[in_force[0].reason, unit.unit_type])


def _capacity(unit: Unit) -> Hindrance | None:
    if unit.capacity is None or unit.open_cases < unit.capacity:
        return None
    return FULL

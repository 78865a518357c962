"""What happens when a unit registers somebody, or adds what that person is qualified by?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.kernel.ids import uuid7
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No
from chassis.problems import NotFound

from prof_service.domain.staff import Discipline, Kind, Qualification, Staff, certificate_period
from prof_service.policies import staff_rule
from prof_service.store.work import Work

REGISTERED_BEFORE = No(
    "staff_registered_before",
    rule="NT-04-02",
    zh="此服務人員代碼已建檔，請於其下新增資格。",
    en="This code is registered already: add qualifications to it.",
)
ENDS_BEFORE_START = No(
    "qualification_ends_before_start",
    rule="NT-04-02",
    zh="資格的有效期限須在起日之後。",
    en="A qualification ends after it starts.",
    kind="invalid",
)
TRAINED_FOR_WHAT = No(
    "training_needs_a_code",
    rule="NT-04-04",
    zh="訓練須載明照顧組合代碼，其他資格則否。",
    en="A training names its service code; no other qualification does.",
    kind="invalid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterStaff:
    """A person of the actor's unit, by code."""

    code: str
    discipline: Discipline


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the unit tells of a qualification; `valid_until` is its last day."""

    kind: Kind
    valid_from: date
    valid_until: date | None = None
    service_code: str | None = None


async def register_staff(command: RegisterStaff, work: Work) -> Staff:
    """Raises REGISTERED_BEFORE."""
    member = Staff(
        id=uuid7(), county=work.county, unit_id=_unit(work), code=command.code, discipline=command.discipline
    )
    if not await work.staff.add(member):
        raise REGISTERED_BEFORE()
    return member


async def qualify_staff(code: str, held: Iterable[Held], work: Work) -> Staff:
    """Raises TRAINED_FOR_WHAT, ENDS_BEFORE_START; NotFound for a code of another unit."""
    before = await work.staff.lock(_unit(work), code)
    new = tuple(_qualification(one, work) for one in held)
    await work.staff.qualify(before, new)
    return replace(before, qualifications=before.qualifications + new, version=before.version + 1)


def _qualification(one: Held, work: Work) -> Qualification:
    if (one.kind is Kind.TRAINING) != (one.service_code is not None):
        raise TRAINED_FOR_WHAT()
    if one.valid_until is not None and one.valid_until < one.valid_from:
        raise ENDS_BEFORE_START()
    return Qualification(kind=one.kind, period=_period(one, work), service_code=one.service_code)


def _period(one: Held, work: Work) -> Period:
    """A certificate ends with its cycle, whatever the unit writes later than that (NT-04-03)."""
    told = one.valid_until and date.fromordinal(one.valid_until.toordinal() + 1)
    if one.kind is not Kind.CERTIFICATE:
        return Period(one.valid_from, told)
    cycle = certificate_period(staff_rule(work.pack, work.today), since=one.valid_from)
    ends = min((day for day in (told, cycle.ends) if day is not None), default=None)
    return Period(one.valid_from, ends)


def _unit(work: Work) -> UUID:
    if work.actor.unit is None:
        raise NotFound("staff")
    return work.actor.unit

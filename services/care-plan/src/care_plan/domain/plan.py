"""What is a care plan? Versions 1 to n of one case, each kept whole, and the state of the work on them (lifecycle 2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.money import Money
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.codes import ReturnReason

from care_plan.domain.items import Item, total


class Status(StrEnum):
    """Of a plan. Of these a version has the first four only: what comes after the approval happens to the plan."""

    DRAFTING = "drafting"
    """擬訂中: the A unit works on it."""
    SUBMITTED = "submitted"
    """送審: with the centre; the version can no longer be changed."""
    RETURNED = "returned"
    """退回修正: of the plan: the next version is being drafted. Of a version: it stays as it was sent."""
    APPROVED = "approved"
    """核定: items may be referred."""
    IN_FORCE = "in_force"
    """執行中: a B unit has been asked to serve."""
    SUPERSEDED = "superseded"
    """由新計畫取代."""
    ENDED = "ended"
    """結案."""


NEXT: Mapping[Status, frozenset[Status]] = {
    Status.DRAFTING: frozenset({Status.SUBMITTED, Status.ENDED}),
    Status.SUBMITTED: frozenset({Status.RETURNED, Status.APPROVED, Status.ENDED}),
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.ENDED}),
    Status.APPROVED: frozenset({Status.IN_FORCE, Status.ENDED}),
    Status.IN_FORCE: frozenset({Status.SUPERSEDED, Status.ENDED}),
    Status.SUPERSEDED: frozenset(),
    Status.ENDED: frozenset(),
}
"""Which status may follow which."""

UNDER_WORK = frozenset({Status.DRAFTING, Status.RETURNED})
"""The A unit may write in the latest version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a plan, from its draft to its review. `expectation` and `note` are ids of sealed texts."""

    id: UUID
    no: int
    unit_id: UUID
    status: Status = Status.DRAFTING
    items: tuple[Item, ...] = ()
    period: Period | None = None
    expectation: UUID | None = None
    submitted_on: date | None = None
    reviewed_on: date | None = None
    reason: ReturnReason | None = None
    note: UUID | None = None

    @property
    def total(self) -> Money:
        """What a month costs, over all pools."""
        return total(self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of a case. `versions` are in order; the last one is worked on or under review."""

    id: UUID
    case_id: UUID
    county: str
    unit_id: UUID
    referral_id: UUID
    referred_on: date
    status: Status
    versions: tuple[Version, ...]
    contacted_on: date | None = None
    """The first contact by phone or in person."""
    visited_on: date | None = None
    """The latest home visit."""
    version: int = 1
    """For two writers at once; not the number of the plan's version."""

    @property
    def latest(self) -> Version:
        """The version that is worked on, under review or in force."""
        return self.versions[-1]

    def with_latest(self, version: Version) -> tuple[Version, ...]:
        """All versions, with the last one changed."""
        return (*self.versions[:-1], version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The referral that brings a case to an A unit."""

    referral_id: UUID
    unit_id: UUID
    referred_on: date


QUOTA_NOT_APPROVED = No(
    "quota_not_approved",
    rule="NA-02-01",
    zh="等級與額度尚未核定，不能擬訂照顧計畫。",
    en="Level and quota are not approved yet: no plan can be drafted.",
)


def start(plan_id: UUID, version_id: UUID, *, case_id: UUID, county: str, by: Assignment, quota_approved: bool) -> Plan:
    """Version 1 of a plan, drafting. Raises QUOTA_NOT_APPROVED."""
    if not quota_approved:
        raise QUOTA_NOT_APPROVED(case_id=case_id)
    return Plan(
        id=plan_id,
        case_id=case_id,
        county=county,
        unit_id=by.unit_id,
        referral_id=by.referral_id,
        referred_on=by.referred_on,
        status=Status.DRAFTING,
        versions=(Version(id=version_id, no=1, unit_id=by.unit_id),),
    )


def take_over(plan: Plan, by: Assignment) -> Plan:
    """The plan in the hands of another A unit. What is still being drafted needs a contact and a visit of its own."""
    moved = replace(plan, unit_id=by.unit_id, referral_id=by.referral_id, referred_on=by.referred_on)
    if plan.status not in UNDER_WORK:
        return moved  # AM-185: plan and referrals stay in force
    own = replace(plan.latest, unit_id=by.unit_id)
    return replace(moved, contacted_on=None, visited_on=None, versions=plan.with_latest(own))


def put_in_force(plan: Plan) -> Plan:
    """An item has been referred to a B unit; a further item changes nothing. Raises WRONG_ORDER before the approval."""
    if plan.status is Status.IN_FORCE:
        return plan
    return replace(plan, status=follow(plan.status, Status.IN_FORCE, NEXT, rule="NA-02-26"))


def end(plan: Plan) -> Plan:
    """The case is closed, and its plan with it, whatever its status (NA-05-10). An ended plan stays as it is."""
    if plan.status is Status.ENDED:
        return plan
    return replace(plan, status=follow(plan.status, Status.ENDED, NEXT, rule="NA-05-10"))

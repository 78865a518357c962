"""What is a case, and which status may follow which?"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.ids import spoken
from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow


class Status(StrEnum):
    """Where a case stands on its way from the application to the service, and how it ends."""

    APPLIED = "applied"
    """申請"""
    SCREENED_OUT = "screened_out"
    """不符收案條件"""
    VISIT_SCHEDULED = "visit_scheduled"
    """排定家訪"""
    ASSESSED = "assessed"
    """已評估"""
    PENDING_SIGN_OFF = "pending_sign_off"
    """送簽審"""
    NOT_OPENED = "not_opened"
    """不開案"""
    APPROVED = "approved"
    """核定"""
    DISPATCHED_TO_A = "dispatched_to_a"
    """已派A單位"""
    SELF_MANAGED = "self_managed"
    """照專自管"""
    IN_SERVICE = "in_service"
    """服務中"""
    TEMPORARILY_CLOSED = "temporarily_closed"
    """暫時結案"""
    PERMANENTLY_CLOSED = "permanently_closed"
    """永久結案"""


_CLOSED = frozenset({Status.TEMPORARILY_CLOSED, Status.PERMANENTLY_CLOSED})

NEXT: dict[Status, frozenset[Status]] = {
    Status.APPLIED: frozenset({Status.SCREENED_OUT, Status.VISIT_SCHEDULED, Status.PERMANENTLY_CLOSED}),
    Status.SCREENED_OUT: frozenset(),
    # A family that cannot be at home gets another day: the visit is booked again
    Status.VISIT_SCHEDULED: frozenset({Status.VISIT_SCHEDULED, Status.ASSESSED, Status.PERMANENTLY_CLOSED}),
    # What the supervisor returned is corrected before it is submitted again
    Status.ASSESSED: frozenset({Status.ASSESSED, Status.PENDING_SIGN_OFF, Status.PERMANENTLY_CLOSED}),
    Status.PENDING_SIGN_OFF: frozenset(
        {Status.ASSESSED, Status.NOT_OPENED, Status.APPROVED, Status.PERMANENTLY_CLOSED}
    ),
    Status.NOT_OPENED: frozenset(),
    Status.APPROVED: frozenset({Status.DISPATCHED_TO_A, Status.SELF_MANAGED, *_CLOSED}),
    Status.DISPATCHED_TO_A: frozenset({Status.IN_SERVICE, *_CLOSED}),
    Status.SELF_MANAGED: frozenset({Status.DISPATCHED_TO_A, Status.IN_SERVICE, *_CLOSED}),
    Status.IN_SERVICE: _CLOSED,
    Status.TEMPORARILY_CLOSED: frozenset({Status.APPROVED, Status.PERMANENTLY_CLOSED}),
    Status.PERMANENTLY_CLOSED: frozenset(),
}

ENDED = frozenset(status for status, after in NEXT.items() if not after)
"""A person with a case in any other status has an open one (AM-146); a temporarily closed case is reopened."""

ALREADY_OPEN = No(
    "case_already_open",
    rule="AM-146",
    zh="此人已有進行中或暫時結案的個案，案號 {reference}；請沿用該案，或重新開啟。",
    en="This person has a case already, open or closed for a time: {reference}. Go on with it, or reopen it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person's way into long-term care. Nothing here tells who the person is."""

    id: UUID
    person_id: UUID
    reference: str
    status: Status
    channel: str
    case_source: str
    applied_on: date
    district: str
    residence: str
    eligible_group: str | None = None
    referrer_unit_id: UUID | None = None
    self_found_by_a_unit_id: UUID | None = None
    previous_case_id: UUID | None = None
    screened_on: date | None = None
    referral_target: str | None = None
    visit_id: UUID | None = None
    assessment_id: UUID | None = None
    closure_reason: str | None = None
    version: int = 1


def reference_of(case_id: UUID) -> str:
    """The reference that the family is told on the telephone: `A-7KQ4-M2PX`."""
    return spoken(case_id, "A")


def moved(before: Case, to: Status) -> Case:
    """The case in its next status; a Refusal where the lifecycle has no such step."""
    return replace(before, status=follow(before.status, to, NEXT))


def refer_to_a_unit(before: Case) -> Case:
    """An A unit has the case. A case that is served or that has an A unit stays where it is: the unit was changed."""
    if before.status in {Status.DISPATCHED_TO_A, Status.IN_SERVICE}:
        return before
    return moved(before, Status.DISPATCHED_TO_A)


def begin_service(before: Case) -> Case:
    """The first service was given; the first service of a second item changes nothing."""
    return before if before.status is Status.IN_SERVICE else moved(before, Status.IN_SERVICE)

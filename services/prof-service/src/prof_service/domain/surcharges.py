"""May evening or holiday service be claimed? Applied for, confirmed by the A case manager, ticked by the care manager (AM-22)."""

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.professional_codes import Surcharge, SurchargeRejection

from prof_service.domain.signatures import Signer
from prof_service.domain.surcharge_form import Applicant, Reason


class Status(StrEnum):
    """How far an application is."""

    REQUESTED = "requested"
    """已申請: the A case manager has it."""
    CONFIRMED = "confirmed"
    """個管已確認: the care manager has it."""
    APPROVED = "approved"
    """照專已勾選: the surcharge may be claimed."""
    REJECTED = "rejected"
    """不符資格."""


NEXT: dict[Status, frozenset[Status]] = {
    Status.REQUESTED: frozenset({Status.CONFIRMED, Status.REJECTED}),
    Status.CONFIRMED: frozenset({Status.APPROVED, Status.REJECTED}),
    Status.APPROVED: frozenset(),
    Status.REJECTED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application for one surcharge on one day."""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    county: str
    unit_id: UUID
    surcharge: Surcharge
    service_date: date
    starts_at: time
    reasons: tuple[Reason, ...]
    applicant: Applicant
    signer: Signer
    signed_on: date
    observed_day_off: bool
    requested_on: date
    status: Status = Status.REQUESTED
    confirmed_on: date | None = None
    confirmed_by: str | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    rejection: SurchargeRejection | None = None
    version: int = 1


ASKED_BEFORE = No(
    "surcharge_asked_before",
    rule="NT-04-23",
    zh="該單位當日已有申請，狀態為「{status}」。",
    en="The unit has an application for that day already; its status is {status}.",
)
NOT_CONFIRMED = No(
    "surcharge_not_confirmed",
    rule="AM-22",
    zh="須先由 A 個管確認資格，再由照專審查勾選。",
    en="The A case manager confirms first; then the care manager decides.",
)


def confirm(before: Application, rejection: SurchargeRejection | None, *, by: str, on: date) -> Application:
    """Step 1, of the A case manager: confirmed, or turned down."""
    to = Status.CONFIRMED if rejection is None else Status.REJECTED
    status = follow(before.status, to, NEXT, rule="NT-04-24")
    return replace(before, status=status, rejection=rejection, confirmed_on=on, confirmed_by=by)


def decide(before: Application, rejection: SurchargeRejection | None, *, by: str, on: date) -> Application:
    """Step 2, of the care manager: ticked, or turned down. Raises NOT_CONFIRMED."""
    if before.status is Status.REQUESTED:
        raise NOT_CONFIRMED()
    to = Status.APPROVED if rejection is None else Status.REJECTED
    status = follow(before.status, to, NEXT, rule="NT-04-26")
    return replace(before, status=status, rejection=rejection, decided_on=on, decided_by=by)

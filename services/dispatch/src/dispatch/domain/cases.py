"""What does dispatch know of a case? What the sign-off and the approved plan told it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.ids import CaseId, PlanId, PlanItemId, ReferralId, UnitId

ITEM_NOT_APPROVED = No(
    "plan_item_not_approved",
    rule="NA-02-26",
    zh="照顧計畫項目尚未經照管中心核定，核定後始得照會服務單位。",
    en="The plan item has not been approved by the centre; units are linked only after the approval.",
)
CASE_CLOSED = No(
    "case_closed",
    rule="NA-05-10",
    zh="此案已結案，不再派案。",
    en="The case is closed; nothing is dispatched any more.",
)
NOT_THE_CASE_MANAGERS = No(
    "case_has_an_a_unit",
    rule="NA-02-27",
    zh="此案已派 A 單位，由 A 單位照會服務單位。",
    en="The case has an A unit, and it is the A unit that refers to B units.",
    kind="forbidden",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case with an approved quota. `closed_on`: no more is dispatched."""

    id: CaseId
    county: str
    district: str
    cms_level: int
    monthly_quota_twd: int
    approved_on: date
    a_unit_id: UnitId | None = None
    a_referral_id: ReferralId | None = None
    closed_on: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """An approved item of the plan in force; `unit_id` is the unit that the client chose."""

    id: PlanItemId
    case_id: CaseId
    plan_id: PlanId
    service_code: str
    groups: int | None
    unit_id: UnitId | None


def may_refer(case: Case, item: PlanItem | None, *, by_unit: UUID | None) -> PlanItem:
    """The approved item; refuses an unapproved one, and the centre's staff where an A unit manages the case."""
    if case.closed_on is not None:
        raise CASE_CLOSED()
    if by_unit is None and case.a_unit_id is not None:
        raise NOT_THE_CASE_MANAGERS()
    if item is None:
        raise ITEM_NOT_APPROVED()
    return item

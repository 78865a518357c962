"""What is shown of a referral, and which of its commands are open?"""

from datetime import date, datetime
from uuid import UUID

from chassis.actions import Action, action
from fastapi import Request
from pydantic import BaseModel, Field
from schemas.codes import ReferralClock, ReferralMethod, UnitType

from dispatch.domain.referral import Referral, may_accept, may_reassign, may_reply
from dispatch.domain.status import Status


class ReferralView(BaseModel):
    """A referral to a unit. `settled_on` and `reason`: when and why it was declined, reassigned or ended."""

    id: UUID
    case_id: UUID
    unit_type: UnitType
    unit_id: UUID
    status: Status
    a_unit_id: UUID | None
    plan_id: UUID | None
    plan_item_id: UUID | None
    service_code: str | None
    groups: int | None
    district: str
    method: ReferralMethod
    affiliated: bool
    candidates: int = Field(description="可受派之單位數")
    referred_on: date
    referred_at: datetime
    reply_due_on: date | None
    first_service_due_on: date | None
    replied_on: date | None
    served_on: date | None
    settled_on: date | None
    reason: str | None
    with_cause: bool | None
    late: list[ReferralClock]
    replaces_referral_id: UUID | None
    version: int
    actions: list[Action]


class HistoryView(BaseModel):
    """A status that the referral had."""

    version: int
    status: Status
    reason: str | None
    changed_by: str
    changed_at: datetime


class ReferralWithHistory(ReferralView):
    """A referral with every status that it had, and the referral that took its place."""

    history: list[HistoryView]
    replaced_by: UUID | None
    proposed_unit_id: UUID | None = Field(description="改派建議之單位，待 A 個管員確認")
    proposal_open: bool


class ReferralSummary(ReferralView):
    """A referral in a list."""


def shown(request: Request, referral: Referral) -> ReferralView:
    """The referral as it is shown."""
    return ReferralView(**_values(referral), actions=actions(request, referral))


def _values(referral: Referral) -> dict[str, object]:
    names = ReferralView.model_fields.keys() - {"actions", "late"}
    return {**{name: getattr(referral, name) for name in names}, "late": list(referral.late)}


def actions(request: Request, referral: Referral) -> list[Action]:
    """What can be done with the referral now, and why not the rest."""
    href = f"/v1/referrals/{referral.id}"
    if referral.unit_type is UnitType.A:
        return [action(request, "accept", f"{href}/acceptances", lambda: may_accept(referral))]
    return [
        action(request, "reply", f"{href}/replies", lambda: may_reply(referral)),
        action(request, "reassign", f"{href}/reassignments", lambda: may_reassign(referral)),
    ]

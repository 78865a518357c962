"""HTTP of referrals: acceptance, reply, reassignment, and reading them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from chassis.problems import NotFound
from chassis.reading import Cursor, Limit, Page, after, page, reader
from chassis.sealing import Sealed, reveal
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from schemas.codes import ReassignmentReason, ReferralAnswer
from schemas.ids import ReferralId

from dispatch.api.access import (
    AsACaseManager,
    AsBUnit,
    AsCareManager,
    AsDispatchReader,
    AsParty,
    AsReferring,
    DispatchCall,
)
from dispatch.api.bodies import Body
from dispatch.api.candidates import ReasonCode
from dispatch.api.referral_views import HistoryView, ReferralView, ReferralWithHistory, shown
from dispatch.commands.accept_case import AcceptCase, accept_case
from dispatch.commands.reassign_referral import ReassignReferral, reassign_referral
from dispatch.commands.record_choice import REASON_PLACE
from dispatch.commands.record_reply import RecordReply, record_reply
from dispatch.domain.status import Status
from dispatch.queries.referrals import ReferralFilter, decision_of, list_referrals, referral_with_history

router = APIRouter(prefix="/v1/referrals", tags=["referrals"])


class AcceptanceBody(Body):
    """The day on which the A unit took the case over; today, if it is not told."""

    accepted_on: date | None = None


class ReplyBody(Body):
    """The unit's answer; a refusal needs its reason."""

    answer: ReferralAnswer
    reason_code: ReasonCode | None = None
    with_cause: bool | None = None


class ReassignmentBody(Body):
    """The unit to ask instead, and why."""

    to_unit_id: UUID
    reason: ReassignmentReason


class RevealBody(Body):
    """Why the reason is read, as a code."""

    purpose: ReasonCode


class ReasonView(BaseModel):
    """The reason in prose."""

    reason: str


class DecisionView(BaseModel):
    """How the unit was chosen: among which, by which policy, in which turn."""

    referral_id: UUID
    decided_on: date
    decided_by: str
    method: str
    policyref: str
    rule: str
    client_choice: bool
    reason_code: str | None
    has_sealed_reason: bool = Field(description="另有文字理由，須以 reason-reveals 開啟")
    list_id: UUID | None
    turn: int | None
    candidates: list[dict[str, Any]]
    passed_over: list[dict[str, Any]]


@router.post("/{referral_id}/acceptances", status_code=201, response_model=ReferralView, summary="A 單位接案")
async def post_acceptance(
    referral_id: UUID, request: Request, by: AsACaseManager, call: DispatchCall, body: AcceptanceBody | None = None
) -> Response:
    """The A unit takes the case over and contacts the client."""
    given = body.accepted_on if body else None
    async with call.begin(by) as work:
        command = AcceptCase(referral_id=ReferralId(referral_id), accepted_on=given or work.today)
        referral = await accept_case(command, work)
        return call.answer(shown(request, referral), status=201, version=referral.version)


@router.post("/{referral_id}/replies", status_code=201, response_model=ReferralView, summary="B 單位回覆照會")
async def post_reply(referral_id: UUID, body: ReplyBody, request: Request, by: AsBUnit, call: DispatchCall) -> Response:
    """The B unit accepts or declines; after a reassignment its answer is refused with the reason."""
    command = RecordReply(
        referral_id=ReferralId(referral_id),
        answer=body.answer,
        reason_code=body.reason_code,
        with_cause=body.with_cause,
    )
    async with call.begin(by) as work:
        referral = await record_reply(command, work)
        return call.answer(shown(request, referral), status=201, version=referral.version)


@router.post("/{referral_id}/reassignments", status_code=201, response_model=ReferralView, summary="確認改派")
async def post_reassignment(
    referral_id: UUID, body: ReassignmentBody, request: Request, by: AsReferring, call: DispatchCall
) -> Response:
    """Confirms a proposal, or gives the item to another unit; answers the new referral."""
    command = ReassignReferral(referral_id=ReferralId(referral_id), to_unit_id=body.to_unit_id, reason=body.reason)
    async with call.begin(by) as work:
        referral = await reassign_referral(command, work)
        return call.answer(shown(request, referral), status=201, version=referral.version)


@router.get("", summary="照會清單")
async def get_referrals(
    request: Request,
    by: AsParty,
    case_id: UUID | None = None,
    unit_id: UUID | None = None,
    status: Annotated[Status | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ReferralView]:
    """The referrals that the caller may see, by id."""
    [last] = after(cursor, 1)
    wanted = ReferralFilter(case_id=case_id, unit_id=unit_id, status=status, after=last and UUID(last))
    found = await list_referrals(reader(request, by), wanted, limit + 1)
    return page([shown(request, referral) for referral in found], limit, lambda view: [view.id])


@router.get("/{referral_id}", response_model=ReferralWithHistory, summary="照會與歷程")
async def get_referral(referral_id: UUID, request: Request, response: Response, by: AsParty) -> ReferralWithHistory:
    """One referral with every status that it had."""
    found = await referral_with_history(reader(request, by), referral_id)
    response.headers["ETag"] = f'"{found.referral.version}"'
    served_by_caller = by.unit == found.referral.unit_id  # whom the A unit thinks of next is not its business
    return ReferralWithHistory(
        **shown(request, found.referral).model_dump(),
        history=[HistoryView.model_validate(dict(row)) for row in found.history],
        replaced_by=found.replaced_by,
        proposed_unit_id=None if served_by_caller else found.proposed_unit_id,
        proposal_open=found.proposal_open,
    )


@router.get("/{referral_id}/decision", response_model=DecisionView, summary="派案決定與候選單位")
async def get_decision(referral_id: UUID, request: Request, by: AsDispatchReader) -> DecisionView:
    """All candidates with their reasons, the policy version and the turn."""
    row = await decision_of(reader(request, by), referral_id)
    return DecisionView(**dict(row), has_sealed_reason=row["reason_sealed"] is not None)


@router.post("/{referral_id}/reason-reveals", response_model=ReasonView, summary="開啟派案文字理由")
async def post_reason_reveal(referral_id: UUID, body: RevealBody, request: Request, by: AsCareManager) -> ReasonView:
    """The sealed reason, after the access record has committed."""
    service = request.app.state.service
    row = await decision_of(reader(request, by), referral_id)
    if row["reason_sealed"] is None:
        raise NotFound("reason")
    sealed = Sealed(row["case_id"], REASON_PLACE, referral_id, row["reason_sealed"])
    [text] = await reveal(service.database, service.sealer, by, body.purpose, [sealed])
    return ReasonView(reason=text)

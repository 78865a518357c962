"""HTTP of a case's candidates, and of the two acts of dispatch."""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.access import Actor
from chassis.actions import Action, action
from chassis.policy import Pack
from chassis.reading import reader
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from schemas.ids import CaseId, PlanItemId

from dispatch.api.access import AsCareManager, AsDispatchReader, AsReferring, DispatchCall
from dispatch.api.bodies import Body
from dispatch.api.referral_views import ReferralView, shown
from dispatch.commands.dispatch_to_a import DispatchToA, dispatch_to_a
from dispatch.commands.refer_item import ReferItem, refer_item
from dispatch.queries.candidates import Considered, a_candidates, b_candidates, may_be_dispatched

router = APIRouter(prefix="/v1/cases", tags=["cases"])

ReasonCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", examples=["nearest_to_client"])]


class ADispatchBody(Body):
    """Without a mechanism of the county: the unit and a reason (a code, prose, or both). Prose is sealed."""

    unit_id: UUID | None = None
    client_choice: bool = False
    reason_code: ReasonCode | None = None
    reason: str | None = Field(None, min_length=1, max_length=2000)


class BReferralBody(Body):
    """Without `unit_id`: the unit that the client chose in the plan; else the county's order decides."""

    plan_item_id: UUID
    unit_id: UUID | None = None
    client_choice: bool = False
    reason_code: ReasonCode | None = None


class WhyNot(BaseModel):
    """A code, and the rule that says so."""

    code: str
    rule: str


class CandidateView(BaseModel):
    """A unit, and why it cannot be chosen (empty: it can)."""

    unit_id: UUID
    name: str
    eligible: bool
    reasons: list[WhyNot]
    capacity: int | None
    open_cases: int
    first_service_days: int | None
    last_referred_on: date | None


class CandidatesView(BaseModel):
    """The candidates in the order of comparison, and the rule by which one is chosen."""

    case_id: UUID
    district: str
    plan_item_id: UUID | None
    service_code: str | None
    rule: str
    policyref: str
    candidates: list[CandidateView]
    actions: list[Action]


@router.get("/{case_id}/a-candidates", response_model=CandidatesView, summary="A 單位候選名單")
async def get_a_candidates(case_id: UUID, request: Request, by: AsDispatchReader) -> CandidatesView:
    """Every A unit of the county, with the reasons of those that cannot be chosen."""
    pack, today = _pack(request, by), request.app.state.today()
    found = await a_candidates(reader(request, by), pack, case_id, today)
    href = f"/v1/cases/{case_id}/a-dispatches"
    offered = action(request, "dispatch", href, lambda: may_be_dispatched(found, pack, today))
    return _shown(found, [offered])


@router.get("/{case_id}/b-candidates", response_model=CandidatesView, summary="B 單位候選名單")
async def get_b_candidates(
    case_id: UUID, plan_item_id: Annotated[UUID, Query()], request: Request, by: AsDispatchReader
) -> CandidatesView:
    """Every B unit of the county for an approved plan item."""
    pack, today = _pack(request, by), request.app.state.today()
    return _shown(await b_candidates(reader(request, by), pack, case_id, plan_item_id, today), [])


@router.post("/{case_id}/a-dispatches", status_code=201, response_model=ReferralView, summary="派案至 A 單位")
async def post_a_dispatch(
    case_id: UUID, body: ADispatchBody, request: Request, by: AsCareManager, call: DispatchCall
) -> Response:
    """The client's choice, the turn of the list, or a unit that the care manager picks with a reason."""
    command = DispatchToA(
        case_id=CaseId(case_id),
        unit_id=body.unit_id,
        client_choice=body.client_choice,
        reason_code=body.reason_code,
        reason_text=body.reason,
    )
    async with call.begin(by) as work:
        referral = await dispatch_to_a(command, work)
        return call.answer(shown(request, referral), status=201, version=referral.version)


@router.post("/{case_id}/b-referrals", status_code=201, response_model=ReferralView, summary="照會 B 單位")
async def post_b_referral(
    case_id: UUID, body: BReferralBody, request: Request, by: AsReferring, call: DispatchCall
) -> Response:
    """An approved plan item goes to a B unit; the clocks start."""
    command = ReferItem(
        case_id=CaseId(case_id),
        plan_item_id=PlanItemId(body.plan_item_id),
        unit_id=body.unit_id,
        client_choice=body.client_choice,
        reason_code=body.reason_code,
    )
    async with call.begin(by) as work:
        referral = await refer_item(command, work)
        return call.answer(shown(request, referral), status=201, version=referral.version)


def _pack(request: Request, by: Actor) -> Pack:
    pack: Pack = request.app.state.packs.county(by.county)
    return pack


def _shown(found: Considered, actions: list[Action]) -> CandidatesView:
    return CandidatesView(
        case_id=found.case.id,
        district=found.case.district,
        plan_item_id=found.item.id if found.item else None,
        service_code=found.item.service_code if found.item else None,
        rule=found.rule.rule,
        policyref=found.rule.ref,
        candidates=[
            CandidateView(
                unit_id=c.unit.id,
                name=c.unit.name,
                eligible=c.eligible,
                reasons=[WhyNot(code=reason.code, rule=reason.rule) for reason in c.reasons],
                capacity=c.unit.capacity,
                open_cases=c.unit.open_cases,
                first_service_days=c.unit.first_service_days,
                last_referred_on=c.unit.last_referred_on,
            )
            for c in found.candidates
        ],
        actions=actions,
    )

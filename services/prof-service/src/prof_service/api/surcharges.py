"""How is evening or holiday service applied for, confirmed and decided?"""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from schemas.professional_codes import Surcharge, SurchargeReason, SurchargeRejection

from prof_service.api.access import AsACaseManager, AsApplicantsHelper, AsCareManager, AsReader, ProfCall
from prof_service.api.sessions import ClockTime
from prof_service.commands.request_surcharge import (
    RequestSurcharge,
    confirm_surcharge,
    decide_surcharge,
    request_surcharge,
)
from prof_service.domain.signatures import Signer
from prof_service.domain.surcharge_form import Applicant, Form, Reason
from prof_service.domain.surcharges import Status
from prof_service.queries.surcharges import SurchargeView, find_surcharge, list_surcharges

router = APIRouter(prefix="/v1/evening-holiday-requests", tags=["evening and holiday service"], responses=RESPONSES)
Detail = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Age = Annotated[int | None, Field(ge=0, le=130)]


class ReasonBody(BaseModel):
    """One of the six reasons; 4 to 6 with their sub-items."""

    model_config = ConfigDict(extra="forbid")

    reason: SurchargeReason = Field(examples=["aged_caregiver"])
    details: list[Detail] = Field(default_factory=list, max_length=7)
    caregiver_age: Age = Field(default=None, description="照顧者年齡", examples=[78])
    child_age: Age = Field(default=None, description="幼兒年齡")


class SurchargeBody(BaseModel):
    """Annex 6; names, ids and addresses are written on the paper and stand nowhere here."""

    model_config = ConfigDict(extra="forbid")

    engagement_id: UUID
    codes: list[Surcharge] = Field(min_length=1, max_length=2, examples=[["AA08"]])
    service_date: date = Field(description="服務日期", examples=["2024-03-12"])
    starts_at: ClockTime = Field(description="預定開始時間", examples=["20:00"])
    reasons: list[ReasonBody] = Field(max_length=6)
    explanation: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = Field(
        default=None, description="其他原因說明（加密保存）"
    )
    applicant: Applicant = Field(examples=["primary_caregiver"])
    signer: Signer = Field(examples=["family"])
    signed_on: date = Field(examples=["2024-03-12"])
    declared: bool = Field(description="聲明非配合服務單位或長照人員之排班", examples=[True])

    def form(self) -> Form:
        """For the domain."""
        return Form(
            surcharges=tuple(dict.fromkeys(self.codes)),
            service_date=self.service_date,
            starts_at=time.fromisoformat(self.starts_at),
            reasons=tuple(_reason(one) for one in self.reasons),
            applicant=self.applicant,
            signer=self.signer,
            signed_on=self.signed_on,
            declared=self.declared,
            explained=bool(self.explanation),
        )


class ReviewBody(BaseModel):
    """Eligible or ticked without a rejection."""

    model_config = ConfigDict(extra="forbid")

    rejection: SurchargeRejection | None = Field(default=None, description="不符原因；符合者免填")


@router.post("", status_code=201, response_model=SurchargeView, summary="申請 AA08 晚間或 AA09 例假日服務")
async def post_request(body: SurchargeBody, by: AsApplicantsHelper, call: ProfCall) -> Response:
    """On the day of service at the latest."""
    async with call.begin(by) as work:
        command = RequestSurcharge(
            engagement_id=body.engagement_id, form=body.form(), explanation=body.explanation or None
        )
        new = await request_surcharge(command, work)
        return call.answer(SurchargeView.of(new), status=201, version=new.version)


@router.post("/{request_id}/confirmations", status_code=201, response_model=SurchargeView, summary="A 個管確認資格")
async def post_confirmation(request_id: UUID, body: ReviewBody, by: AsACaseManager, call: ProfCall) -> Response:
    """Step 1."""
    async with call.begin(by) as work:
        application = await confirm_surcharge(request_id, body.rejection, work)
        return call.answer(SurchargeView.of(application), status=201, version=application.version)


@router.post("/{request_id}/decisions", status_code=201, response_model=SurchargeView, summary="照專審查並勾選")
async def post_decision(request_id: UUID, body: ReviewBody, by: AsCareManager, call: ProfCall) -> Response:
    """Step 2: only this allows the claim."""
    async with call.begin(by) as work:
        application = await decide_surcharge(request_id, body.rejection, work)
        return call.answer(SurchargeView.of(application), status=201, version=application.version)


@router.get("", summary="晚間、例假日服務申請清單")
async def get_requests(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    status: Annotated[Status | None, Query(description="狀態")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SurchargeView]:
    """What waits for confirmation, for a decision, or is decided."""
    [last] = after(cursor, 1)
    found = await list_surcharges(
        reader(request, by), case_id=case_id, status=status, after_id=last and UUID(last), limit=limit + 1
    )
    return page([SurchargeView.of(one) for one in found], limit, lambda shown: [shown.id])


@router.get("/{request_id}", summary="一件晚間、例假日服務申請")
async def get_request(request_id: UUID, request: Request, response: Response, by: AsReader) -> SurchargeView:
    """Without the explanation, which is sealed."""
    found, _ = await find_surcharge(reader(request, by), request_id)
    response.headers["ETag"] = f'"{found.version}"'
    return SurchargeView.of(found)


def _reason(body: ReasonBody) -> Reason:
    return Reason(
        reason=body.reason,
        details=tuple(dict.fromkeys(body.details)),
        caregiver_age=body.caregiver_age,
        child_age=body.child_age,
    )

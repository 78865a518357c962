"""How is a training closed: by a criterion, for a medical condition, with part 4 of the plan, and its uploads?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import DocumentKind
from schemas.professional_codes import ClosingCause, ClosureCriterion, ClosureReason, MedicalTarget, UnsuitableCondition

from prof_service.api.access import AsCloser, AsManager, AsProvider, ProfCall
from prof_service.commands.close_engagement import (
    CloseEngagement,
    SuspendForMedical,
    close_engagement,
    suspend_for_medical,
)
from prof_service.commands.finish_closure import EvaluateClosure, RemoveItem, evaluate_closure, remove_item
from prof_service.commands.upload_documents import UploadDocuments, upload_documents
from prof_service.domain.closure import Closure, Evaluation, Half
from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.signatures import Signatures, Signer

router = APIRouter(prefix="/v1/engagements/{engagement_id}", tags=["closures"], responses=RESPONSES)


class ClosureBody(BaseModel):
    """結案標準、原因與說明日期。"""

    model_config = ConfigDict(extra="forbid")

    criterion: ClosureCriterion = Field(description="結案標準（七項）", examples=["goal_reached"])
    half: Half | None = Field(default=None, description="第五項：無意願，或狀況變化", examples=["no_will"])
    reason: ClosureReason | None = Field(default=None, description="結案原因（六項）；僅一項相符時可不填")
    explained_on: date | None = Field(default=None, description="向個案及家屬說明日期", examples=["2024-09-24"])
    clear_decline: bool = Field(default=False, description="日常生活功能明顯退化，申請複評")
    need: str = Field(default="", max_length=4000, description="申請複評之需求簡述")


class MedicalBody(BaseModel):
    """不適合接受專業服務之情況。"""

    model_config = ConfigDict(extra="forbid")

    conditions: list[UnsuitableCondition] = Field(min_length=1, max_length=8, examples=[["fever"]])
    referred_to: MedicalTarget = Field(description="轉介醫事單位", examples=["hospital_or_clinic"])
    explained_on: date | None = Field(default=None, description="向個案及家屬說明日期", examples=["2024-03-12"])


class EvaluationBody(BaseModel):
    """服務計畫書四、結案評值。"""

    model_config = ConfigDict(extra="forbid")

    rated_before: int = Field(description="服務介入前自評", examples=[3])
    rated_after: int = Field(description="服務介入後自評", examples=[8])
    outcome: Annotated[str, Field(min_length=1, max_length=4000, description="習得成效與建議")]
    evaluated_on: date = Field(description="結案日期", examples=["2024-09-24"])
    signed_by: Signer = Field(examples=["client"])
    signed_on: date = Field(examples=["2024-09-24"])
    staff_signed_on: date = Field(examples=["2024-09-24"])


class UploadBody(BaseModel):
    """確認無誤後上傳之文件。"""

    model_config = ConfigDict(extra="forbid")

    documents: list[DocumentKind] = Field(min_length=1, max_length=3, examples=[["explanation_form", "service_plan"]])


class ClosureView(BaseModel):
    """結案情形。"""

    engagement_id: UUID
    status: Status
    cause: ClosingCause | None
    criterion: ClosureCriterion
    half: Half | None
    reason: ClosureReason
    begun_by: str
    explained_on: date
    conditions: list[UnsuitableCondition]
    medical_target: MedicalTarget | None
    rated_before: int | None
    rated_after: int | None
    last_documents_due_on: date | None
    handed_over_on: date | None
    closed_on: date | None
    version: int

    @classmethod
    def of(cls, engagement: Engagement, closure: Closure) -> "ClosureView":
        """The closure as it is shown."""
        same = ("criterion", "half", "reason", "begun_by", "explained_on", "medical_target", "handed_over_on")
        return cls(
            engagement_id=engagement.id,
            status=engagement.status,
            cause=engagement.closing_cause,
            conditions=list(closure.conditions),
            rated_before=closure.evaluation and closure.evaluation.before,
            rated_after=closure.evaluation and closure.evaluation.after,
            last_documents_due_on=engagement.last_documents_due_on,
            closed_on=engagement.closed_on,
            version=engagement.version,
            **{name: getattr(closure, name) for name in same},
        )


class UploadView(BaseModel):
    """已上傳之文件。"""

    engagement_id: UUID
    uploaded: dict[DocumentKind, date]
    version: int


@router.post("/closures", status_code=201, response_model=ClosureView, summary="依結案標準結案")
async def post_closure(engagement_id: UUID, body: ClosureBody, by: AsCloser, call: ProfCall) -> Response:
    """By the unit; by the A case manager: then the combination is deleted from the plan too."""
    async with call.begin(by) as work:
        command = CloseEngagement(engagement_id=engagement_id, **dict(body))
        engagement, closure = await close_engagement(command, work)
        return call.answer(ClosureView.of(engagement, closure), status=201, version=engagement.version)


@router.post(
    "/medical-suspensions", status_code=201, response_model=ClosureView, summary="不適合服務，轉介醫事單位並結案"
)
async def post_medical_suspension(engagement_id: UUID, body: MedicalBody, by: AsProvider, call: ProfCall) -> Response:
    """The training ends; once the client is stable a re-assessment may open another one."""
    async with call.begin(by) as work:
        command = SuspendForMedical(
            engagement_id=engagement_id,
            conditions=tuple(dict.fromkeys(body.conditions)),
            target=body.referred_to,
            explained_on=body.explained_on,
        )
        engagement, closure = await suspend_for_medical(command, work)
        return call.answer(ClosureView.of(engagement, closure), status=201, version=engagement.version)


@router.post("/closure-evaluations", status_code=201, response_model=ClosureView, summary="登錄結案評值")
async def post_closure_evaluation(
    engagement_id: UUID, body: EvaluationBody, by: AsProvider, call: ProfCall
) -> Response:
    """Part 4 of the service plan; handed over as `closure_evaluation`."""
    async with call.begin(by) as work:
        signatures = Signatures(signer=body.signed_by, signed_on=body.signed_on, staff_signed_on=body.staff_signed_on)
        evaluation = Evaluation(
            before=body.rated_before,
            after=body.rated_after,
            signatures=signatures,
            evaluated_on=body.evaluated_on,
        )
        command = EvaluateClosure(engagement_id=engagement_id, evaluation=evaluation, outcome=body.outcome)
        engagement, closure = await evaluate_closure(command, work)
        return call.answer(ClosureView.of(engagement, closure), status=201, version=engagement.version)


@router.post("/item-removals", status_code=201, response_model=ClosureView, summary="刪除專業服務照顧組合")
async def post_item_removal(engagement_id: UUID, by: AsManager, call: ProfCall) -> Response:
    """After a closure that the A side began."""
    async with call.begin(by) as work:
        engagement, closure = await remove_item(RemoveItem(engagement_id=engagement_id), work)
        return call.answer(ClosureView.of(engagement, closure), status=201, version=engagement.version)


@router.post("/document-uploads", status_code=201, response_model=UploadView, summary="確認並上傳單位文件")
async def post_document_upload(engagement_id: UUID, body: UploadBody, by: AsManager, call: ProfCall) -> Response:
    """By the A case manager, who found them right."""
    async with call.begin(by) as work:
        kinds = tuple(dict.fromkeys(body.documents))
        engagement, known = await upload_documents(UploadDocuments(engagement_id=engagement_id, documents=kinds), work)
        view = UploadView(engagement_id=engagement.id, uploaded=known, version=engagement.version)
        return call.answer(view, status=201, version=engagement.version)

"""How does the centre review a plan?"""

from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from schemas.codes import ReturnReason

from care_plan.api.access import AsReviewer, PlanCall
from care_plan.commands.approve_plan import ApprovePlan, approve_plan
from care_plan.commands.return_plan import ReturnPlan, return_plan
from care_plan.queries.views import PlanView

router = APIRouter(prefix="/v1/plans/{plan_id}", tags=["reviews"], responses=RESPONSES)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class ReturnBody(BaseModel):
    """Why it is returned."""

    model_config = ConfigDict(extra="forbid")

    reason: ReturnReason = Field(description="不符需求、浮編或資料不全", examples=["plan_padding"])
    note: Text | None = Field(default=None, description="退回說明（加密保存）")


class ApprovalBody(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


@router.post("/returns", status_code=201, response_model=PlanView, summary="退回修正")
async def post_return(plan_id: UUID, body: ReturnBody, by: AsReviewer, call: PlanCall) -> Response:
    """Return the submitted version; its copy is the next one (NA-02-16)."""
    async with call.begin(by) as work:
        plan = await return_plan(ReturnPlan(plan_id=plan_id, reason=body.reason, note=body.note), work)
        return call.answer(PlanView.of(plan), status=201, version=plan.version)


@router.post("/approvals", status_code=201, response_model=PlanView, summary="核定照顧計畫")
async def post_approval(plan_id: UUID, body: ApprovalBody, by: AsReviewer, call: PlanCall) -> Response:  # noqa: ARG001  an empty body is checked to be empty
    """Approve the submitted version (NA-02-26)."""
    async with call.begin(by) as work:
        plan = await approve_plan(ApprovePlan(plan_id=plan_id), work)
        return call.answer(PlanView.of(plan), status=201, version=plan.version)

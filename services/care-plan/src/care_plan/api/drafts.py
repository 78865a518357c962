"""How is a plan written down and sent to the centre?"""

from typing import Annotated, Self
from uuid import UUID

from chassis.kernel.periods import Period
from chassis.problems import RESPONSES
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from schemas.codes import GuidanceTarget, ServiceCode

from care_plan.api.access import AsACaseManager, Day, PlanCall
from care_plan.commands.save_draft import SaveDraft, save_draft
from care_plan.commands.submit_plan import SubmitPlan, submit_plan
from care_plan.domain.goals import GoalStatement
from care_plan.domain.items import Wish
from care_plan.domain.providers import Offer
from care_plan.queries.views import PlanView

router = APIRouter(prefix="/v1/plans/{plan_id}", tags=["plans"], responses=RESPONSES)

ProblemNo = Annotated[int, Field(ge=1, le=99, description="照顧問題編號", examples=[4])]
Quantity = Annotated[int, Field(ge=1, le=999, description="每月數量；專業服務為每月組數，未填即總組數", examples=[2])]
Groups = Annotated[int, Field(ge=1, le=99, description="專業服務總組數", examples=[4])]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class GoalBody(BaseModel):
    """目標敘述 (NT-05-07)."""

    model_config = ConfigDict(extra="forbid")

    problem_no: ProblemNo | None = None
    service_code: ServiceCode | None = Field(default=None, examples=["CA07"])
    guidance_targets: list[GuidanceTarget] = Field(default_factory=list, max_length=5, description="指導對象")
    unit_id: UUID | None = Field(default=None, description="專業服務單位；未填即所選單位")

    def goal(self) -> GoalStatement:
        """As the domain knows it."""
        return GoalStatement(
            problem_no=self.problem_no,
            service_code=self.service_code,
            guidance_targets=tuple(self.guidance_targets),
            unit_id=self.unit_id,
        )


class ItemBody(BaseModel):
    """計畫項目."""

    model_config = ConfigDict(extra="forbid")

    service_code: ServiceCode = Field(description="照顧組合", examples=["CA07"])
    quantity: Quantity | None = None
    groups: Groups | None = None
    problem_no: ProblemNo | None = None
    goal_statement: GoalBody | None = None
    providers_offered: list[UUID] = Field(default_factory=list, max_length=200, description="提供選擇的單位")
    only_provider: bool = Field(default=False, description="登錄：當地僅有 1 家單位")
    chosen_unit_id: UUID | None = Field(default=None, description="個案選定的單位")

    def wish(self) -> Wish:
        """As the domain knows it."""
        offer = Offer(units=tuple(self.providers_offered), only_provider=self.only_provider, chosen=self.chosen_unit_id)
        return Wish(
            service_code=self.service_code,
            quantity=self.quantity,
            groups=self.groups,
            problem_no=self.problem_no,
            goal=self.goal_statement.goal() if self.goal_statement else None,
            offer=offer,
        )


class DraftBody(BaseModel):
    """The whole draft; it takes the place of the former one."""

    model_config = ConfigDict(extra="forbid")

    items: list[ItemBody] = Field(max_length=100)
    period_from: Day = Field(description="計畫起日", examples=["2024-02-01"])
    period_to: Day = Field(description="期程結束的次日", examples=["2024-08-01"])
    expectation: Text | None = Field(default=None, description="案主與案家期待（加密保存）；未填即沿用前一稿")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.period_to <= self.period_from:
            raise ValueError("period_to must be later than period_from")
        return self


class SubmissionBody(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


@router.post("/drafts", status_code=201, response_model=PlanView, summary="儲存計畫草稿")
async def post_draft(plan_id: UUID, body: DraftBody, by: AsACaseManager, call: PlanCall) -> Response:
    """Write in the latest version, as long as it is a draft."""
    async with call.begin(by) as work:
        command = SaveDraft(
            plan_id=plan_id,
            items=[item.wish() for item in body.items],
            period=Period(body.period_from, body.period_to),
            expectation=body.expectation,
        )
        plan = await save_draft(command, work)
        return call.answer(PlanView.of(plan), status=201, version=plan.version)


@router.post("/submissions", status_code=201, response_model=PlanView, summary="送照管中心審核")
async def post_submission(plan_id: UUID, body: SubmissionBody, by: AsACaseManager, call: PlanCall) -> Response:  # noqa: ARG001  an empty body is checked to be empty
    """Send the latest version to the centre."""
    async with call.begin(by) as work:
        plan = await submit_plan(SubmitPlan(plan_id=plan_id), work)
        return call.answer(PlanView.of(plan), status=201, version=plan.version)

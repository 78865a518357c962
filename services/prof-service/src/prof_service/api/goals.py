"""How is the goal record of an item set, doubted, corrected, read?"""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from chassis.kernel.periods import Period
from chassis.problems import RESPONSES
from chassis.reading import reader
from chassis.sealing import reveal
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import GuidanceTarget
from schemas.professional_codes import GoalItem, SwitchKind

from prof_service.api.access import AsManager, AsProvider, AsReader, AsRecordReader, ProfCall
from prof_service.api.records import RevealBody, Text
from prof_service.commands.review_goal import CorrectGoal, QueryGoal, correct_goal, query_goal
from prof_service.commands.set_goal import SetGoal, SwitchProvider, set_goal, switch_provider
from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.goals import GoalRecord, Switch
from prof_service.queries.goals import find_goals, sealed_goal

router = APIRouter(prefix="/v1/engagements/{engagement_id}", tags=["goals"], responses=RESPONSES)


class Elements(BaseModel):
    """五大要素 (NT-09-13)；留空視為未填。"""

    model_config = ConfigDict(extra="forbid")

    activity: Text = Field(default="", description="執行活動", examples=["穿脫上衣"])
    method_environment: Text = Field(default="", description="執行方式／環境", examples=["坐於床沿"])
    assistance_level: Text = Field(default="", description="協助程度", examples=["口頭提示下"])
    time_limit: Text = Field(default="", description="時限性", examples=["三個月內"])
    measurable: Text = Field(default="", description="可測量性", examples=["五分鐘內完成"])

    def texts(self) -> dict[GoalItem, str]:
        """What was filled in."""
        return {GoalItem(name): text for name, text in self.model_dump().items() if text}


class SwitchBody(BaseModel):
    """更換單位或人員：目標、期程與組數沿用。"""

    model_config = ConfigDict(extra="forbid")

    kind: SwitchKind = Field(examples=["unit"])
    discipline: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,63}$", description="服務人員職業類別代碼", examples=["occupational_therapist"]
    )


class GoalBody(BaseModel):
    """A first goal record, or with `switch` one that goes on with the same goal."""

    model_config = ConfigDict(extra="forbid")

    elements: Elements = Field(default_factory=Elements)
    guidance_targets: list[GuidanceTarget] = Field(default=[], max_length=5, examples=[["client", "primary_caregiver"]])
    period_from: date | None = Field(default=None, description="期程起日；未填為核定起日", examples=["2024-02-01"])
    period_last: date | None = Field(default=None, description="期程迄日；未填為核定迄日", examples=["2024-07-31"])
    groups: int | None = Field(default=None, ge=1, description="組數；未填為核定組數", examples=[4])
    switch: SwitchBody | None = None

    def surplus(self) -> tuple[GoalItem, ...]:
        """What a switch must not tell again."""
        told: dict[GoalItem, object] = dict(self.elements.texts())
        told |= {GoalItem.PERIOD: self.period_from or self.period_last, GoalItem.GROUPS: self.groups}
        return tuple(item for item, value in told.items() if value)


class QueryBody(BaseModel):
    """疑義項目與說明。"""

    model_config = ConfigDict(extra="forbid")

    items: list[GoalItem] = Field(min_length=1, max_length=8, examples=[["assistance_level"]])
    text: Annotated[str, Field(min_length=1, max_length=4000, description="疑義說明")]


class CorrectionBody(BaseModel):
    """修正項目、修正後內容與原因。"""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=4000, description="修正原因")]
    elements: Elements = Field(default_factory=Elements)
    guidance_targets: list[GuidanceTarget] | None = Field(default=None, min_length=1, max_length=5)
    period_from: date | None = None
    period_last: date | None = Field(default=None, examples=["2024-06-30"])
    groups: int | None = Field(default=None, ge=1)


class GoalView(BaseModel):
    """一筆專業服務目標；內容須另行查閱。"""

    id: UUID
    engagement_id: UUID
    no: int
    predecessor_id: UUID | None
    unit_id: UUID | None
    period_from: date
    period_to: date | None = Field(description="期程結束的次日")
    groups: int
    guidance_targets: list[GuidanceTarget]
    items: list[GoalItem] = Field(description="本筆設定或修正的項目")
    switch_kind: SwitchKind | None
    discipline: str | None
    session_dates: list[date] = Field(description="更換前已服務日期")
    created_on: date
    correct_until: date | None = Field(description="得修正至")

    @classmethod
    def of(cls, goal: GoalRecord) -> "GoalView":
        """The record as it is shown."""
        return cls(**goal_fields(goal))


class GoalsView(BaseModel):
    """一個項目的目標，由新至舊；原設定皆保留。"""

    items: list[GoalView]


class ActiveGoalView(GoalView):
    """目標，及設定後的專業服務案狀態。"""

    status: Status
    goal_active_on: date | None
    engagement_version: int


class GoalTextsView(BaseModel):
    """目標內容。"""

    goal_no: int
    texts: dict[str, str]


def goal_fields(goal: GoalRecord) -> dict[str, object]:
    """The fields of GoalView."""
    plan, switch = goal.plan, goal.switch
    elsewhere: dict[str, object] = {
        "period_from": plan.period.starts,
        "period_to": plan.period.ends,
        "groups": plan.groups,
        "guidance_targets": plan.guidance_targets,
        "switch_kind": switch.kind if switch else None,
        "discipline": switch.discipline if switch else None,
    }
    return {name: getattr(goal, name) for name in GoalView.model_fields if name not in elsewhere} | elsewhere


def _answered(engagement: Engagement, goal: GoalRecord) -> ActiveGoalView:
    return ActiveGoalView(
        **goal_fields(goal),
        status=engagement.status,
        goal_active_on=engagement.goal_active_on,
        engagement_version=engagement.version,
    )


@router.post("/goal-records", status_code=201, response_model=ActiveGoalView, summary="設定並啟用專業服務目標")
async def post_goal_record(engagement_id: UUID, body: GoalBody, by: AsManager, call: ProfCall) -> Response:
    """Set the goal of an item, or go on with it at another unit or person."""
    async with call.begin(by) as work:
        if body.switch is not None:
            switch = Switch(kind=body.switch.kind, discipline=body.switch.discipline)
            engagement, goal = await switch_provider(
                SwitchProvider(engagement_id=engagement_id, switch=switch, surplus=body.surplus()), work
            )
        else:
            engagement, goal = await set_goal(_set(engagement_id, body), work)
        return call.answer(_answered(engagement, goal), status=201, version=engagement.version)


@router.post("/goal-queries", status_code=201, response_model=GoalView, summary="對目標管理項目提出疑義")
async def post_goal_query(engagement_id: UUID, body: QueryBody, by: AsProvider, call: ProfCall) -> Response:
    """Before the second session."""
    async with call.begin(by) as work:
        items = tuple(dict.fromkeys(body.items))
        engagement, goal = await query_goal(QueryGoal(engagement_id=engagement_id, items=items, text=body.text), work)
        return call.answer(GoalView.of(goal), status=201, version=engagement.version)


@router.post("/goal-corrections", status_code=201, response_model=ActiveGoalView, summary="修正專業服務目標管理項目")
async def post_goal_correction(engagement_id: UUID, body: CorrectionBody, by: AsManager, call: ProfCall) -> Response:
    """Within the days after it was created."""
    async with call.begin(by) as work:
        command = CorrectGoal(
            engagement_id=engagement_id,
            reason=body.reason,
            texts=body.elements.texts(),
            guidance_targets=tuple(t.value for t in body.guidance_targets) if body.guidance_targets else None,
            period=_period(body.period_from, body.period_last),
            groups=body.groups,
        )
        engagement, goal = await correct_goal(command, work)
        return call.answer(_answered(engagement, goal), status=201, version=engagement.version)


@router.get("/goal-records", summary="專業服務目標（含歷次設定）")
async def get_goal_records(engagement_id: UUID, request: Request, by: AsReader) -> GoalsView:
    """All records, the one in force first."""
    return GoalsView(items=[GoalView.of(goal) for goal in await find_goals(reader(request, by), engagement_id)])


@router.post("/goal-reveals", status_code=201, summary="查閱目標內容（留存查閱紀錄）")
async def post_goal_reveal(
    engagement_id: UUID, body: RevealBody, request: Request, by: AsRecordReader
) -> GoalTextsView:
    """The text in force of each item, after the access record has been kept."""
    goal, sealed = await sealed_goal(reader(request, by), engagement_id)
    service = request.app.state.service
    plain = await reveal(service.database, service.sealer, by, body.purpose, list(sealed.values()))
    return GoalTextsView(goal_no=goal.no, texts=dict(zip(sealed, plain, strict=True)))


def _set(engagement_id: UUID, body: GoalBody) -> SetGoal:
    return SetGoal(
        engagement_id=engagement_id,
        texts=body.elements.texts(),
        guidance_targets=tuple(dict.fromkeys(target.value for target in body.guidance_targets)),
        period=_period(body.period_from, body.period_last),
        groups=body.groups,
    )


def _period(first: date | None, last: date | None) -> Period | None:
    """Both or neither: the domain fills in what was approved."""
    if first is None or last is None or last < first:
        return None
    return Period(first, last + timedelta(days=1))

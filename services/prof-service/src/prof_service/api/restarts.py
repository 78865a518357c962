"""How is professional service asked for again, looked at and decided?"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.professional_codes import RestartPath, RestartReason, RestartRefusal, RestartRequester

from prof_service.api.access import AsAsker, AsManager, AsReader, AsRestarter, ProfCall
from prof_service.commands.decide_restart import ApproveRestart, RefuseRestart, approve_restart, refuse_restart
from prof_service.commands.request_restart import RequestRestart, request_restart
from prof_service.commands.screen_restart import ScreenRestart, screen_restart
from prof_service.domain.restart import RestartRequest, State
from prof_service.queries.restarts import find_restart, list_restarts

router = APIRouter(prefix="/v1/restart-requests", tags=["restarts"], responses=RESPONSES)


class RestartBody(BaseModel):
    """申請重啟：途徑 A（自主練習期滿）或 B（複評）。"""

    model_config = ConfigDict(extra="forbid")

    engagement_id: UUID
    path: RestartPath = Field(examples=["A"])
    requester: RestartRequester = Field(description="申請人", examples=["a_case_manager"])
    reason: RestartReason = Field(examples=["need_remains"])
    need: Annotated[str, Field(min_length=1, max_length=4000, description="前次目標及此次需改善照顧問題")]


class ScreeningBody(BaseModel):
    """初步審查：是否需複評、是否仍有需求。"""

    model_config = ConfigDict(extra="forbid")

    reassessment_needed: bool = Field(examples=[False])
    need_confirmed: bool = Field(examples=[True])


class DecisionBody(BaseModel):
    """照專之決定。"""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["approved", "refused"] = Field(examples=["approved"])
    problems: list[int] = Field(default=[], max_length=9, description="重新排序之照顧問題編號", examples=[[4, 7]])
    clear_decline: bool = Field(default=False, description="複評顯示明顯退化")
    reason: RestartRefusal = Field(default=RestartRefusal.NO_DECLINE, description="不同意原因")


class RestartView(BaseModel):
    """重啟申請。"""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    path: RestartPath
    requester: RestartRequester
    reason: RestartReason
    state: State
    requested_on: date
    screened_on: date | None
    decided_on: date | None
    problems: list[int]
    refusal: RestartRefusal | None
    same_code_from: date | None = Field(description="同代碼最早重啟日")
    version: int

    @classmethod
    def of(cls, request: RestartRequest) -> "RestartView":
        """The request as it is shown."""
        return cls(**{name: getattr(request, name) for name in cls.model_fields})


@router.post("", status_code=201, response_model=RestartView, summary="申請重啟專業服務")
async def post_restart_request(body: RestartBody, by: AsAsker, call: ProfCall) -> Response:
    """Path A by form; path B asks for a re-assessment."""
    async with call.begin(by) as work:
        request = await request_restart(RequestRestart(**dict(body)), work)
        return call.answer(RestartView.of(request), status=201, version=request.version)


@router.post("/{request_id}/pre-screenings", status_code=201, response_model=RestartView, summary="重啟初步審查")
async def post_pre_screening(request_id: UUID, body: ScreeningBody, by: AsManager, call: ProfCall) -> Response:
    """By the A case manager, or the care manager of a case without an A unit."""
    async with call.begin(by) as work:
        request = await screen_restart(ScreenRestart(request_id=request_id, **dict(body)), work)
        return call.answer(RestartView.of(request), status=201, version=request.version)


@router.post("/{request_id}/decisions", status_code=201, response_model=RestartView, summary="照專決定是否重啟")
async def post_restart_decision(request_id: UUID, body: DecisionBody, by: AsRestarter, call: ProfCall) -> Response:
    """With the problems ranked anew, or the reason why not."""
    async with call.begin(by) as work:
        if body.decision == "approved":
            approval = ApproveRestart(
                request_id=request_id, problems=tuple(body.problems), clear_decline=body.clear_decline
            )
            request = await approve_restart(approval, work)
        else:
            request = await refuse_restart(RefuseRestart(request_id=request_id, reason=body.reason), work)
        return call.answer(RestartView.of(request), status=201, version=request.version)


@router.get("", summary="重啟申請清單")
async def get_restart_requests(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    state: Annotated[State | None, Query(description="狀態")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RestartView]:
    """The requests that the caller may see, in the order in which they were made."""
    [last] = after(cursor, 1)
    found = await list_restarts(
        reader(request, by), case_id=case_id, state=state, after_id=last and UUID(last), limit=limit + 1
    )
    return page([RestartView.of(each) for each in found], limit, lambda shown: [shown.id])


@router.get("/{request_id}", summary="一件重啟申請")
async def get_restart_request(request_id: UUID, request: Request, response: Response, by: AsReader) -> RestartView:
    """One request."""
    found = await find_restart(reader(request, by), request_id)
    response.headers["ETag"] = f'"{found.version}"'
    return RestartView.of(found)

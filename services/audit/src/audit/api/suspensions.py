"""How is dispatch to a unit suspended, resumed, and looked up?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import BadCursor, Cursor, Limit, Page, after, reader
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import SuspensionReason

from audit.api.access import AsMeasured, AsSuspending, AuditCall
from audit.api.timeliness import whose
from audit.commands.resume_dispatch import ResumeDispatch, resume_dispatch
from audit.commands.suspend_dispatch import SuspendDispatch, suspend_dispatch
from audit.queries.suspensions import list_suspensions, suspension_view
from audit.queries.views import SuspensionView

router = APIRouter(prefix="/v1", tags=["suspensions"], responses=RESPONSES)


class SuspensionBody(BaseModel):
    """Why, and on which days: [from_on, until_on)."""

    model_config = ConfigDict(extra="forbid")

    reason: SuspensionReason = Field(description="原因", examples=["demerit_points"])
    from_on: date = Field(description="暫停起日", examples=["2024-01-02"])
    until_on: date | None = Field(None, description="暫停迄日次日；空白：至恢復為止", examples=["2024-02-02"])


@router.post("/units/{unit_id}/suspensions", status_code=201, response_model=SuspensionView, summary="暫停派案")
async def post_suspension(
    unit_id: UUID, body: SuspensionBody, request: Request, by: AsSuspending, call: AuditCall
) -> Response:
    """No new cases go to the unit in the period. A suspension may not overlap another one."""
    async with call.begin(by) as work:
        command = SuspendDispatch(unit_id=unit_id, reason=body.reason, from_on=body.from_on, until_on=body.until_on)
        after_ = await suspend_dispatch(command, work)
        view = suspension_view(after_, request.app.state.packs, work.today)
        return call.answer(view, status=201, version=after_.version)


@router.post(
    "/suspensions/{suspension_id}/ends", status_code=201, response_model=SuspensionView, summary="提前恢復派案"
)
async def post_end(suspension_id: UUID, request: Request, by: AsSuspending, call: AuditCall) -> Response:
    """Cases may go to the unit again from today."""
    async with call.begin(by) as work:
        after_ = await resume_dispatch(ResumeDispatch(suspension_id=suspension_id, resumed_on=work.today), work)
        view = suspension_view(after_, request.app.state.packs, work.today)
        return call.answer(view, status=201, version=after_.version)


@router.get("/suspensions", summary="暫停派案清單")
async def get_suspensions(
    request: Request,
    by: AsMeasured,
    unit_id: Annotated[UUID | None, Query(description="單位；單位使用者只見本單位")] = None,
    in_force_on: Annotated[date | None, Query(description="該日仍在暫停者")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SuspensionView]:
    """The county's suspensions, or a unit's own."""
    state = request.app.state
    return await list_suspensions(
        reader(request, by),
        state.packs,
        today=state.today(),
        unit_id=whose(by, unit_id),
        in_force_on=in_force_on,
        limit=limit,
        after_id=_after_id(cursor),
    )


def _after_id(cursor: str | None) -> UUID | None:
    (last,) = after(cursor, 1)
    try:
        return UUID(last) if last else None
    except (ValueError, TypeError, AttributeError):
        raise BadCursor from None

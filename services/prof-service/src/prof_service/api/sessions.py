"""How is a session entered, and how are sessions read?"""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from chassis.kernel.ids import uuid7
from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import GuidanceTarget

from prof_service.api.access import AsProvider, AsReader, ProfCall
from prof_service.commands.deliver_session import DeliverSession, deliver_session
from prof_service.domain.sessions import Served
from prof_service.queries.sessions import find_session, list_sessions
from prof_service.queries.views import DeliveredView, SessionView

router = APIRouter(prefix="/v1", tags=["sessions"], responses=RESPONSES)

ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:30"])]
"""HH:MM by the county's time."""
SessionNo = Annotated[int, Path(ge=1, le=999, description="第幾次")]


class SessionBody(BaseModel):
    """One session as it was served."""

    model_config = ConfigDict(extra="forbid")

    served_on: date = Field(description="服務日期", examples=["2024-02-20"])
    started_at: ClockTime = Field(description="到達時間", examples=["09:30"])
    ended_at: ClockTime = Field(description="離開時間", examples=["10:30"])
    staff: str = Field(pattern=r"^[A-Za-z0-9_.:/-]{1,64}$", description="服務人員代碼", examples=["ot-07"])
    guidance_targets: list[GuidanceTarget] = Field(
        min_length=1, max_length=5, description="指導對象", examples=[["client", "primary_caregiver"]]
    )
    caregiver_present: bool | None = Field(default=None, description="主要照顧者是否在場", examples=[True])

    def served(self) -> Served:
        """For the domain."""
        return Served(
            session_id=uuid7(),
            served_on=self.served_on,
            started_at=time.fromisoformat(self.started_at),
            ended_at=time.fromisoformat(self.ended_at),
            staff=self.staff,
            guidance_targets=tuple(dict.fromkeys(target.value for target in self.guidance_targets)),
            caregiver_present=self.caregiver_present,
        )


@router.post(
    "/engagements/{engagement_id}/sessions", status_code=201, response_model=DeliveredView, summary="登錄一次服務"
)
async def post_session(engagement_id: UUID, body: SessionBody, by: AsProvider, call: ProfCall) -> Response:
    """Enter a session of the unit that the engagement is with now."""
    async with call.begin(by) as work:
        command = DeliverSession(engagement_id=engagement_id, served=body.served())
        engagement, session = await deliver_session(command, work)
        return call.answer(DeliveredView.after(engagement, session), status=201, version=session.version)


@router.get("/engagements/{engagement_id}/sessions/{no}", summary="一次服務")
async def get_session(
    engagement_id: UUID, no: SessionNo, request: Request, response: Response, by: AsReader
) -> SessionView:
    """One session; the text of its record is revealed by another route."""
    session = await find_session(reader(request, by), engagement_id, no)
    response.headers["ETag"] = f'"{session.version}"'
    return SessionView.of(session)


@router.get("/sessions", summary="服務清單（單位可見自己提供的服務）")
async def get_sessions(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SessionView]:
    """The sessions that the caller may see; a unit keeps its own after the case has gone to another one."""
    [last] = after(cursor, 1)
    found = await list_sessions(reader(request, by), case_id=case_id, after_id=last and UUID(last), limit=limit + 1)
    return page([SessionView.of(session) for session in found], limit, lambda shown: [shown.id])

"""How is the record of a session entered, and how is its text read?"""

from typing import Annotated
from uuid import UUID

from chassis.access import Actor, Role
from chassis.problems import RESPONSES, NotFound
from chassis.reading import Reader, reader
from chassis.sealing import reveal
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from prof_service.api.access import AsProvider, AsRecordReader, ProfCall
from prof_service.api.sessions import SessionNo
from prof_service.commands.record_session import RecordSession, record_session
from prof_service.domain import records as parts
from prof_service.domain.sessions import Session
from prof_service.queries.sessions import find_session, is_with, sealed_record
from prof_service.queries.views import SessionView

router = APIRouter(prefix="/v1/engagements/{engagement_id}/sessions/{no}", tags=["records"], responses=RESPONSES)

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
"""Free text, sealed. Empty counts as missing."""


class Contents(BaseModel):
    """Of the first session (NT-05-35) or of a later one (NT-05-36)."""

    model_config = ConfigDict(extra="forbid")

    ability: Text = Field(default="", description="現況能力與潛能（首次）")
    device_environment: Text = Field(default="", description="輔具與環境建議（首次）")
    content_method: Text = Field(default="", description="指導內容與方法")
    activity_adjustment: Text = Field(default="", description="活動調整")
    home_assignment: Text = Field(default="", description="居家練習作業（首次）")
    previous_advice: Text = Field(default="", description="前次建議追蹤（第二次起）")
    return_demonstration: Text = Field(default="", description="回覆示教（第二次起）")
    environment: Text = Field(default="", description="環境調整（第二次起）")


class Goals(BaseModel):
    """Point by point (NT-05-33)."""

    model_config = ConfigDict(extra="forbid")

    participation_goal: Text = Field(default="", description="期待參與目標或問題")
    short_term: Text = Field(default="", description="短期目標")
    long_term: Text = Field(default="", description="長期目標")


class RecordBody(BaseModel):
    """The record of one session; what is missing is refused by the rule that asks for it."""

    model_config = ConfigDict(extra="forbid")

    contents: Contents = Field(default_factory=Contents)
    goals: Goals = Field(default_factory=Goals)
    summary: Text = Field(default="", description="指導建議摘要")
    next_points: Text = Field(default="", description="下次服務重點")
    assignment_result: Text = Field(default="", description="作業執行情形")

    def texts(self) -> dict[parts.Field, str]:
        """What was filled in, by field."""
        advice = {name.value: getattr(self, name) for name in parts.ADVICE}
        given: dict[str, str] = {**self.contents.model_dump(), **self.goals.model_dump(), **advice}
        return {parts.Field(name): text for name, text in given.items() if text}


class RevealBody(BaseModel):
    """Why the text is read."""

    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="查閱目的代碼", examples=["next_session"])


class RecordView(BaseModel):
    """服務紀錄內容。"""

    session_id: UUID
    no: int
    texts: dict[parts.Field, str]


@router.post("/records", status_code=201, response_model=SessionView, summary="登錄服務紀錄")
async def post_record(engagement_id: UUID, no: SessionNo, body: RecordBody, by: AsProvider, call: ProfCall) -> Response:
    """Enter the record of a session that the caller's unit served."""
    async with call.begin(by) as work:
        command = RecordSession(engagement_id=engagement_id, session_no=no, texts=body.texts())
        session = await record_session(command, work)
        return call.answer(SessionView.of(session), status=201, version=session.version)


@router.post("/record-reveals", status_code=201, summary="查閱服務紀錄內容（留存查閱紀錄）")
async def post_record_reveal(
    engagement_id: UUID, no: SessionNo, body: RevealBody, request: Request, by: AsRecordReader
) -> RecordView:
    """The text of a record, after the access record has been kept."""
    read = reader(request, by)
    session = await find_session(read, engagement_id, no)
    await _may_read(read, by, session)
    sealed = await sealed_record(read, session)
    service = request.app.state.service
    plain = await reveal(service.database, service.sealer, by, body.purpose, list(sealed.values()))
    texts = {parts.Field(field): text for field, text in zip(sealed, plain, strict=True)}
    return RecordView(session_id=session.id, no=session.no, texts=texts)


async def _may_read(read: Reader, by: Actor, session: Session) -> None:
    """A provider reads what it served, and what came before where it goes on; another provider of the case does not."""
    provider = by.roles <= {Role.B_UNIT, Role.PROF_STAFF}
    if provider and by.unit != session.unit_id and not await is_with(read, session.engagement_id, by.unit):
        raise NotFound("session", session.id)

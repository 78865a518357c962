"""How is a case conference asked for, reviewed in writing and decided?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES, NotFound
from chassis.reading import Cursor, Limit, Page, after, page, reader
from chassis.sealing import reveal
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from schemas.professional_codes import ConferenceCategory, ConferenceDecision, ConferenceReviewer, ConferenceTrigger

from prof_service.api.access import AsConferenceAsker, AsConferenceDecider, AsConferenceReviewer, AsReader, ProfCall
from prof_service.commands.decide_conference import decide_conference, review_conference
from prof_service.commands.require_conference import request_conference
from prof_service.domain.conferences import Conference
from prof_service.queries.conferences import list_conferences, sealed_review

router = APIRouter(prefix="/v1/case-conferences", tags=["case conferences"], responses=RESPONSES)


class ConferenceBody(BaseModel):
    """The case and why."""

    model_config = ConfigDict(extra="forbid")

    case_id: UUID = Field(description="個案")
    trigger: ConferenceTrigger = Field(description="觸發原因", examples=["difficult_case"])
    category: ConferenceCategory | None = Field(
        default=None, description="困難個案類別", examples=["progressive_disease"]
    )


class ReviewBody(BaseModel):
    """One written review."""

    model_config = ConfigDict(extra="forbid")

    reviewer_kind: ConferenceReviewer = Field(description="審查人員類別", examples=["external_expert"])
    result: ConferenceDecision = Field(description="審查意見", examples=["continue"])
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)] = Field(
        description="書面審查內容（加密留存）", examples=["建議續行，並調整目標。"]
    )


class DecisionBody(BaseModel):
    """What the conference comes to."""

    model_config = ConfigDict(extra="forbid")

    decision: ConferenceDecision = Field(description="決定", examples=["continue"])


class RevealBody(BaseModel):
    """Why and whose review is read."""

    model_config = ConfigDict(extra="forbid")

    reviewer_kind: ConferenceReviewer
    purpose: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="查閱目的代碼", examples=["decision"])


class ReviewText(BaseModel):
    """書面審查內容。"""

    reviewer_kind: ConferenceReviewer
    text: str


class ConferenceView(BaseModel):
    """跨專業個案研討會。"""

    id: UUID
    case_id: UUID
    trigger: ConferenceTrigger
    category: ConferenceCategory | None
    sessions: int | None
    window_from: date | None
    required_on: date
    reviewed: list[ConferenceReviewer]
    decision: ConferenceDecision | None
    decided_on: date | None
    version: int

    @classmethod
    def of(cls, conference: Conference) -> "ConferenceView":
        """As the API shows it."""
        names = cls.model_fields.keys() - {"reviewed"}
        return cls(**{n: getattr(conference, n) for n in names}, reviewed=sorted(conference.reviewed))


@router.post("", status_code=201, response_model=ConferenceView, summary="提出跨專業個案研討會")
async def post_conference(body: ConferenceBody, by: AsConferenceAsker, call: ProfCall) -> Response:
    """For a difficult case, or for one that has reached the number of sessions."""
    async with call.begin(by) as work:
        conference = await request_conference(body.case_id, body.trigger, body.category, work)
        return call.answer(ConferenceView.of(conference), status=201, version=conference.version)


@router.post("/{conference_id}/reviews", status_code=201, response_model=ConferenceView, summary="登錄書面審查")
async def post_review(conference_id: UUID, body: ReviewBody, by: AsConferenceReviewer, call: ProfCall) -> Response:
    """Each kind of reviewer once."""
    async with call.begin(by) as work:
        conference = await review_conference(conference_id, body.reviewer_kind, body.result, body.text, work)
        return call.answer(ConferenceView.of(conference), status=201, version=conference.version)


@router.post("/{conference_id}/decisions", status_code=201, response_model=ConferenceView, summary="研討會決定")
async def post_decision(conference_id: UUID, body: DecisionBody, by: AsConferenceDecider, call: ProfCall) -> Response:
    """When all have reviewed."""
    async with call.begin(by) as work:
        conference = await decide_conference(conference_id, body.decision, work)
        return call.answer(ConferenceView.of(conference), status=201, version=conference.version)


@router.get("", summary="跨專業個案研討會清單")
async def get_conferences(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ConferenceView]:
    """Those that the caller may see."""
    [last] = after(cursor, 1)
    found = await list_conferences(reader(request, by), case_id=case_id, after_id=last and UUID(last), limit=limit + 1)
    return page([ConferenceView.of(c) for c in found], limit, lambda shown: [shown.id])


@router.post("/{conference_id}/reveals", status_code=201, summary="查閱書面審查內容（留存查閱紀錄）")
async def post_review_reveal(
    conference_id: UUID, body: RevealBody, request: Request, by: AsConferenceReviewer
) -> ReviewText:
    """The text of one review, after the access record has been kept."""
    sealed = await sealed_review(reader(request, by), conference_id, body.reviewer_kind)
    if sealed is None:
        raise NotFound("review", conference_id)
    service = request.app.state.service
    [text] = await reveal(service.database, service.sealer, by, body.purpose, [sealed])
    return ReviewText(reviewer_kind=body.reviewer_kind, text=text)

"""How are the documents of the first session handed over?"""

from datetime import date
from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import DocumentKind

from prof_service.api.access import AsProvider, ProfCall
from prof_service.commands.finish_closure import HandInClosure, hand_in_closure
from prof_service.commands.hand_over_documents import HandOverDocuments, hand_over_documents
from prof_service.queries.views import HandoverView, document_views
from prof_service.store.work import Work

router = APIRouter(prefix="/v1/engagements/{engagement_id}", tags=["documents"], responses=RESPONSES)


class HandoverBody(BaseModel):
    """Which documents, and on which day if not today."""

    model_config = ConfigDict(extra="forbid")

    documents: list[DocumentKind] = Field(
        min_length=1, max_length=2, description="交付文件", examples=[["explanation_form", "service_plan"]]
    )
    handed_over_on: date | None = Field(default=None, description="交付日期；未填為今日", examples=["2024-02-22"])


@router.post(
    "/document-handovers", status_code=201, response_model=HandoverView, summary="交付說明書及服務計畫書予 A 個管員"
)
async def post_document_handover(engagement_id: UUID, body: HandoverBody, by: AsProvider, call: ProfCall) -> Response:
    """Hand documents over; both together or one after the other."""
    async with call.begin(by) as work:
        kinds = tuple(dict.fromkeys(body.documents))
        if DocumentKind.CLOSURE_EVALUATION in kinds:
            return await _last(
                HandInClosure(engagement_id=engagement_id, handed_over_on=body.handed_over_on), call, work
            )
        command = HandOverDocuments(engagement_id=engagement_id, documents=kinds, handed_over_on=body.handed_over_on)
        engagement, documents = await hand_over_documents(command, work)
        view = HandoverView(
            engagement_id=engagement.id,
            documents=document_views(engagement, documents),
            missing=list(documents.missing),
            version=engagement.version,
        )
        return call.answer(view, status=201, version=engagement.version)


async def _last(command: HandInClosure, call: ProfCall, work: Work) -> Response:
    """Part 4 after the last session, handed over by itself."""
    engagement, _ = await hand_in_closure(command, work)
    documents = await work.documents.of(engagement.id)
    view = HandoverView(
        engagement_id=engagement.id,
        documents=document_views(engagement, documents),
        missing=list(documents.missing),
        version=engagement.version,
    )
    return call.answer(view, status=201, version=engagement.version)

"""How is the timeline of a case read, by programs and by people?"""

from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import BadCursor, Cursor, after, reader
from fastapi import APIRouter, Query, Request, Response

from audit.api.access import AsTimelineReader
from audit.api.negotiation import prefers_html
from audit.api.page import timeline_page
from audit.queries.timeline import case_timeline
from audit.queries.views import Timeline

router = APIRouter(prefix="/v1", tags=["timeline"], responses=RESPONSES)

EntryLimit = Annotated[int, Query(ge=1, le=1000, description="每頁事件數。Events per page.")]
County = Annotated[
    str | None,
    Query(
        max_length=40,
        description="僅供示範環境之網頁：未附權杖時指明縣市。For the demo's page: whose case it is, without a token.",
        examples=["nantou"],
    ),
]


@router.get(
    "/cases/{case_id}/timeline",
    response_model=Timeline,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
    summary="個案時間軸：事件、原因與期限（瀏覽器得到網頁）",
)
async def get_timeline(
    case_id: UUID,
    request: Request,
    by: AsTimelineReader,
    limit: EntryLimit = 200,
    cursor: Cursor = None,
    county: County = None,  # noqa: ARG001  read by the access rule
) -> Response:
    """The case's events in order, their causes, and how every deadline came out. A unit sees what is its to see."""
    state = request.app.state
    found = await case_timeline(
        reader(request, by),
        state.packs,
        case_id=case_id,
        today=state.today(),
        limit=limit,
        after_seq=after_seq(cursor),
    )
    if prefers_html(request):
        return timeline_page(request, found)
    headers = {"Vary": "Accept, Authorization"}
    return Response(found.model_dump_json(), media_type="application/json", headers=headers)


def after_seq(cursor: str | None) -> int:
    """The position after which the page starts; BadCursor for what is none of ours."""
    (seq,) = after(cursor, 1)
    if seq is not None and (isinstance(seq, bool) or not isinstance(seq, int)):
        raise BadCursor
    return seq or 0

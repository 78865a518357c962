"""What can be asked about engagements?"""

from typing import Annotated
from uuid import UUID

from chassis.clock import local_date
from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Query, Request, Response

from prof_service.api.access import AsReader
from prof_service.api.actions import actions_of, extension_action
from prof_service.domain.engagement import Status
from prof_service.domain.sessions import next_session_from
from prof_service.extension_policies import extension_rules
from prof_service.policies import training_rules
from prof_service.queries.engagements import find_engagement, list_engagements
from prof_service.queries.extensions import standing_of
from prof_service.queries.views import (
    EngagementSummary,
    EngagementView,
    SessionView,
    document_views,
    engagement_fields,
)

router = APIRouter(prefix="/v1/engagements", tags=["engagements"], responses=RESPONSES)


@router.get("", summary="專業服務案清單")
async def get_engagements(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    status: Annotated[Status | None, Query(description="狀態")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EngagementSummary]:
    """The engagements that the caller may see, in the order in which they were opened."""
    [last] = after(cursor, 1)
    found = await list_engagements(
        reader(request, by), case_id=case_id, status=status, after_id=last and UUID(last), limit=limit + 1
    )
    return page([EngagementSummary.of(e) for e in found], limit, lambda shown: [shown.id])


@router.get("/{engagement_id}", summary="專業服務案內容、期限與可執行的指令")
async def get_engagement(engagement_id: UUID, request: Request, response: Response, by: AsReader) -> EngagementView:
    """One engagement with its sessions, documents and actions."""
    read = reader(request, by)
    whole = await find_engagement(read, engagement_id)
    service = request.app.state.service
    pack, today = service.packs.county(by.county), local_date(service.clock.now())
    rules, more = training_rules(pack, whole.engagement), extension_rules(pack, whole.engagement)
    extension = extension_action(request, await standing_of(read, whole), more, today)
    response.headers["ETag"] = f'"{whole.engagement.version}"'
    return EngagementView(
        **engagement_fields(whole.engagement),
        next_session_from=next_session_from(whole.engagement, rules),
        documents=document_views(whole.engagement, whole.documents),
        sessions=[SessionView.of(session) for session in whole.sessions],
        actions=[*actions_of(request, whole, rules, today), extension],
    )

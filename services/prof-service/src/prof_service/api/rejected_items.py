"""Which approved items are no engagement, and why? For the people who have to correct the plan."""

from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Query, Request

from prof_service.api.access import AsReader
from prof_service.queries.rejected_items import RejectedItemView, list_rejected_items

router = APIRouter(prefix="/v1/rejected-items", tags=["rejected items"], responses=RESPONSES)


@router.get("", summary="未能成立專業服務案的核定項目")
async def get_rejected_items(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RejectedItemView]:
    """Each with the rule that refuses it."""
    [last] = after(cursor, 1)
    found = await list_rejected_items(
        reader(request, by), case_id=case_id, after_id=last and UUID(last), limit=limit + 1
    )
    return page(found, limit, lambda shown: [shown.plan_item_id])

"""What can be asked about plans?"""

from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Path, Query, Request, Response

from care_plan.api.access import AsReader
from care_plan.api.actions import actions_of
from care_plan.domain.plan import Status
from care_plan.queries.plans import find_plan, find_version, list_plans
from care_plan.queries.views import PlanDetail, PlanView, VersionView, contact_views, plan_fields

router = APIRouter(prefix="/v1/plans", tags=["plans"], responses=RESPONSES)

VersionNo = Annotated[int, Path(ge=1, le=9999, description="版次")]


@router.get("", summary="照顧計畫清單")
async def get_plans(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    status: Annotated[Status | None, Query(description="狀態")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PlanView]:
    """The plans that the caller may see, in the order in which they were begun."""
    [last] = after(cursor, 1)
    found = await list_plans(
        reader(request, by), case_id=case_id, status=status, after_id=last and UUID(last), limit=limit + 1
    )
    return page([PlanView.of(plan) for plan in found], limit, lambda shown: [shown.id])


@router.get("/{plan_id}", summary="照顧計畫、所有版本與可執行的指令")
async def get_plan(plan_id: UUID, request: Request, response: Response, by: AsReader) -> PlanDetail:
    """One plan with all its versions, contacts and actions."""
    whole = await find_plan(reader(request, by), plan_id)
    response.headers["ETag"] = f'"{whole.plan.version}"'
    return PlanDetail(
        **plan_fields(whole.plan),
        contacts=contact_views(whole.contacts),
        actions=actions_of(request, whole, request.app.state.packs, request.app.state.today()),
    )


@router.get("/{plan_id}/versions/{no}", summary="照顧計畫的一個版本")
async def get_version(plan_id: UUID, no: VersionNo, request: Request, by: AsReader) -> VersionView:
    """One version, as it was written and reviewed."""
    return VersionView.of(await find_version(reader(request, by), plan_id, no))

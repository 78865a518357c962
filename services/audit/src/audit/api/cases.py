"""How is the list of cases read?"""

from typing import Annotated

from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, reader
from fastapi import APIRouter, Query, Request

from audit.api.access import AsCounty
from audit.queries.cases import list_cases
from audit.queries.views import CaseRow

router = APIRouter(prefix="/v1", tags=["cases"], responses=RESPONSES)

OverdueOnly = Annotated[bool, Query(description="只列有逾期期限之個案。Only cases with an overdue deadline.")]


@router.get("/cases", summary="個案清單：最近事件、進行中及逾期之期限數")
async def get_cases(
    request: Request, by: AsCounty, overdue: OverdueOnly = False, limit: Limit = 50, cursor: Cursor = None
) -> Page[CaseRow]:
    """The county's cases, the latest told first."""
    at, id_ = after(cursor, 2)
    return await list_cases(
        reader(request, by),
        today=request.app.state.today(),
        overdue_only=overdue,
        limit=limit,
        before=(at, id_),
    )

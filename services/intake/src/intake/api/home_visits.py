"""POST /v1/cases/{case_id}/home-visits"""

from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response

from intake.api.access import AsCareManager, Call
from intake.api.bodies import HomeVisitBody
from intake.api.views import CaseView, case_view
from intake.commands.book_home_visit import BookHomeVisit, book_home_visit

router = APIRouter(tags=["家訪 Home visit"], responses=RESPONSES)


@router.post("/v1/cases/{case_id}/home-visits", status_code=201, response_model=CaseView, summary="排定家庭訪視")
async def post_home_visit(case_id: UUID, body: HomeVisitBody, by: AsCareManager, call: Call) -> Response:
    """Who books the visit is its assessor. Booking again replaces the booking."""
    command = BookHomeVisit(case_id=case_id, **body.model_dump())
    async with call.begin(by) as work:
        case = await book_home_visit(command, work)
        return call.answer(case_view(case), status=201, version=case.version)

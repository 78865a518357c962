"""POST /v1/cases/{case_id}/closures"""

from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response

from intake.api.access import AsCareManager, Call
from intake.api.bodies import ClosureBody
from intake.api.views import CaseView, case_view
from intake.commands.close_case import CloseCase, close_case

router = APIRouter(tags=["結案 Closure"], responses=RESPONSES)


@router.post("/v1/cases/{case_id}/closures", status_code=201, response_model=CaseView, summary="暫時或永久結案")
async def post_closure(case_id: UUID, body: ClosureBody, by: AsCareManager, call: Call) -> Response:
    """Every open deadline of the case in this service is cancelled with the reason."""
    async with call.begin(by) as work:
        case = await close_case(CloseCase(case_id=case_id, **body.model_dump()), work)
        return call.answer(case_view(case), status=201, version=case.version)

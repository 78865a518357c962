"""POST /v1/cases/{case_id}/screenings"""

from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Request, Response

from intake.api.access import AsCareManager, Call
from intake.api.bodies import ScreeningBody
from intake.api.views import CaseView, case_view
from intake.commands.screen_case import ScreenCase, screen_case
from intake.queries.people import birthday_for_screening

router = APIRouter(tags=["初篩 Screening"], responses=RESPONSES)


@router.post("/v1/cases/{case_id}/screenings", status_code=201, response_model=CaseView, summary="登錄初篩結果")
async def post_screening(
    case_id: UUID, body: ScreeningBody, request: Request, by: AsCareManager, call: Call
) -> Response:
    """A group that begins at an age is checked against the sealed birthday; that it was read is recorded."""
    group = body.eligible_group.value if body.eligible_group else None
    born_on = None
    if body.outcome == "target":
        born_on = await birthday_for_screening(request.app.state.service, by, case_id, group)
    command = ScreenCase(
        case_id=case_id,
        outcome=body.outcome,
        eligible_group=group,
        referral_target=body.referral_target.value,
        born_on=born_on,
    )
    async with call.begin(by) as work:
        case = await screen_case(command, work)
        return call.answer(case_view(case), status=201, version=case.version)

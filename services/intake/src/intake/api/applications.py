"""POST /v1/applications"""

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response

from intake.api.access import AsApplicant, Call
from intake.api.bodies import ApplicationBody
from intake.api.views import CaseView, case_view
from intake.commands.receive_application import ReceiveApplication, receive_application
from intake.domain.application import Application
from intake.domain.person import Person

router = APIRouter(tags=["申請 Application"], responses=RESPONSES)


@router.post("/v1/applications", status_code=201, response_model=CaseView, summary="受理申請，開立個案")
async def post_application(body: ApplicationBody, by: AsApplicant, call: Call) -> Response:
    """A person has one open case: a second application is refused with the reference of the first."""
    command = ReceiveApplication(
        application=Application(
            channel=body.channel,
            case_source=body.case_source,
            applied_on=body.applied_on or call.today,
            district=body.district,
            residence=body.residence.value,
            eligible_group=body.eligible_group.value if body.eligible_group else None,
            referrer_unit_id=body.referrer_unit_id,
            self_found_by_a_unit_id=body.self_found_by_a_unit_id,
        ),
        person=Person(**body.person.model_dump()),
        note=body.note,
    )
    async with call.begin(by) as work:
        case = await receive_application(command, work)
        return call.answer(case_view(case), status=201, version=case.version)

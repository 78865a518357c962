"""POST /v1/cases/{case_id}/sign-offs and …/assessment-returns"""

from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response

from intake.api.access import AsSupervisor, Call
from intake.api.bodies import ReturnBody, SignOffBody
from intake.api.views import CaseView, SignedView, case_view, sign_off_view
from intake.commands.return_assessment import ReturnAssessment, return_assessment
from intake.commands.sign_off_assessment import SignOffAssessment, sign_off_assessment

router = APIRouter(tags=["簽審 Sign-off"], responses=RESPONSES)


@router.post("/v1/cases/{case_id}/sign-offs", status_code=201, response_model=SignedView, summary="督導簽審")
async def post_sign_off(case_id: UUID, body: SignOffBody, by: AsSupervisor, call: Call) -> Response:
    """Approves level and quota, or signs that the case is not opened. Not by the assessor."""
    target = body.referral_target.value if body.referral_target else None
    command = SignOffAssessment(case_id=case_id, decision=body.decision, referral_target=target)
    async with call.begin(by) as work:
        case, signed = await sign_off_assessment(command, work)
        view = SignedView(**sign_off_view(signed).model_dump(), case=case_view(case))
        return call.answer(view, status=201, version=case.version)


@router.post("/v1/cases/{case_id}/assessment-returns", status_code=201, response_model=CaseView, summary="督導退回評估")
async def post_return(case_id: UUID, body: ReturnBody, by: AsSupervisor, call: Call) -> Response:
    """The assessor corrects the assessment and submits it again."""
    command = ReturnAssessment(case_id=case_id, reason=body.reason, note=body.note)
    async with call.begin(by) as work:
        case = await return_assessment(command, work)
        return call.answer(case_view(case), status=201, version=case.version)

"""POST and GET /v1/cases/{case_id}/assessments, POST …/assessment-submissions"""

from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import reader
from fastapi import APIRouter, Request, Response

from intake.api.access import AsCareManager, AsReader, Call
from intake.api.bodies import AssessmentBody, SubmissionBody
from intake.api.views import AssessmentsView, CaseView, RecordedView, assessment_view, case_view
from intake.commands.record_assessment import RecordAssessment, record_assessment
from intake.commands.submit_assessment import SubmitAssessment, submit_assessment
from intake.queries.cases import assessment_rows
from intake.store.assessments import assessment_of

router = APIRouter(tags=["評估 Assessment"], responses=RESPONSES)


@router.post("/v1/cases/{case_id}/assessments", status_code=201, response_model=RecordedView, summary="登錄評估結果")
async def post_assessment(case_id: UUID, body: AssessmentBody, by: AsCareManager, call: Call) -> Response:
    """What the visit found. After a return, or before the submission, it corrects what was recorded."""
    command = RecordAssessment(
        case_id=case_id,
        visited_on=body.visited_on,
        cms_level=body.cms_level,
        welfare_class=body.welfare_class,
        foreign_care_worker=body.foreign_care_worker,
        problems=[(p.problem_no, tuple(p.measures)) for p in body.problems],
        note=body.note,
    )
    async with call.begin(by) as work:
        case, found = await record_assessment(command, work)
        view = RecordedView(**assessment_view(found).model_dump(), case=case_view(case))
        return call.answer(view, status=201, version=case.version)


@router.get("/v1/cases/{case_id}/assessments", summary="查詢評估紀錄")
async def get_assessments(case_id: UUID, request: Request, by: AsReader) -> AssessmentsView:
    """Every assessment of the case in the order in which they were recorded; nothing is overwritten."""
    rows = await assessment_rows(reader(request, by), case_id)
    return AssessmentsView(items=[assessment_view(assessment_of(row)) for row in rows])


@router.post(
    "/v1/cases/{case_id}/assessment-submissions", status_code=201, response_model=CaseView, summary="評估報告送督導簽審"
)
async def post_submission(case_id: UUID, _: SubmissionBody, by: AsCareManager, call: Call) -> Response:
    """Meets the clock for the report, where the county has one."""
    async with call.begin(by) as work:
        case = await submit_assessment(SubmitAssessment(case_id=case_id), work)
        return call.answer(case_view(case), status=201, version=case.version)

"""How does the report go to the supervisor?"""

from dataclasses import dataclass
from uuid import UUID

from schemas.events.intake import AssessmentSubmitted
from schemas.ids import AssessmentId, CaseId

from intake.commands.record_assessment import ASSESSMENT_REPORT
from intake.domain.assessment import submit
from intake.domain.case import Case
from intake.store.work import Work


@dataclass(frozen=True, kw_only=True)
class SubmitAssessment:
    """Which case's report."""

    case_id: UUID


async def submit_assessment(command: SubmitAssessment, work: Work) -> Case:
    """Meets the county's clock for the report on the day of the submission."""
    before = await work.cases.lock(command.case_id)
    after = submit(before)
    found = await work.assessments.find(before.assessment_id)
    await work.assessments.submitted(found.id, work.today)
    after = await work.cases.save(after)
    work.deadlines.meet(ASSESSMENT_REPORT, subject_id=after.id, case_id=after.id, on=work.today)
    work.emit(
        AssessmentSubmitted(case_id=CaseId(after.id), assessment_id=AssessmentId(found.id), submitted_on=work.today)
    )
    return after

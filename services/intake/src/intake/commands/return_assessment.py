"""How does the supervisor return a report?"""

from dataclasses import dataclass
from uuid import UUID

from schemas.events.intake import AssessmentReturned
from schemas.ids import AssessmentId, CaseId

from intake.domain.case import Case
from intake.domain.sign_off import give_back
from intake.store.work import Work


@dataclass(frozen=True, kw_only=True)
class ReturnAssessment:
    """`reason` is a code; what is written in words is sealed."""

    case_id: UUID
    reason: str
    note: str | None = None


async def return_assessment(command: ReturnAssessment, work: Work) -> Case:
    """The assessor corrects and submits again. No new clock starts (AM-142)."""
    before = await work.cases.lock(command.case_id)
    after = await work.cases.save(give_back(before))
    found = await work.assessments.find(before.assessment_id)
    await work.sign_offs.returned(found, reason=command.reason, by=work.actor.person, on=work.today)
    await work.notes.add(after.id, "return", command.note)
    work.emit(
        AssessmentReturned(
            case_id=CaseId(after.id),
            assessment_id=AssessmentId(found.id),
            reason=command.reason,
            returned_on=work.today,
        )
    )
    return after

"""What happens when a report has not gone to the supervisor in time?"""

from chassis.deadlines import Due
from schemas.events.intake import AssessmentReportOverdue
from schemas.ids import CaseId

from intake.store.work import Work


async def flag_overdue_report(due: Due, work: Work) -> None:
    """It is told; the report stays owed."""
    work.emit(AssessmentReportOverdue(case_id=CaseId(due.case_id), due_on=due.due_on))

"""Which facts does intake tell that the published language has no class for yet?"""

from datetime import date
from typing import ClassVar

from chassis.messages import Event
from schemas.ids import CaseId


class AssessmentReportOverdue(Event):
    """intake: the report of an assessment has not gone to the supervisor in time.

    評估報告逾期未送督導簽審。
    TY-3104-03, AM-142
    """

    TYPE: ClassVar[str] = "tw.ltc.assessment_report.overdue.v1"

    case_id: CaseId
    due_on: date

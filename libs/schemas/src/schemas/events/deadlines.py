"""What does every service tell of its deadlines, when no other fact carries it?"""

from datetime import date
from typing import ClassVar

from chassis.messages import Code, Event

from schemas.codes import DelayReason
from schemas.ids import CaseId, DeadlineId


class DeadlineExcused(Event):
    """any service: a deadline does not count, for a reason that somebody entered.

    期限免計（案家因素、疫情、不可抗力）。
    YL-31-09, AM-151
    """

    TYPE: ClassVar[str] = "tw.ltc.deadline.excused.v1"

    case_id: CaseId
    deadline_id: DeadlineId
    name: Code
    reason: DelayReason
    excused_on: date


class DeadlineMoved(Event):
    """any service: a deadline has a new due date, because the county's calendar changed.

    期限因辦公日曆變更而調整。
    AM-106
    """

    TYPE: ClassVar[str] = "tw.ltc.deadline.moved.v1"

    case_id: CaseId
    deadline_id: DeadlineId
    name: Code
    from_on: date
    to_on: date
    cause: Code

"""What does the chassis itself publish? That a deadline was excused, or moved with the calendar, when no other fact says so."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from chassis.messages import Code, Event


class DeadlineSettled(Event):
    """any service: a fact of another service, its cause, has met or cancelled a deadline here; its clocks say which.

    他單位之事實使本服務之期限完成或取消。
    NA-02-15
    """

    TYPE: ClassVar[str] = "tw.ltc.deadline.settled.v1"

    case_id: UUID


class DeadlineExcused(Event):
    """any service: a delay has a recorded reason; whether it counts in a rate is the county's rule.

    延遲事由（案家因素、疫情、不可抗力、單位因素）已登錄。
    YL-31-09, AM-151
    """

    TYPE: ClassVar[str] = "tw.ltc.deadline.excused.v1"

    case_id: UUID
    deadline_id: UUID
    name: Code
    reason: Code
    excused_on: date


class DeadlineMoved(Event):
    """any service: a deadline has a new due date, because the county's calendar changed.

    期限因辦公日曆變更而調整。
    AM-106
    """

    TYPE: ClassVar[str] = "tw.ltc.deadline.moved.v1"

    case_id: UUID
    deadline_id: UUID
    name: Code
    from_on: date
    to_on: date
    cause: Code

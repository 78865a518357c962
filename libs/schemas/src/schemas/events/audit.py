"""What does audit tell? Suspension of dispatch to a unit, and its end."""

from datetime import date
from typing import ClassVar

from chassis.messages import UNITS, Event

from schemas.codes import SuspensionReason
from schemas.ids import SuspensionId, UnitId


class DispatchSuspended(Event):
    """audit: no new cases go to the unit from `from_on` until the day before `until_on`; empty: until resumed.

    暫停派案。
    TY-13-09, TY-3301-05, NA-04-10
    """

    TYPE: ClassVar[str] = "tw.ltc.dispatch.suspended.v1"
    TOPIC: ClassVar[str] = UNITS

    unit_id: UnitId
    suspension_id: SuspensionId
    reason: SuspensionReason
    from_on: date
    until_on: date | None = None


class DispatchResumed(Event):
    """audit: the suspension is over.

    恢復派案。
    TY-13-09, TY-3301-05
    """

    TYPE: ClassVar[str] = "tw.ltc.dispatch.resumed.v1"
    TOPIC: ClassVar[str] = UNITS

    unit_id: UnitId
    suspension_id: SuspensionId
    resumed_on: date

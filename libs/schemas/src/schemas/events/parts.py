"""What are events composed of? Bounded numbers, and records that stand in lists."""

from typing import Annotated

from chassis.messages import Code
from pydantic import BaseModel, ConfigDict, Field

from schemas.codes import GuidanceTarget, ServiceCode
from schemas.ids import PlanItemId, UnitId

Twd = Annotated[int, Field(ge=0)]
"""Whole New Taiwan dollars."""

Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
"""Counted from one: a version, a session, a turn."""

Percent = Annotated[int, Field(ge=0, le=100)]
ProblemNo = Annotated[int, Field(ge=1, le=99)]
"""The number in the national list of care problems."""


class Part(BaseModel):
    """A record inside an event; as strict as the event."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RankedProblem(Part):
    """優先改善照顧問題: one of the problems ranked first, at most five (NT-05-01, AM-143)."""

    rank: Annotated[int, Field(ge=1, le=5)]
    problem_no: ProblemNo


class PassedOver(Part):
    """A unit whose turn it was in the rotation and that was not taken (TY-3309-07, AM-170)."""

    unit_id: UnitId
    reason: Code


class PlanItem(Part):
    """One care combination of a plan; `groups` only for C codes."""

    plan_item_id: PlanItemId
    service_code: ServiceCode
    quantity: Number
    groups: Number | None = None
    monthly_twd: Twd
    problem_no: ProblemNo | None = None


class ApprovedItem(PlanItem):
    """An item as the centre approved it, with the unit the client chose and whom a C item guides (NT-05-07)."""

    unit_id: UnitId | None = None
    guidance_targets: tuple[GuidanceTarget, ...] = ()

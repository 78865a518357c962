"""What does care-plan tell? Drafting, visit, submission, review."""

from datetime import date
from typing import ClassVar

from chassis.messages import Code, Event

from schemas.codes import ContactKind, ReturnReason
from schemas.events.parts import ApprovedItem, Number, PlanItem, Twd
from schemas.ids import CaseId, PlanId, UnitId


class PlanDraftingStarted(Event):
    """care-plan: the case has reached the A unit and work on the plan starts.

    A 單位開始擬訂照顧計畫。
    NA-02-01, NA-02-22
    """

    TYPE: ClassVar[str] = "tw.ltc.plan.drafting_started.v1"

    case_id: CaseId
    plan_id: PlanId
    a_unit_id: UnitId
    started_on: date


class HomeVisitMade(Event):
    """care-plan: the A case manager has contacted or visited the client.

    A 個管員完成聯繫或訪視。
    NA-02-22, NA-02-23, YL-31-04
    """

    TYPE: ClassVar[str] = "tw.ltc.home_visit.made.v1"

    case_id: CaseId
    plan_id: PlanId
    contact_kind: ContactKind
    visited_on: date


class CarePlanSubmitted(Event):
    """care-plan: the A case manager sends a version of the plan to the centre.

    送出照顧計畫。
    NA-02-24, NA-02-25, NA-02-26, NT-05-07, YL-31-04
    """

    TYPE: ClassVar[str] = "tw.ltc.care_plan.submitted.v1"

    case_id: CaseId
    plan_id: PlanId
    version: Number
    items: tuple[PlanItem, ...]
    total_twd: Twd
    submitted_on: date


class CarePlanReturned(Event):
    """care-plan: the centre returns a version for correction.

    照管中心退回修正。
    NA-02-16
    """

    TYPE: ClassVar[str] = "tw.ltc.care_plan.returned.v1"

    case_id: CaseId
    plan_id: PlanId
    version: Number
    reason: ReturnReason
    returned_on: date


class CarePlanApproved(Event):
    """care-plan: the centre approves a version; its items may be referred. `period_to` is the first day after it.

    照管中心核定照顧計畫。
    NA-02-26, NT-05-07
    """

    TYPE: ClassVar[str] = "tw.ltc.care_plan.approved.v1"

    case_id: CaseId
    plan_id: PlanId
    version: Number
    a_unit_id: UnitId | None = None
    items: tuple[ApprovedItem, ...]
    total_twd: Twd
    approved_on: date
    period_from: date
    period_to: date


class CarePlanOverdue(Event):
    """care-plan: visit and plan were not completed by the due date.

    逾期未完成訪視及計畫。
    YL-31-04, NA-02-15
    """

    TYPE: ClassVar[str] = "tw.ltc.care_plan.overdue.v1"

    case_id: CaseId
    plan_id: PlanId
    due_on: date


class CarePlanEnded(Event):
    """care-plan: the case is closed, and its plan with it.

    個案結案，照顧計畫結束。
    NA-05-10
    """

    TYPE: ClassVar[str] = "tw.ltc.care_plan.ended.v1"

    case_id: CaseId
    plan_id: PlanId
    reason: Code
    ended_on: date

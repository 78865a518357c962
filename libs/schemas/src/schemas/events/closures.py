"""What does prof-service tell of the end of a training?"""

from datetime import date
from typing import ClassVar

from chassis.messages import Event

from schemas.codes import ServiceCode
from schemas.events.parts import Count
from schemas.ids import (
    CaseId,
    EngagementId,
    PlanItemId,
)
from schemas.professional_codes import (
    ClosingCause,
    ClosureCriterion,
    ClosureReason,
    MedicalTarget,
    UnsuitableCondition,
)


class EngagementClosing(Event):
    """prof-service: the training is over and is being closed; care manager and A case manager are to be told.

    專業服務結案中。
    NT-04-27, NT-05-15, NT-05-30, NT-06-19
    """

    TYPE: ClassVar[str] = "tw.ltc.engagement.closing.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    cause: ClosingCause
    criterion: ClosureCriterion | None = None
    sessions_delivered: Count
    closing_on: date


class EngagementSuspendedForMedical(Event):
    """prof-service: the client is not fit for training and is referred to medical care; it is closed for that.

    不適合接受專業服務，轉介醫事單位。
    NT-04-30, NT-04-31, AM-117
    """

    TYPE: ClassVar[str] = "tw.ltc.engagement.suspended_for_medical.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    conditions: tuple[UnsuitableCondition, ...]
    medical_target: MedicalTarget
    suspended_on: date


class EngagementClosed(Event):
    """prof-service: results are entered, the goal is closed and part 4 of the plan is with the A case manager.

    專業服務結案。
    NT-05-30, NT-05-31, NT-09-15, NT-09-16
    """

    TYPE: ClassVar[str] = "tw.ltc.engagement.closed.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    cause: ClosingCause
    criterion: ClosureCriterion
    reason: ClosureReason
    self_rating_before: Count
    self_rating_after: Count
    sessions_delivered: Count
    period_to: date
    closed_on: date


class ItemRemoved(Event):
    """prof-service: after a closure that the A case manager began, the combination was deleted from the plan.

    刪除專業服務照顧組合。
    NT-05-16
    """

    TYPE: ClassVar[str] = "tw.ltc.item.removed.v1"

    case_id: CaseId
    engagement_id: EngagementId
    plan_item_id: PlanItemId
    service_code: ServiceCode
    removed_on: date
    late: bool


class ItemRemovalOverdue(Event):
    """prof-service: the combination of a closed training is still in the plan after the due date.

    專業服務照顧組合逾期未刪除。
    NT-05-16
    """

    TYPE: ClassVar[str] = "tw.ltc.item_removal.overdue.v1"

    case_id: CaseId
    engagement_id: EngagementId
    plan_item_id: PlanItemId
    due_on: date

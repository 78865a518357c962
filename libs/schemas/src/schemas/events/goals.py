"""What does prof-service tell of the first assessment, documents and goals?"""

from datetime import date
from typing import ClassVar

from chassis.messages import Event

from schemas.codes import DocumentKind, ServiceCode
from schemas.events.parts import Count, Number
from schemas.ids import (
    CaseId,
    EngagementId,
    GoalId,
    UnitId,
)
from schemas.professional_codes import (
    Caregiver,
    GoalItem,
    SwitchKind,
)


class FirstAssessmentRecorded(Event):
    """prof-service: the unit has assessed, agreed goals and fixed the one caregiver at the first session.

    完成首次評估，共同議定目標。
    NT-05-21, NT-05-22, NT-05-23
    """

    TYPE: ClassVar[str] = "tw.ltc.first_assessment.recorded.v1"

    case_id: CaseId
    engagement_id: EngagementId
    unit_id: UnitId
    caregiver: Caregiver
    goals: Number
    assessed_on: date


class CaregiverChanged(Event):
    """prof-service: another caregiver learns along; without force majeure this is marked, never refused.

    更換共同學習之照顧者。
    NT-05-23, NT-06-06, AM-130
    """

    TYPE: ClassVar[str] = "tw.ltc.caregiver.changed.v1"

    case_id: CaseId
    engagement_id: EngagementId
    caregiver: Caregiver
    force_majeure: bool
    flagged: bool
    changed_on: date


class DocumentUploaded(Event):
    """prof-service: the A case manager has confirmed documents of the unit and uploaded them.

    確認無誤後上傳文件。
    NT-05-08, NT-05-31
    """

    TYPE: ClassVar[str] = "tw.ltc.document.uploaded.v1"

    case_id: CaseId
    engagement_id: EngagementId
    documents: tuple[DocumentKind, ...]
    uploaded_on: date
    late: bool


class UploadOverdue(Event):
    """prof-service: documents of the unit are not confirmed and uploaded by the due date.

    文件逾期未確認上傳。
    NT-05-08
    """

    TYPE: ClassVar[str] = "tw.ltc.upload.overdue.v1"

    case_id: CaseId
    engagement_id: EngagementId
    documents: tuple[DocumentKind, ...]
    due_on: date


class GoalActivated(Event):
    """prof-service: the goal record of an item was set and is in force.

    設定並啟用專業服務目標。
    NT-05-09, NT-05-10, NT-09-13
    """

    TYPE: ClassVar[str] = "tw.ltc.goal.activated.v1"

    case_id: CaseId
    engagement_id: EngagementId
    goal_id: GoalId
    goal_no: Number
    predecessor_id: GoalId | None = None
    service_code: ServiceCode
    groups: Number
    period_from: date
    period_to: date
    activated_on: date
    late: bool


class GoalOverdue(Event):
    """prof-service: the goal record is not set and activated by the due date.

    專業服務目標逾期未啟用。
    NT-05-10
    """

    TYPE: ClassVar[str] = "tw.ltc.goal.overdue.v1"

    case_id: CaseId
    engagement_id: EngagementId
    due_on: date


class GoalQueried(Event):
    """prof-service: the unit doubts items of the goal record before the second session.

    單位對目標管理項目提出疑義。
    NT-04-14
    """

    TYPE: ClassVar[str] = "tw.ltc.goal.queried.v1"

    case_id: CaseId
    engagement_id: EngagementId
    goal_id: GoalId
    unit_id: UnitId
    items: tuple[GoalItem, ...]
    queried_on: date


class GoalCorrected(Event):
    """prof-service: items of the goal record were corrected in time; the earlier record stays.

    修正專業服務目標管理項目。
    NT-05-13, NT-05-18, AM-120
    """

    TYPE: ClassVar[str] = "tw.ltc.goal.corrected.v1"

    case_id: CaseId
    engagement_id: EngagementId
    goal_id: GoalId
    predecessor_id: GoalId
    items: tuple[GoalItem, ...]
    corrected_on: date


class GoalFrozen(Event):
    """prof-service: the time to ask for a correction has passed: no objection, the goal record is fixed.

    未於期限內提出修正，視同無疑義。
    NT-05-14
    """

    TYPE: ClassVar[str] = "tw.ltc.goal.frozen.v1"

    case_id: CaseId
    engagement_id: EngagementId
    goal_id: GoalId
    frozen_on: date


class ProviderSwitched(Event):
    """prof-service: another unit or person goes on with the same goal; sessions count on.

    更換服務單位或人員，次數累計。
    NT-04-22, NT-05-19, NT-05-20
    """

    TYPE: ClassVar[str] = "tw.ltc.provider.switched.v1"

    case_id: CaseId
    engagement_id: EngagementId
    goal_id: GoalId
    predecessor_id: GoalId
    kind: SwitchKind
    unit_id: UnitId
    sessions_done: Count
    switched_on: date

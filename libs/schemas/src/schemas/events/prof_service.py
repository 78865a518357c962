"""What does prof-service tell? Engagements, sessions, records, documents."""

from datetime import date
from typing import ClassVar

from chassis.messages import Code, Event

from schemas.codes import (
    Caregiver,
    ClosingCause,
    ClosureCriterion,
    ClosureReason,
    DocumentKind,
    GoalItem,
    MedicalTarget,
    RestartPath,
    RestartReason,
    RestartRefusal,
    RestartRequester,
    ServiceCode,
    SwitchKind,
    UnsuitableCondition,
)
from schemas.events.parts import Count, Number, RankedProblem
from schemas.ids import (
    CaseId,
    EngagementId,
    GoalId,
    PlanId,
    PlanItemId,
    ReferralId,
    RestartRequestId,
    SessionId,
    UnitId,
)


class ProfessionalItemApproved(Event):
    """prof-service: an approved plan holds a C item; its engagement is opened. `period_to` is the first day after it.

    核定專業服務項目，成立專業服務案。
    NT-05-09, NT-09-09, NT-09-10
    """

    TYPE: ClassVar[str] = "tw.ltc.professional_item.approved.v1"

    case_id: CaseId
    engagement_id: EngagementId
    plan_id: PlanId
    plan_item_id: PlanItemId
    service_code: ServiceCode
    groups: Number
    sessions_approved: Number
    period_from: date
    period_to: date


class FirstServiceDelivered(Event):
    """prof-service: the first session after a referral was served.

    提供第 1 次服務。
    NT-04-09, YL-31-07
    """

    TYPE: ClassVar[str] = "tw.ltc.first_service.delivered.v1"

    case_id: CaseId
    engagement_id: EngagementId
    referral_id: ReferralId
    unit_id: UnitId
    service_code: ServiceCode
    served_on: date


class SessionDelivered(Event):
    """prof-service: a session was served; its number counts over all units and staff.

    完成 1 次訓練（次數累計）。
    NT-04-19, NT-04-20, NT-04-22
    """

    TYPE: ClassVar[str] = "tw.ltc.session.delivered.v1"

    case_id: CaseId
    engagement_id: EngagementId
    session_id: SessionId
    session_no: Number
    unit_id: UnitId
    staff: Code
    service_code: ServiceCode
    served_on: date
    minutes: Count


class SessionRecorded(Event):
    """prof-service: the record of a session was entered, in time or late.

    登錄服務紀錄。
    NT-04-11
    """

    TYPE: ClassVar[str] = "tw.ltc.session.recorded.v1"

    case_id: CaseId
    engagement_id: EngagementId
    session_id: SessionId
    session_no: Number
    recorded_on: date
    late: bool


class RecordOverdue(Event):
    """prof-service: the record of a session is not there by the due date.

    服務紀錄逾期未登錄。
    NT-04-11
    """

    TYPE: ClassVar[str] = "tw.ltc.record.overdue.v1"

    case_id: CaseId
    engagement_id: EngagementId
    session_id: SessionId
    session_no: Number
    unit_id: UnitId
    due_on: date


class SessionTooShort(Event):
    """prof-service: a session was shorter than the principle; an anomaly, no refusal.

    訓練時間少於原則。
    NT-04-20
    """

    TYPE: ClassVar[str] = "tw.ltc.session.too_short.v1"

    case_id: CaseId
    engagement_id: EngagementId
    session_id: SessionId
    session_no: Number
    minutes: Count


class SessionSpacingViolated(Event):
    """prof-service: a session was attempted too soon after the last one, and refused.

    服務日期間隔不足。
    NT-04-19, AM-10
    """

    TYPE: ClassVar[str] = "tw.ltc.session.spacing_violated.v1"

    case_id: CaseId
    engagement_id: EngagementId
    attempted_on: date
    earliest_on: date


class ServicePlanSubmitted(Event):
    """prof-service: the unit has handed over the documents of the first session.

    交付說明書及服務計畫書。
    NT-05-08, NT-05-24
    """

    TYPE: ClassVar[str] = "tw.ltc.service_plan.submitted.v1"

    case_id: CaseId
    engagement_id: EngagementId
    unit_id: UnitId
    documents: tuple[DocumentKind, ...]
    submitted_on: date
    late: bool


class DocumentOverdue(Event):
    """prof-service: a document of the first session is not there by the due date.

    文件逾期未交付。
    NT-05-08, NT-05-24
    """

    TYPE: ClassVar[str] = "tw.ltc.document.overdue.v1"

    case_id: CaseId
    engagement_id: EngagementId
    unit_id: UnitId
    document: DocumentKind
    due_on: date


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


class SelfPracticeStarted(Event):
    """prof-service: the 90 days of practice run from the day after the (extended) period. `period_to` is the first day after them.

    自主練習開始。
    NT-04-28, NT-04-29, AM-12
    """

    TYPE: ClassVar[str] = "tw.ltc.self_practice.started.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    period_from: date
    period_to: date


class SelfPracticeCompleted(Event):
    """prof-service: the days of practice are over; the same code may start again.

    自主練習期滿。
    NT-04-28, NT-08-01
    """

    TYPE: ClassVar[str] = "tw.ltc.self_practice.completed.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    completed_on: date


class RestartRequested(Event):
    """prof-service: professional service is asked for again after an earlier goal.

    申請重啟專業服務。
    NT-08-02, NT-08-05, NT-08-06
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.requested.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    path: RestartPath
    requester: RestartRequester
    reason: RestartReason
    requested_on: date


class ReassessmentRequested(Event):
    """prof-service: a re-assessment by the care manager is asked for.

    申請複評。
    NT-05-28, NT-08-03, NT-08-06
    """

    TYPE: ClassVar[str] = "tw.ltc.reassessment.requested.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    requester: RestartRequester
    reason: RestartReason
    requested_on: date


class RestartScreened(Event):
    """prof-service: interval, re-assessment and need were looked at before the care manager decides.

    重啟初步審查。
    NT-08-03, NT-08-05
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.screened.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    reassessment_needed: bool
    need_confirmed: bool
    screened_on: date


class RestartApproved(Event):
    """prof-service: service may start again, the problems are ranked anew; the same code from its own day on.

    同意重啟專業服務。
    NT-08-04, NT-08-07, NT-08-08
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.approved.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    path: RestartPath
    problems: tuple[RankedProblem, ...]
    same_code_from: date
    approved_on: date


class RestartRefused(Event):
    """prof-service: a request to start again came to nothing; the engagement stays where the calendar has it.

    不同意重啟專業服務。
    NT-08-05, NT-08-07
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.refused.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    reason: RestartRefusal
    refused_on: date

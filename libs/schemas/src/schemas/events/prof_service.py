"""What does prof-service tell? Engagements, sessions, records, documents."""

from datetime import date
from typing import ClassVar

from chassis.messages import Code, Event

from schemas.codes import DocumentKind, ServiceCode
from schemas.events.parts import Count, Number
from schemas.ids import (
    CaseId,
    EngagementId,
    PlanId,
    PlanItemId,
    ReferralId,
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

"""What does intake tell? Application, visit, assessment, sign-off, closure."""

from datetime import date
from typing import ClassVar

from chassis.messages import Code, Event

from schemas.codes import (
    ApplicationChannel,
    CaseSource,
    ClosureType,
    CmsLevel,
    District,
    EligibleGroup,
    Reference,
    Residence,
    VisitMode,
    WelfareClass,
)
from schemas.events.parts import Percent, RankedProblem, Twd
from schemas.ids import AssessmentId, CaseId, UnitId, VisitId


class ApplicationReceived(Event):
    """intake: an application is taken in; it opens the case.

    受理申請，個案成立。
    NA-02-02, NA-05-01, TY-3309-02, AM-146
    """

    TYPE: ClassVar[str] = "tw.ltc.application.received.v1"

    case_id: CaseId
    reference: Reference
    channel: ApplicationChannel
    case_source: CaseSource
    district: District
    eligible_group: EligibleGroup | None = None
    referrer_unit_id: UnitId | None = None
    self_found_by_a_unit_id: UnitId | None = None
    applied_on: date


class CaseScreenedOut(Event):
    """intake: the care manager finds that the person is no LTC 2.0 target, and refers elsewhere.

    初篩不符收案條件，轉介其他資源。
    NA-02-03, NA-05-02
    """

    TYPE: ClassVar[str] = "tw.ltc.case.screened_out.v1"

    case_id: CaseId
    referral_target: Code
    screened_on: date


class HomeVisitScheduled(Event):
    """intake: the screening is positive and the home visit is booked.

    初篩符合，排定家庭訪視。
    NA-02-03, NA-02-04, NA-02-05, NA-05-12
    """

    TYPE: ClassVar[str] = "tw.ltc.home_visit.scheduled.v1"

    case_id: CaseId
    visit_id: VisitId
    mode: VisitMode
    scheduled_on: date
    a_unit_id: UnitId | None = None
    assessor: Code


class NeedsAssessed(Event):
    """intake: the visit is done and the needs are assessed with the CMS scale.

    完成訪視，以 CMS 量表評估需求。
    NA-02-06, NA-02-07, NT-05-01, AM-143
    """

    TYPE: ClassVar[str] = "tw.ltc.needs.assessed.v1"

    case_id: CaseId
    assessment_id: AssessmentId
    cms_level: CmsLevel
    welfare_class: WelfareClass
    foreign_care_worker: bool
    problems: tuple[RankedProblem, ...]
    visited_on: date
    assessor: Code
    mode: VisitMode


class AssessmentSubmitted(Event):
    """intake: the assessor sends the report to the supervisor for sign-off.

    評估結果上傳，送督導簽審。
    NA-02-12, TY-3104-03, AM-142
    """

    TYPE: ClassVar[str] = "tw.ltc.assessment.submitted.v1"

    case_id: CaseId
    assessment_id: AssessmentId
    submitted_on: date


class AssessmentReturned(Event):
    """intake: the supervisor returns the report with a reason.

    督導退回評估。
    NA-02-12
    """

    TYPE: ClassVar[str] = "tw.ltc.assessment.returned.v1"

    case_id: CaseId
    assessment_id: AssessmentId
    reason: Code
    returned_on: date


class CaseNotOpened(Event):
    """intake: the supervisor signs a level outside 2 to 8; the person is referred to other services.

    失能等級不符第 2 至 8 級，不開案並轉介。
    NA-02-09, NA-05-03, AM-139
    """

    TYPE: ClassVar[str] = "tw.ltc.case.not_opened.v1"

    case_id: CaseId
    assessment_id: AssessmentId
    cms_level: CmsLevel
    referral_target: Code
    decided_on: date


class QuotaApproved(Event):
    """intake: the supervisor signs; level, quota and problem list are approved.

    督導簽審，核定等級、額度與照顧問題清單。
    NA-02-12, NA-05-05, AM-123, AM-144
    """

    TYPE: ClassVar[str] = "tw.ltc.quota.approved.v1"

    case_id: CaseId
    assessment_id: AssessmentId
    cms_level: CmsLevel
    welfare_class: WelfareClass
    monthly_quota_twd: Twd
    quota_percent: Percent
    valid_from: date
    foreign_care_worker: bool
    problems: tuple[RankedProblem, ...]
    district: District
    residence: Residence
    approved_on: date


class CaseClosed(Event):
    """intake: the case is closed for a time or for good.

    暫時或永久結案。
    NA-05-10
    """

    TYPE: ClassVar[str] = "tw.ltc.case.closed.v1"

    case_id: CaseId
    closure_type: ClosureType
    reason: Code
    closed_on: date


class AssessmentReportOverdue(Event):
    """intake: the report of an assessment has not gone to the supervisor in time.

    評估報告逾期未送督導簽審。
    TY-3104-03, AM-142
    """

    TYPE: ClassVar[str] = "tw.ltc.assessment_report.overdue.v1"

    case_id: CaseId
    due_on: date

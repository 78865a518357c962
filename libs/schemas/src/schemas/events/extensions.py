"""What does prof-service tell of extensions? The request, its reviews, what came of it, and its end."""

from datetime import date
from typing import ClassVar

from chassis.messages import Event

from schemas.codes import ServiceCode
from schemas.events.parts import Count, Number
from schemas.ids import CaseId, EngagementId, ExtensionRequestId, UnitId
from schemas.professional_codes import (
    AfterRefusal,
    ExtensionCategory,
    ExtensionEnd,
    ExtensionReviewer,
    ExtensionReviewReason,
    ExtensionWithdrawal,
    ReviewResult,
)


class ExtensionRequested(Event):
    """prof-service: the unit asks for more groups; the platform has sent the request to every reviewer.

    提出延案申請，並於申請日分別送交審查。
    NT-06-07, NT-06-08, NT-06-09, TY-3310-05
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.requested.v1"

    case_id: CaseId
    engagement_id: EngagementId
    extension_request_id: ExtensionRequestId
    unit_id: UnitId
    service_code: ServiceCode
    groups: Number
    session_no: Count
    categories: tuple[ExtensionCategory, ...]
    reviewers: tuple[ExtensionReviewer, ...]
    after_window_day: bool
    applied_on: date


class ExtensionForfeited(Event):
    """prof-service: an application was not sent on its day to every reviewer; it lapses, the engagement does not.

    未於申請日分別送交審查，視同放棄延案申請。
    NT-06-13, AM-114
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.forfeited.v1"

    case_id: CaseId
    engagement_id: EngagementId
    extension_request_id: ExtensionRequestId
    unit_id: UnitId
    service_code: ServiceCode
    groups: Number
    session_no: Count
    not_sent_to: tuple[ExtensionReviewer, ...]
    applied_on: date


class ExtensionReviewed(Event):
    """prof-service: one reviewer has entered its own result, in time or late.

    延案審查結果已登錄。
    NT-06-10, NT-09-33, AM-116
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.reviewed.v1"

    case_id: CaseId
    engagement_id: EngagementId
    extension_request_id: ExtensionRequestId
    service_code: ServiceCode
    reviewer: ExtensionReviewer
    result: ReviewResult
    reason: ExtensionReviewReason | None = None
    groups: Number | None = None
    agreed_end_on: date | None = None
    reviewed_on: date
    late: bool


class ExtensionApproved(Event):
    """prof-service: every reviewer agrees; the training may go on. `period_to` is the first day after the extension.

    審查均同意延案。
    NT-06-11, NT-06-12, NT-09-33, AM-119
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.approved.v1"

    case_id: CaseId
    engagement_id: EngagementId
    extension_request_id: ExtensionRequestId
    service_code: ServiceCode
    groups: Number
    period_to: date
    approved_on: date


class ExtensionRefused(Event):
    """prof-service: a reviewer does not agree; the engagement finishes its original groups, or is closed at once.

    審查不同意延案。
    NT-06-11, AM-115
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.refused.v1"

    case_id: CaseId
    engagement_id: EngagementId
    extension_request_id: ExtensionRequestId
    service_code: ServiceCode
    groups: Number
    reviewer: ExtensionReviewer
    then: AfterRefusal
    refused_on: date


class ExtensionReviewOverdue(Event):
    """prof-service: a reviewer is silent past the due date; the supervisor is told, and nothing is decided by it.

    延案審查逾期未完成，通報督導；不視為同意。
    NT-06-10, AM-16, AM-116
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.review_overdue.v1"

    case_id: CaseId
    engagement_id: EngagementId
    extension_request_id: ExtensionRequestId
    service_code: ServiceCode
    reviewer: ExtensionReviewer
    escalated: bool
    due_on: date


class ExtensionWithdrawn(Event):
    """prof-service: an application that nobody has decided is taken back, or is over with its engagement.

    撤回延案申請。
    NT-06-14
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.withdrawn.v1"

    case_id: CaseId
    engagement_id: EngagementId
    extension_request_id: ExtensionRequestId
    service_code: ServiceCode
    groups: Number
    reason: ExtensionWithdrawal
    withdrawn_on: date


class ExtensionCompleted(Event):
    """prof-service: the extension groups are used up, or their period has passed; the goal is to be closed.

    延案服務組數完畢或期限屆至。
    NT-06-12, NT-06-16
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.completed.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    groups: Number
    session_no: Count
    end: ExtensionEnd
    completed_on: date


class ExtensionClosureOverdue(Event):
    """prof-service: after the extension the goal is not closed by the due date.

    延案完畢後逾期未結案。
    NT-06-16
    """

    TYPE: ClassVar[str] = "tw.ltc.extension.closure_overdue.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    due_on: date

"""How is each step of an extension told? Codes, numbers and dates only."""

from datetime import date

from schemas.events.extensions import (
    ExtensionApproved,
    ExtensionClosureOverdue,
    ExtensionCompleted,
    ExtensionForfeited,
    ExtensionRefused,
    ExtensionRequested,
    ExtensionReviewed,
    ExtensionReviewOverdue,
    ExtensionWithdrawn,
)
from schemas.ids import CaseId, EngagementId, ExtensionRequestId, UnitId
from schemas.professional_codes import AfterRefusal, ExtensionEnd, ExtensionReviewer, ExtensionWithdrawal

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import ExtensionRequest, Review


def extension_requested(request: ExtensionRequest) -> ExtensionRequested:
    """The fact that it is with its reviewers."""
    return ExtensionRequested(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        extension_request_id=ExtensionRequestId(request.id),
        unit_id=UnitId(request.unit_id),
        service_code=request.service_code,
        groups=request.groups,
        session_no=request.session_no,
        categories=request.categories,
        reviewers=tuple(review.reviewer for review in request.reviews),
        after_window_day=request.after_window_day,
        applied_on=request.applied_on,
    )


def extension_forfeited(request: ExtensionRequest, missed: tuple[ExtensionReviewer, ...]) -> ExtensionForfeited:
    """The fact that it lapsed."""
    return ExtensionForfeited(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        extension_request_id=ExtensionRequestId(request.id),
        unit_id=UnitId(request.unit_id),
        service_code=request.service_code,
        groups=request.groups,
        session_no=request.session_no,
        not_sent_to=missed,
        applied_on=request.applied_on,
    )


def extension_reviewed(request: ExtensionRequest, review: Review, on: date) -> ExtensionReviewed:
    """The fact that one reviewer has a result."""
    if review.result is None:
        raise ValueError("the review has no result")
    return ExtensionReviewed(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        extension_request_id=ExtensionRequestId(request.id),
        service_code=request.service_code,
        reviewer=review.reviewer,
        result=review.result,
        reason=review.reason,
        groups=review.groups,
        agreed_end_on=review.agreed_end,
        reviewed_on=on,
        late=review.late,
    )


def extension_approved(request: ExtensionRequest, engagement: Engagement, on: date) -> ExtensionApproved:
    """The fact that the training may go on."""
    if request.agreed_groups is None or engagement.extended_until is None:
        raise ValueError("the request is not approved")
    return ExtensionApproved(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        extension_request_id=ExtensionRequestId(request.id),
        service_code=request.service_code,
        groups=request.agreed_groups,
        period_to=engagement.extended_until,
        approved_on=on,
    )


def extension_refused(request: ExtensionRequest, review: Review, then: AfterRefusal, on: date) -> ExtensionRefused:
    """The fact that it may not."""
    return ExtensionRefused(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        extension_request_id=ExtensionRequestId(request.id),
        service_code=request.service_code,
        groups=request.groups,
        reviewer=review.reviewer,
        then=then,
        refused_on=on,
    )


def review_overdue(
    request: ExtensionRequest, review: Review, due_on: date, *, escalated: bool
) -> ExtensionReviewOverdue:
    """The fact that a reviewer is silent."""
    return ExtensionReviewOverdue(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        extension_request_id=ExtensionRequestId(request.id),
        service_code=request.service_code,
        reviewer=review.reviewer,
        escalated=escalated,
        due_on=due_on,
    )


def extension_withdrawn(request: ExtensionRequest, reason: ExtensionWithdrawal, on: date) -> ExtensionWithdrawn:
    """The fact that it is asked for no more."""
    return ExtensionWithdrawn(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        extension_request_id=ExtensionRequestId(request.id),
        service_code=request.service_code,
        groups=request.groups,
        reason=reason,
        withdrawn_on=on,
    )


def extension_completed(engagement: Engagement, end: ExtensionEnd, on: date) -> ExtensionCompleted:
    """The fact that nothing of the extension is left."""
    return ExtensionCompleted(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        service_code=engagement.service_code,
        groups=engagement.extended_groups,
        session_no=engagement.sessions_delivered,
        end=end,
        completed_on=on,
    )


def closure_overdue(engagement: Engagement, due_on: date) -> ExtensionClosureOverdue:
    """The fact that the goal is still open."""
    return ExtensionClosureOverdue(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        service_code=engagement.service_code,
        due_on=due_on,
    )

"""Which clocks has an extension? A review for each reviewer, the supervisor's after a silent one, the agreed end, the closure."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from chassis.deadlines import Owed
from chassis.policy import Version
from schemas.professional_codes import ExtensionReviewer

from prof_service.commands.a_side import owed_by_unit
from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import ExtensionRequest, Review
from prof_service.extension_policies import closure_clock, end_clock, review_clock
from prof_service.store.work import Work

REVIEW = "extension_review"
ESCALATION = "extension_escalation"
END = "extension_end"
CLOSURE = "extension_closure"
_ROLES = {ExtensionReviewer.CARE_MGMT_CENTER: "care_manager"}


def open_reviews(request: ExtensionRequest, engagement: Engagement, work: Work) -> ExtensionRequest:
    """Each reviewer's own, counted from the day of the application (NT-06-10); none where the county sets none."""
    rule = review_clock(work.pack, engagement, "due")
    if rule is None:
        return request
    return replace(request, reviews=tuple(_open_review(request, review, rule, work) for review in request.reviews))


def open_escalation(
    request: ExtensionRequest, review: Review, engagement: Engagement, work: Work, *, since: date
) -> date | None:
    """The supervisor sees to a silent reviewer (AM-16); it decides nothing."""
    rule = review_clock(work.pack, engagement, "supervisor_due")
    if rule is None:
        return None
    owed = _owed("care_supervisor", None, request)
    return work.deadlines.open(
        ESCALATION,
        subject_id=review.id,
        case_id=request.case_id,
        owed=owed,
        since=since,
        rule=rule,
        key="supervisor_due",
    )


def meet_review(review: Review, request: ExtensionRequest, work: Work) -> None:
    """A result is there: also what the supervisor was told of is settled."""
    for name in (REVIEW, ESCALATION):
        work.deadlines.meet(name, subject_id=review.id, case_id=request.case_id, on=work.today)


def cancel_reviews(request: ExtensionRequest, reason: str, work: Work) -> None:
    """Nobody owes a review of a request that is over."""
    for review in request.reviews:
        for name in (REVIEW, ESCALATION):
            ids = {"subject_id": review.id, "case_id": request.case_id}
            work.deadlines.cancel(name, **ids, reason=reason, on=work.today)


async def open_end(engagement: Engagement, work: Work) -> None:
    """The agreed last day (NT-06-12)."""
    if engagement.extended_until is None:
        return
    last = engagement.extended_until - timedelta(days=1)
    rule = end_clock(work.pack, engagement, since=work.today, last=last)
    if rule is not None:
        await _open(END, engagement, "closures", rule, work.today, work)


async def open_closure(engagement: Engagement, work: Work, *, since: date) -> None:
    """Notice to both and the goal closed, after the last session of the extension or its last day (NT-06-16)."""
    rule = closure_clock(work.pack, engagement)
    if rule is not None:
        await _open(CLOSURE, engagement, "closures", rule, since, work)


async def _open(name: str, engagement: Engagement, met_by: str, rule: Version, since: date, work: Work) -> None:
    owed = await owed_by_unit(engagement, met_by, work)
    work.deadlines.open(name, subject_id=engagement.id, case_id=engagement.case_id, owed=owed, since=since, rule=rule)


def _open_review(request: ExtensionRequest, review: Review, rule: Version, work: Work) -> Review:
    owed = _owed(_ROLES.get(review.reviewer, review.reviewer.value), review.unit_id, request)
    due = work.deadlines.open(
        REVIEW, subject_id=review.id, case_id=request.case_id, owed=owed, since=request.applied_on, rule=rule
    )
    return replace(review, due_on=due)


def _owed(role: str, unit: UUID | None, request: ExtensionRequest) -> Owed:
    return Owed(
        role=role,
        unit=unit,
        awaited_role="b_unit",
        awaited_unit=request.unit_id,
        met_by=f"/v1/extension-requests/{request.id}/reviews",
    )

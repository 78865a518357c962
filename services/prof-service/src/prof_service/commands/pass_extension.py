"""What happens when a day of an extension has passed? A silent reviewer is told to the supervisor; the agreed end closes the training."""

from dataclasses import replace
from uuid import UUID

from chassis.deadlines import Due
from schemas.professional_codes import ClosingCause

from prof_service.commands.begin_closing import closing_begun
from prof_service.commands.extension_clocks import open_escalation
from prof_service.commands.extension_facts import closure_overdue, review_overdue
from prof_service.domain.closing import begin_closing
from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import ExtensionRequest, Review, Status
from prof_service.store.work import Work


async def tell_review_overdue(due: Due, work: Work) -> None:
    """Marked and escalated, never decided: silence is no consent (AM-16). After a refusal nothing waits for it."""
    request, review = await _reviewed(due.subject_id, work)
    waits = request.status is Status.SUBMITTED
    if waits:
        engagement = await _engagement(request.case_id, request.engagement_id, work)
        open_escalation(request, review, engagement, work, since=work.today)
    work.emit(review_overdue(request, review, due.due_on, escalated=waits))
    marked = replace(review, overdue_on=work.today)
    reviews = tuple(marked if each.id == review.id else each for each in request.reviews)
    await work.extensions.save(replace(request, reviews=reviews))


async def tell_escalation_overdue(due: Due, work: Work) -> None:
    """Still silent: told again, and owed on."""
    request, review = await _reviewed(due.subject_id, work)
    work.emit(review_overdue(request, review, due.due_on, escalated=True))


async def pass_extension_end(due: Due, work: Work) -> None:
    """The agreed last day has passed (NT-06-12)."""
    before = await work.engagements.lock_known(due.subject_id)
    after = begin_closing(before, ClosingCause.EXTENSION_COMPLETED, on=due.due_on)
    await work.engagements.save(await closing_begun(after, work, begun_by="platform"))


async def tell_closure_overdue(due: Due, work: Work) -> None:
    """The goal is not closed after the extension."""
    engagement = await _engagement(due.case_id, due.subject_id, work)
    work.emit(closure_overdue(engagement, due.due_on))


async def _reviewed(review_id: UUID, work: Work) -> tuple[ExtensionRequest, Review]:
    request = await work.extensions.lock_reviewed(review_id)
    return request, next(each for each in request.reviews if each.id == review_id)


async def _engagement(case_id: UUID, engagement_id: UUID, work: Work) -> Engagement:
    """Read only: whoever changes an engagement locks it before its requests."""
    return next(each for each in await work.engagements.of_case(case_id) if each.id == engagement_id)

"""What is left of an extension when a training is closed? Its end is told and its closure owed; an open request is over."""

from schemas.professional_codes import ClosingCause, ExtensionEnd, ExtensionWithdrawal

from prof_service.commands.extension_clocks import END, cancel_reviews, open_closure
from prof_service.commands.extension_facts import extension_completed, extension_withdrawn
from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import DECIDED_AFTER
from prof_service.domain.extension_request import withdraw
from prof_service.store.work import Work


async def end_extension(closing: Engagement, work: Work) -> None:
    """Whatever began the closing. What was extended and not served lapses (NT-06-12)."""
    if closing.closing_cause not in DECIDED_AFTER:
        await end_request(closing, work)
    if closing.extended_groups < 1:
        return
    on = closing.closing_on or work.today
    work.deadlines.meet(END, subject_id=closing.id, case_id=closing.case_id, on=on)
    if closing.closing_cause is ClosingCause.EXTENSION_COMPLETED:
        end = ExtensionEnd.GROUPS_USED_UP if closing.sessions_left < 1 else ExtensionEnd.PERIOD_OVER
        await open_closure(closing, work, since=on)
        work.emit(extension_completed(closing, end, on))


async def end_request(closing: Engagement, work: Work) -> None:
    """A request that nobody has decided is over with the training."""
    request = await work.extensions.lock_open(closing)
    if request is None:
        return
    withdrawn, _ = withdraw(request, closing, on=work.today)
    cancel_reviews(withdrawn, "engagement_closing", work)
    work.emit(extension_withdrawn(withdrawn, ExtensionWithdrawal.ENGAGEMENT_CLOSING, work.today))
    await work.extensions.save(withdrawn)

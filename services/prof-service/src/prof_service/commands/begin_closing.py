"""What follows when a training begins to be closed? It is told, part 4 is owed, and self-practice has its day."""

from dataclasses import replace

from schemas.events.closures import EngagementClosing
from schemas.ids import CaseId, EngagementId
from schemas.professional_codes import ClosingCause, ClosureCriterion

from prof_service.commands.a_side import owed_by_a_side, owed_by_unit
from prof_service.commands.end_extension import end_extension
from prof_service.commands.period_clocks import PRACTICE_START, TRAINING, open_practice_start
from prof_service.domain.closing import late_documents_from
from prof_service.domain.closure import A_SIDE
from prof_service.domain.engagement import Engagement
from prof_service.store.work import Work

LAST_DOCUMENTS = "last_documents"
ITEM_REMOVAL = "item_removal"


async def closing_begun(
    after: Engagement, work: Work, *, begun_by: str, criterion: ClosureCriterion | None = None
) -> Engagement:
    """Clocks and fact of a closing that has just begun. EngagementClosing is what the quick change notice follows from."""
    ids = {"subject_id": after.id, "case_id": after.case_id}
    work.deadlines.meet(TRAINING, **ids, on=after.closing_on or work.today)
    owed_from = late_documents_from(after)
    rule = None if owed_from is None else work.pack.rule("c_last_documents", on=owed_from)
    if rule is not None and owed_from is not None:
        owed = await owed_by_unit(after, "document-handovers", work)
        due = work.deadlines.open(
            LAST_DOCUMENTS, subject_id=after.id, case_id=after.case_id, owed=owed, since=owed_from, rule=rule
        )
        after = replace(after, last_documents_due_on=due)
    if begun_by in A_SIDE:
        await open_item_removal(after, work)
    await open_practice_start(after, work)
    work.emit(engagement_closing(after, criterion))
    await end_extension(after, work)
    return after


async def open_item_removal(engagement: Engagement, work: Work) -> None:
    """A closure that the A side began: the combination is deleted from the plan (NT-05-16)."""
    rule = work.pack.rule("c_item_removal", on=work.today)
    if rule is None:
        return
    owed = await owed_by_a_side(engagement, "item-removals", work)
    work.deadlines.open(
        ITEM_REMOVAL, subject_id=engagement.id, case_id=engagement.case_id, owed=owed, since=work.today, rule=rule
    )


def closing_undone(engagement: Engagement, work: Work) -> None:
    """A training that goes on after all, by an extension that was agreed to while it was closed (AM-119)."""
    for name in (LAST_DOCUMENTS, PRACTICE_START):
        ids = {"subject_id": engagement.id, "case_id": engagement.case_id}
        work.deadlines.cancel(name, **ids, reason="extended", on=work.today)


def engagement_closing(engagement: Engagement, criterion: ClosureCriterion | None) -> EngagementClosing:
    """The fact that it is being closed."""
    return EngagementClosing(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        service_code=engagement.service_code,
        cause=engagement.closing_cause or ClosingCause.CRITERION,
        criterion=criterion,
        sessions_delivered=engagement.sessions_delivered,
        closing_on=engagement.closing_on or engagement.period.starts,
    )

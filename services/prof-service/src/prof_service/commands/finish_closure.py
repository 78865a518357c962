"""How does a closure end? Part 4 is filled in and handed to the A case manager; the combination is deleted (伍.三.(二).6, 伍.二.(三))."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.deadlines import Due
from schemas.codes import DocumentKind
from schemas.events.closures import EngagementClosed, ItemRemovalOverdue, ItemRemoved
from schemas.events.prof_service import ServicePlanSubmitted
from schemas.ids import CaseId, EngagementId, PlanItemId, UnitId
from schemas.professional_codes import ClosingCause

from prof_service.commands.a_side import as_a_side, as_unit
from prof_service.commands.begin_closing import ITEM_REMOVAL, LAST_DOCUMENTS
from prof_service.commands.extension_clocks import CLOSURE as EXTENSION_CLOSURE
from prof_service.commands.period_clocks import PRACTICE_START, open_practice_start
from prof_service.commands.upload_documents import LAST_UPLOAD, open_upload
from prof_service.domain.closure import (
    Closure,
    Evaluation,
    NoEnd,
    close,
    evaluate,
    handed_in,
    may_remove,
    removed_late,
)
from prof_service.domain.engagement import Engagement
from prof_service.domain.practice import anchored, caught_up, practice_of
from prof_service.policies import practice_rule, rating_rule
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateClosure:
    """Part 4 of the plan; `outcome` is free text, sealed."""

    engagement_id: UUID
    evaluation: Evaluation
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInClosure:
    """Part 4 goes to the A case manager."""

    engagement_id: UUID
    handed_over_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveItem:
    """The combination is deleted from the plan."""

    engagement_id: UUID


async def evaluate_closure(command: EvaluateClosure, work: Work) -> tuple[Engagement, Closure]:
    """By the unit that the training was with."""
    before = await work.engagements.lock(command.engagement_id)
    as_unit(before, work)
    known = await work.closures.of(before.id)
    scale = rating_rule(work.pack, command.evaluation.evaluated_on)
    closure = evaluate(known, command.evaluation, scale, today=work.today)
    await work.closures.evaluated(before, command.evaluation, command.outcome)
    return await work.engagements.save(before), closure


async def hand_in_closure(command: HandInClosure, work: Work) -> tuple[Engagement, Closure]:
    """With it the engagement is closed, and where the calendar has it: in self-practice, if the period is over."""
    before = await work.engagements.lock(command.engagement_id)
    as_unit(before, work)
    on = command.handed_over_on or work.today
    closure = handed_in(before, await work.closures.of(before.id), on=on, today=work.today)
    await work.closures.handed_over(before.id, on)
    work.deadlines.meet(LAST_DOCUMENTS, subject_id=before.id, case_id=before.case_id, on=on)
    await open_upload(before, LAST_UPLOAD, (DocumentKind.CLOSURE_EVALUATION,), on, work)
    work.emit(part_submitted(before, on))
    closed = await _anchored(close(before, on=work.today), work)
    work.deadlines.meet(EXTENSION_CLOSURE, subject_id=closed.id, case_id=closed.case_id, on=work.today)
    work.emit(engagement_closed(closed, closure))
    practice = practice_of(closed, practice_rule(work.pack, closed))
    return await work.engagements.save(caught_up(closed, practice, today=work.today)), closure


async def remove_item(command: RemoveItem, work: Work) -> tuple[Engagement, Closure]:
    """By the A case manager, after a closure that the A side began."""
    before = await work.engagements.lock(command.engagement_id)
    await as_a_side(before, work)
    closure = may_remove(before, await work.closures.of(before.id))
    await work.closures.item_removed(before.id, work.today)
    work.deadlines.meet(ITEM_REMOVAL, subject_id=before.id, case_id=before.case_id, on=work.today)
    rule = work.pack.rule("c_item_removal", on=before.closing_on or work.today)
    due = None if rule is None else work.deadlines.calendar.due(before.closing_on or work.today, rule.days("due"))
    work.emit(item_removed(before, work.today, late=removed_late(due, work.today)))
    return await work.engagements.save(before), closure


async def tell_item_removal_overdue(due: Due, work: Work) -> None:
    """The combination is still in the plan."""
    engagement = await work.engagements.lock_known(due.subject_id)
    work.emit(
        ItemRemovalOverdue(
            case_id=CaseId(due.case_id),
            engagement_id=EngagementId(due.subject_id),
            plan_item_id=PlanItemId(engagement.plan_item_id),
            due_on=due.due_on,
        )
    )


async def _anchored(closed: Engagement, work: Work) -> Engagement:
    """Where practice counts from the closure, its clock starts anew (AM-12)."""
    after = anchored(closed, practice_rule(work.pack, closed))
    if after.practice_from is not None:
        ids = {"subject_id": after.id, "case_id": after.case_id}
        work.deadlines.cancel(PRACTICE_START, **ids, reason="anchored", on=work.today)
        await open_practice_start(after, work)
    return after


def part_submitted(engagement: Engagement, on: date) -> ServicePlanSubmitted:
    """The fact that part 4 was handed over."""
    due = engagement.last_documents_due_on
    if engagement.unit_id is None:
        raise ValueError("part 4 is handed over by a unit")
    return ServicePlanSubmitted(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        unit_id=UnitId(engagement.unit_id),
        documents=(DocumentKind.CLOSURE_EVALUATION,),
        submitted_on=on,
        late=due is not None and on > due,
    )


def engagement_closed(engagement: Engagement, closure: Closure) -> EngagementClosed:
    """The fact that it is closed."""
    if closure.evaluation is None or engagement.closed_on is None or engagement.ends is None:
        raise NoEnd(engagement.id)
    return EngagementClosed(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        service_code=engagement.service_code,
        cause=engagement.closing_cause or ClosingCause.CRITERION,
        criterion=closure.criterion,
        reason=closure.reason,
        self_rating_before=closure.evaluation.before,
        self_rating_after=closure.evaluation.after,
        sessions_delivered=engagement.sessions_delivered,
        period_to=engagement.ends,
        closed_on=engagement.closed_on,
    )


def item_removed(engagement: Engagement, on: date, *, late: bool) -> ItemRemoved:
    """The fact that the combination is gone."""
    return ItemRemoved(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        plan_item_id=PlanItemId(engagement.plan_item_id),
        service_code=engagement.service_code,
        removed_on=on,
        late=late,
    )

"""What happens when a goal record is doubted or corrected? Both for a time only; then it is frozen (肆.五.(四), 伍.二.(二))."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.deadlines import Due
from chassis.kernel.ids import uuid7
from chassis.kernel.periods import Period
from schemas.events.goals import GoalCorrected, GoalFrozen, GoalOverdue, GoalQueried
from schemas.ids import CaseId, EngagementId, GoalId, UnitId
from schemas.professional_codes import GoalItem

from prof_service.commands.a_side import as_manager, as_unit
from prof_service.commands.period_clocks import move_training
from prof_service.domain.engagement import Engagement
from prof_service.domain.goals import GoalRecord, Plan, may_correct, may_query, narrow
from prof_service.policies import goal_query_before
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryGoal:
    """Which items the unit doubts, and why (free text, sealed)."""

    engagement_id: UUID
    items: tuple[GoalItem, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectGoal:
    """The items with their new contents, and why (free text, sealed)."""

    engagement_id: UUID
    reason: str
    texts: Mapping[GoalItem, str]
    guidance_targets: tuple[str, ...] | None = None
    period: Period | None = None
    groups: int | None = None

    @property
    def items(self) -> tuple[GoalItem, ...]:
        """What is corrected."""
        others = {
            GoalItem.GUIDANCE_TARGETS: self.guidance_targets,
            GoalItem.PERIOD: self.period,
            GoalItem.GROUPS: self.groups,
        }
        return (*self.texts, *(item for item, value in others.items() if value is not None))


async def query_goal(command: QueryGoal, work: Work) -> tuple[Engagement, GoalRecord]:
    """By the unit, to the A unit and the care manager; before session 2, else no objection is deemed."""
    before = await work.engagements.lock(command.engagement_id)
    as_unit(before, work)
    first = goal_query_before(work.pack, before)
    goal = may_query(before, await work.goals.last(before.id), before_session=first)
    unit_id = UnitId(before.referral.unit_id) if before.referral else UnitId(UUID(int=0))
    await work.goals.add_query(goal, unit_id, command.items, command.text)
    work.emit(goal_queried(goal, unit_id, command.items, work))
    return await work.engagements.save(before), goal


async def correct_goal(command: CorrectGoal, work: Work) -> tuple[Engagement, GoalRecord]:
    """A new record beside the old one, which stays (NT-05-18); the days of correction go on from the first."""
    before = await work.engagements.lock(command.engagement_id)
    await as_manager(before, work)
    last = may_correct(before, await work.goals.last(before.id), on=work.today)
    plan = Plan(
        period=command.period or last.plan.period,
        groups=command.groups or last.plan.groups,
        guidance_targets=command.guidance_targets or last.plan.guidance_targets,
    )
    after = before if plan == last.plan else narrow(before, plan)
    goal = replace(
        last, id=uuid7(), no=last.no + 1, predecessor_id=last.id, plan=plan, items=command.items, switch=None
    )
    texts = {item.value: text for item, text in command.texts.items()}
    await work.goals.add(goal, {**texts, "reason": command.reason})
    await move_training(before, after, work)
    work.emit(goal_corrected(goal, last, command.items, work))
    return await work.engagements.save(after), goal


async def freeze_goal(due: Due, work: Work) -> None:
    """The days of correction have passed."""
    goal = await work.goals.last_known(due.subject_id)
    if goal is None:
        raise LookupError(f"no goal record of {due.subject_id}")
    ids = {"case_id": CaseId(goal.case_id), "engagement_id": EngagementId(goal.engagement_id)}
    work.emit(GoalFrozen(**ids, goal_id=GoalId(goal.id), frozen_on=work.today))


async def tell_goal_overdue(due: Due, work: Work) -> None:
    """The goal record is not set."""
    ids = {"case_id": CaseId(due.case_id), "engagement_id": EngagementId(due.subject_id)}
    work.emit(GoalOverdue(**ids, due_on=due.due_on))


def goal_queried(goal: GoalRecord, unit_id: UnitId, items: tuple[GoalItem, ...], work: Work) -> GoalQueried:
    """The fact that the unit doubts it."""
    return GoalQueried(
        case_id=CaseId(goal.case_id),
        engagement_id=EngagementId(goal.engagement_id),
        goal_id=GoalId(goal.id),
        unit_id=unit_id,
        items=items,
        queried_on=work.today,
    )


def goal_corrected(goal: GoalRecord, last: GoalRecord, items: tuple[GoalItem, ...], work: Work) -> GoalCorrected:
    """The fact that it was corrected."""
    return GoalCorrected(
        case_id=CaseId(goal.case_id),
        engagement_id=EngagementId(goal.engagement_id),
        goal_id=GoalId(goal.id),
        predecessor_id=GoalId(last.id),
        items=items,
        corrected_on=work.today,
    )

"""What happens when the goal record of an item is set, or set again after a switch? It is in force, and may be corrected for some days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.kernel.ids import uuid7
from chassis.kernel.periods import Period
from schemas.codes import DocumentKind
from schemas.events.goals import GoalActivated, ProviderSwitched
from schemas.ids import CaseId, EngagementId, GoalId, UnitId
from schemas.professional_codes import GoalItem, SwitchKind

from prof_service.commands.a_side import as_a_side, by_calendar, owed_by_a_side
from prof_service.commands.period_clocks import move_training
from prof_service.domain.engagement import Engagement
from prof_service.domain.goals import ELEMENTS, GoalRecord, Plan, Switch, activate, complete, continued, may_set
from prof_service.store.work import Work

GOAL_SETUP = "goal_setup"
GOAL_CORRECTION = "goal_correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGoal:
    """The five elements (free text, sealed), whom it guides; period and groups as approved, unless told."""

    engagement_id: UUID
    texts: Mapping[GoalItem, str]
    guidance_targets: tuple[str, ...]
    period: Period | None = None
    groups: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchProvider:
    """The same goal at another unit or person (NT-05-19); `surplus`: what must not be told again."""

    engagement_id: UUID
    switch: Switch
    surplus: tuple[GoalItem, ...] = ()


async def open_goal_setup(engagement: Engagement, arrived_on: date, work: Work) -> None:
    """The service plan has arrived: from the next day on the goal record is owed (NT-05-10)."""
    rule = work.pack.rule("c_goal_setup", on=arrived_on)
    if rule is None or engagement.goal_active_on is not None:
        return
    owed = await owed_by_a_side(engagement, "goal-records", work)
    ids = (engagement.id, engagement.case_id)
    work.deadlines.open(GOAL_SETUP, subject_id=ids[0], case_id=ids[1], owed=owed, since=arrived_on, rule=rule)


async def set_goal(command: SetGoal, work: Work) -> tuple[Engagement, GoalRecord]:
    """By the A case manager, or the care manager of a case without an A unit."""
    before = await work.engagements.lock(command.engagement_id)
    await as_a_side(before, work)
    arrived_on = (await work.documents.of(before.id)).handed.get(DocumentKind.SERVICE_PLAN)
    may_set(before, await work.goals.last(before.id), plan_arrived=arrived_on is not None)
    complete(command.texts)
    plan = Plan(
        period=command.period or before.period,
        groups=command.groups or before.groups,
        guidance_targets=command.guidance_targets,
    )
    after = activate(before, plan, on=work.today)
    goal = await _created(after, plan, ELEMENTS, work)
    await work.goals.add(goal, {item.value: text for item, text in command.texts.items()})
    work.deadlines.meet(GOAL_SETUP, subject_id=after.id, case_id=after.case_id, on=work.today)
    await move_training(before, after, work)
    work.emit(goal_activated(after, goal, late=_late(arrived_on, work)))
    return await work.engagements.save(after), goal


async def switch_provider(command: SwitchProvider, work: Work) -> tuple[Engagement, GoalRecord]:
    """A new record of the chain: same goal, same end, and the sessions so far (NT-05-20)."""
    before = await work.engagements.lock(command.engagement_id)
    await as_a_side(before, work)
    last = continued(before, await work.goals.last(before.id), command.switch, command.surplus)
    dates = await work.goals.session_dates(before.id)
    goal = await _created(before, last.plan, (), work, last=last, switch=command.switch, dates=dates)
    await work.goals.add(goal, {})
    work.emit(provider_switched(before, goal, last, command.switch.kind))
    work.emit(goal_activated(before, goal, late=False))
    return await work.engagements.save(before), goal


async def _created(
    engagement: Engagement,
    plan: Plan,
    items: tuple[GoalItem, ...],
    work: Work,
    *,
    last: GoalRecord | None = None,
    switch: Switch | None = None,
    dates: tuple[date, ...] = (),
) -> GoalRecord:
    return GoalRecord(
        id=uuid7(),
        engagement_id=engagement.id,
        case_id=engagement.case_id,
        county=engagement.county,
        no=1 if last is None else last.no + 1,
        plan=plan,
        items=items,
        created_on=work.today,
        correct_until=await _correction_window(engagement, work),
        predecessor_id=last.id if last else None,
        referral_id=engagement.referral.id if engagement.referral else None,
        unit_id=engagement.unit_id,
        switch=switch,
        session_dates=dates,
    )


async def _correction_window(engagement: Engagement, work: Work) -> date | None:
    """A window that an earlier record has open gives way to the new record's."""
    rule = work.pack.rule("c_goal_correction", on=work.today)
    if rule is None:
        return None
    ids = (engagement.id, engagement.case_id)
    work.deadlines.cancel(GOAL_CORRECTION, subject_id=ids[0], case_id=ids[1], reason="replaced", on=work.today)
    owed = await by_calendar(engagement, "goal-corrections", work)
    return work.deadlines.open(
        GOAL_CORRECTION, subject_id=ids[0], case_id=ids[1], owed=owed, since=work.today, rule=rule
    )


def _late(arrived_on: date | None, work: Work) -> bool:
    rule = None if arrived_on is None else work.pack.rule("c_goal_setup", on=arrived_on)
    if rule is None or arrived_on is None:
        return False
    return work.today > work.deadlines.calendar.due(arrived_on, rule.days("due"))


def goal_activated(engagement: Engagement, goal: GoalRecord, *, late: bool) -> GoalActivated:
    """The fact that the goal is in force."""
    if goal.plan.period.ends is None:
        raise ValueError("the goal of an item has an end")
    return GoalActivated(
        case_id=CaseId(goal.case_id),
        engagement_id=EngagementId(goal.engagement_id),
        goal_id=GoalId(goal.id),
        goal_no=goal.no,
        predecessor_id=GoalId(goal.predecessor_id) if goal.predecessor_id else None,
        service_code=engagement.service_code,
        groups=goal.plan.groups,
        period_from=goal.plan.period.starts,
        period_to=goal.plan.period.ends,
        activated_on=goal.created_on,
        late=late,
    )


def provider_switched(engagement: Engagement, goal: GoalRecord, last: GoalRecord, kind: SwitchKind) -> ProviderSwitched:
    """The fact that another one goes on with it."""
    if engagement.unit_id is None:
        raise ValueError("a switch is to a unit")
    return ProviderSwitched(
        case_id=CaseId(goal.case_id),
        engagement_id=EngagementId(goal.engagement_id),
        goal_id=GoalId(goal.id),
        predecessor_id=GoalId(last.id),
        kind=kind,
        unit_id=UnitId(engagement.unit_id),
        sessions_done=engagement.sessions_delivered,
        switched_on=goal.created_on,
    )

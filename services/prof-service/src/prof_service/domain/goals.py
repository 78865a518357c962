"""What is the goal record of an item, and may it be set, doubted, corrected? Append-only, one chain per item (伍.一.(三).3, 伍.二)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.kernel.periods import Period
from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.professional_codes import GoalItem, SwitchKind

from prof_service.domain.engagement import IN_SERVICE, NEXT, Engagement, Status

ELEMENTS = (
    GoalItem.ACTIVITY,
    GoalItem.METHOD_ENVIRONMENT,
    GoalItem.ASSISTANCE_LEVEL,
    GoalItem.TIME_LIMIT,
    GoalItem.MEASURABLE,
)
"""五大要素 (NT-09-13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the platform's goal management asks for beside the goal itself."""

    period: Period
    groups: int
    guidance_targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Why the record is set again: another unit or another person (NT-05-19, NT-05-20)."""

    kind: SwitchKind
    discipline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRecord:
    """One record of the chain. `items`: whose text this record brings; the others hold on from before."""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    county: str
    no: int
    plan: Plan
    items: tuple[GoalItem, ...]
    created_on: date
    correct_until: date | None
    predecessor_id: UUID | None = None
    referral_id: UUID | None = None
    unit_id: UUID | None = None
    switch: Switch | None = None
    session_dates: tuple[date, ...] = ()
    """The sessions before a switch: 已服務次數及日期 (NT-05-20)."""


GOAL_EXISTS = No(
    "goal_exists",
    rule="NT-05-09",
    zh="此項目已有專業服務目標（第 {no} 筆）；修正請提修正，更換單位或人員請填更換欄位。",
    en="This item has goal record {no}: correct it, or say which unit or person was switched.",
)
NO_SERVICE_PLAN = No(
    "no_service_plan",
    rule="NT-05-10",
    zh="單位尚未交付服務計畫書，目標管理依其內容設定。",
    en="The unit has not handed over its service plan; the goal record is set from it.",
)
ELEMENT_MISSING = No(
    "goal_element_missing",
    rule="NT-09-13",
    zh="訓練目標須含五大要素，缺少：{missing}。",
    en="A training goal states five elements; missing: {missing}.",
    kind="invalid",
)
BEYOND_PERIOD = No(
    "goal_beyond_period",
    rule="NT-04-18",
    zh="目標期程 {starts} 至 {ends}（次日）須在核定期程 {from_} 至 {to}（次日）內，並含最近一次服務。",
    en="The goal's period {starts} to {ends} must lie in the approved one, {from_} to {to}, and reach the last session.",
    kind="invalid",
)
BEYOND_GROUPS = No(
    "goal_beyond_groups",
    rule="NT-04-18",
    zh="目標組數 {groups} 須為 {least} 至核定之 {most} 組。",
    en="{groups} groups: there may be {least} to {most}, which were approved.",
    kind="invalid",
)
NOT_SERVED = No(
    "goal_before_service",
    rule="NT-05-10",
    zh="目前狀態為「{status}」，不能設定目標。",
    en="The status is {status}: no goal record can be set.",
)
NO_GOAL = No(
    "no_goal",
    rule="NT-05-09",
    zh="尚未設定專業服務目標。",
    en="No goal record has been set.",
)
NO_SWITCH = No(
    "no_switch",
    rule="NT-05-19",
    zh="服務單位並未更換，現行目標即由該單位執行。",
    en="The unit has not been switched: the present goal record is with it.",
)
OTHER_GOAL = No(
    "switch_keeps_goal",
    rule="NT-05-19",
    zh="更換單位或人員時，目標、期程迄日與組數須與原目標相同，不得另填：{items}。",
    en="After a switch the goal, its end and its groups stay the same; leave out: {items}.",
    kind="invalid",
)
TOO_LATE_TO_QUERY = No(
    "too_late_to_query",
    rule="NT-04-14",
    zh="須於第 {before} 次服務前提出，已服務 {served} 次，視同無疑義。",
    en="A doubt is raised before session {before}; {served} have been served: no objection is deemed.",
)
FROZEN = No(
    "goal_frozen",
    rule="NT-05-14",
    zh="得修正期限為 {until}，未於期限內提出，視同無疑義。",
    en="A correction could be asked for until {until}; after that no objection is deemed.",
)


def may_set(before: Engagement, last: GoalRecord | None, *, plan_arrived: bool) -> None:
    """The first record of an item. Raises NOT_SERVED, GOAL_EXISTS, NO_SERVICE_PLAN."""
    if before.status not in {*IN_SERVICE, Status.CLOSING}:
        raise NOT_SERVED(status=before.status)
    if last is not None:
        raise GOAL_EXISTS(no=last.no)
    if not plan_arrived:
        raise NO_SERVICE_PLAN(status=before.status)


def complete(items: Iterable[GoalItem]) -> None:
    """All five elements. Raises ELEMENT_MISSING."""
    missing = [element for element in ELEMENTS if element not in set(items)]
    if missing:
        raise ELEMENT_MISSING(missing=", ".join(missing))


def activate(before: Engagement, plan: Plan, *, on: date) -> Engagement:
    """Set and in force: its period and groups are those of the training (NT-04-18). Later than session 2 is no step back.

    Raises BEYOND_PERIOD, BEYOND_GROUPS.
    """
    narrowed = narrow(before, plan)
    to = Status.GOAL_ACTIVE
    status = follow(before.status, to, NEXT, rule="NT-05-10") if before.status is Status.FIRST_SERVED else before.status
    return replace(narrowed, status=status, goal_active_on=on)


def narrow(before: Engagement, plan: Plan) -> Engagement:
    """The engagement within the goal's period and groups. Raises BEYOND_PERIOD, BEYOND_GROUPS."""
    _within(before, plan)
    return replace(
        before, period=plan.period, groups=plan.groups, sessions_approved=plan.groups * before.visits_per_group
    )


def continued(before: Engagement, last: GoalRecord | None, switch: Switch, items: Iterable[GoalItem]) -> GoalRecord:
    """The record that the next one follows. Raises NOT_SERVED, NO_GOAL, OTHER_GOAL, NO_SWITCH."""
    if before.status not in IN_SERVICE:
        raise NOT_SERVED(status=before.status)
    if last is None:
        raise NO_GOAL(status=before.status)
    surplus = sorted(set(items))
    if surplus:
        raise OTHER_GOAL(items=", ".join(surplus))
    same_referral = before.referral is None or before.referral.id == last.referral_id
    if switch.kind is SwitchKind.UNIT and same_referral:
        raise NO_SWITCH(unit_id=last.unit_id)
    return last


def may_query(before: Engagement, last: GoalRecord | None, *, before_session: int | None) -> GoalRecord:
    """Doubts are raised before the second session. Raises NO_GOAL, TOO_LATE_TO_QUERY."""
    if last is None:
        raise NO_GOAL(status=before.status)
    if before_session is not None and before.sessions_delivered >= before_session:
        raise TOO_LATE_TO_QUERY(before=before_session, served=before.sessions_delivered)
    return last


def may_correct(before: Engagement, last: GoalRecord | None, *, on: date) -> GoalRecord:
    """Within the days after it was created, then it is fixed. Raises NO_GOAL, FROZEN."""
    if last is None:
        raise NO_GOAL(status=before.status)
    if last.correct_until is not None and on > last.correct_until:
        raise FROZEN(until=last.correct_until)
    return last


def _within(before: Engagement, plan: Plan) -> None:
    period, whole = plan.period, before.period
    ends, limit = period.ends or date.max, whole.ends or date.max
    reached = before.last_served_on is None or before.last_served_on < ends
    if period.starts < whole.starts or ends > limit or not reached:
        raise BEYOND_PERIOD(starts=period.starts, ends=ends, from_=whole.starts, to=limit)
    least = max(1, -(-before.sessions_delivered // before.visits_per_group))
    if not least <= plan.groups <= before.groups:
        raise BEYOND_GROUPS(groups=plan.groups, least=least, most=before.groups)

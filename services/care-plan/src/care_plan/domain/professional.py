"""May these C items be planned? Each improves a ranked problem and states its goal, within the groups and the period (附件三)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chassis.kernel.durations import months_from
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No

from care_plan.domain.goals import GoalRule, state_goal
from care_plan.domain.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRule:
    """Problems are ranked before a C item is planned."""

    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so many: groups of a code, months of the period."""

    rule: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalRules:
    """What the county asks of C items; None where its documents say nothing."""

    ranked: RankedRule | None = None
    goal: GoalRule | None = None
    groups: Limit | None = None
    months: Limit | None = None


PROBLEM_NOT_RANKED = No(
    "problem_not_ranked",
    rule="NT-05-01",
    zh="{service_code} 必須對應已排序的優先改善照顧問題；已排序：{ranked}。",
    en="{service_code} must improve one of the ranked problems. Ranked: {ranked}.",
)
TOO_MANY_GROUPS = No(
    "too_many_groups",
    rule="NT-09-10",
    zh="{service_code} 共 {groups} 組，總組數至多 {most} 組。",
    en="{service_code} has {groups} groups; there may be {most} at most.",
)
PERIOD_TOO_LONG = No(
    "period_too_long",
    rule="NT-09-09",
    zh="專業服務須於 {months} 個月內完成；計畫到 {last}，最遲 {latest}。",
    en="Professional service must be over in {months} months, on {latest} at the latest; the plan runs to {last}.",
)


def plan_professional(
    items: Sequence[Item], period: Period, rules: ProfessionalRules, *, ranked_problems: Sequence[int]
) -> None:
    """Raises PROBLEM_NOT_RANKED, what `state_goal` raises, TOO_MANY_GROUPS or PERIOD_TOO_LONG."""
    c_items = [item for item in items if item.is_professional]
    for item in c_items:
        _improves_ranked(item, rules.ranked, ranked_problems)
        _states_goal(item, rules.goal)
    _within_groups(c_items, rules.groups)
    if c_items:
        _within_months(period, rules.months)


def _improves_ranked(item: Item, rule: RankedRule | None, ranked: Sequence[int]) -> None:
    if rule is not None and item.problem not in ranked:
        shown = "、".join(str(no) for no in ranked) or "—"
        raise PROBLEM_NOT_RANKED(rule=rule.rule, service_code=item.service_code, ranked=shown)


def _states_goal(item: Item, rule: GoalRule | None) -> None:
    if rule is not None:
        state_goal(
            item.goal, rule, service_code=item.service_code, problem_no=item.problem_no, unit_id=item.offer.chosen
        )


def _within_groups(items: Sequence[Item], rule: Limit | None) -> None:
    """AM-125: per code and plan."""
    groups: Counter[str] = Counter()
    for item in items:
        groups[item.service_code] += item.groups or 0
    for code, sum_ in groups.items():
        if rule is not None and sum_ > rule.most:
            raise TOO_MANY_GROUPS(rule=rule.rule, service_code=code, groups=sum_, most=rule.most)


def _within_months(period: Period, rule: Limit | None) -> None:
    if rule is None or period.ends is None:
        return
    latest = months_from(period.starts, rule.most)  # AM-113
    last = period.ends - timedelta(days=1)
    if last > latest:
        raise PERIOD_TOO_LONG(rule=rule.rule, months=rule.most, last=last, latest=latest)

"""Does a C item state its goal? The fields that the county asks for: problem, combination, persons guided, unit (NT-05-07)."""

from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.codes import GuidanceTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStatement:
    """目標敘述 of one C item."""

    problem_no: int | None
    service_code: str | None
    guidance_targets: tuple[GuidanceTarget, ...] = ()
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRule:
    """The fields that a goal statement must have."""

    rule: str
    fields: tuple[str, ...]


GOAL_MISSING = No(
    "goal_statement_missing",
    rule="NT-05-07",
    zh="{service_code} 沒有目標敘述；必填：{fields}。",
    en="{service_code} has no goal statement. It needs: {fields}.",
)
GOAL_INCOMPLETE = No(
    "goal_statement_incomplete",
    rule="NT-05-07",
    zh="{service_code} 的目標敘述缺少：{missing}。",
    en="The goal statement of {service_code} lacks: {missing}.",
)
GOAL_CONTRADICTS = No(
    "goal_statement_contradicts",
    rule="NT-05-07",
    zh="{service_code} 的目標敘述與該項目不符：{fields}。",
    en="The goal statement of {service_code} is not that of its item: {fields}.",
)


def state_goal(
    goal: GoalStatement | None, rule: GoalRule, *, service_code: str, problem_no: int | None, unit_id: UUID | None
) -> None:
    """Raises GOAL_MISSING, GOAL_INCOMPLETE or GOAL_CONTRADICTS. `unit_id`: the unit that the client chose for the item."""
    if goal is None:
        raise GOAL_MISSING(rule=rule.rule, service_code=service_code, fields=", ".join(rule.fields))
    stated: dict[str, tuple[object, object]] = {
        "problem": (goal.problem_no, problem_no),
        "combination": (goal.service_code, service_code),
        "guidance_target": (goal.guidance_targets, None),
        "unit": (goal.unit_id or unit_id, unit_id),
    }
    missing = [name for name in rule.fields if not stated[name][0]]
    if missing:
        raise GOAL_INCOMPLETE(rule=rule.rule, service_code=service_code, missing=", ".join(missing))
    wrong = [name for name, (said, of_item) in stated.items() if said and of_item is not None and said != of_item]
    if wrong:
        raise GOAL_CONTRADICTS(rule=rule.rule, service_code=service_code, fields=", ".join(wrong))

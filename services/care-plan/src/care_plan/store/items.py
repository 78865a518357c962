"""How does an item stand in the row of its version, and come back?"""

from typing import Any
from uuid import UUID

from chassis.kernel.money import Money
from schemas.codes import GuidanceTarget

from care_plan.domain.goals import GoalStatement
from care_plan.domain.items import Item
from care_plan.domain.providers import Offer

Json = dict[str, Any]


def to_json(item: Item) -> Json:
    """As JSON: ids as text, money in whole TWD."""
    return {
        "id": str(item.id),
        "service_code": item.service_code,
        "pool": item.pool,
        "price_twd": item.price.twd,
        "quantity": item.quantity,
        "groups": item.groups,
        "problem_no": item.problem_no,
        "goal": item.goal and _goal_to_json(item.goal),
        "offered": [str(unit) for unit in item.offer.units],
        "only_provider": item.offer.only_provider,
        "chosen": _text(item.offer.chosen),
    }


def from_json(kept: Json) -> Item:
    """The item as it was kept."""
    offered = tuple(UUID(unit) for unit in kept["offered"])
    return Item(
        id=UUID(kept["id"]),
        service_code=kept["service_code"],
        pool=kept["pool"],
        price=Money(kept["price_twd"]),
        quantity=kept["quantity"],
        groups=kept["groups"],
        problem_no=kept["problem_no"],
        goal=_goal_from_json(kept["goal"]),
        offer=Offer(units=offered, only_provider=kept["only_provider"], chosen=_id(kept["chosen"])),
    )


def _goal_to_json(goal: GoalStatement) -> Json:
    return {
        "problem_no": goal.problem_no,
        "service_code": goal.service_code,
        "guidance_targets": [target.value for target in goal.guidance_targets],
        "unit_id": _text(goal.unit_id),
    }


def _goal_from_json(kept: Json | None) -> GoalStatement | None:
    if kept is None:
        return None
    return GoalStatement(
        problem_no=kept["problem_no"],
        service_code=kept["service_code"],
        guidance_targets=tuple(GuidanceTarget(target) for target in kept["guidance_targets"]),
        unit_id=_id(kept["unit_id"]),
    )


def _text(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)


def _id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)

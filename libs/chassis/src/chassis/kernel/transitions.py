"""Which status may follow which? One table per lifecycle, one function that enforces it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from chassis.kernel.refusal import No

S = TypeVar("S", bound=StrEnum)

WRONG_ORDER = No(
    "wrong_order",
    rule="NA-02-01",
    zh="目前狀態為「{status}」，不能進入「{to}」；可進入：{allowed}。",
    en="The status is {status}; it cannot become {to}. Allowed now: {allowed}.",
)


def follow(status: S, to: S, next_: Mapping[S, frozenset[S]], *, rule: str | None = None) -> S:
    """`to`, if the table lets it follow `status`; else a Refusal."""
    if to not in next_[status]:
        allowed = "、".join(sorted(next_[status])) or "—"
        raise WRONG_ORDER(rule=rule, status=str(status), to=str(to), allowed=allowed)
    return to


def diagram(next_: Mapping[S, frozenset[S]]) -> str:
    """A mermaid state diagram of the table, for the generated documents."""
    arrows = [f"    {a} --> {b}" for a in next_ for b in sorted(next_[a])]
    return "\n".join(["stateDiagram-v2", *arrows])

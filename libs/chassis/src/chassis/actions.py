"""Which commands does a resource offer now, and why not the others? Asked of the same guards that the commands call."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from pydantic import BaseModel

from chassis.documents import document
from chassis.kernel.refusal import Refusal
from chassis.problems import from_refusal


class Action(BaseModel):
    """One command of a resource: open, or closed with the refusal that would come."""

    name: str
    method: str = "POST"
    href: str
    open: bool
    refusal: dict[str, Any] | None = None


def action(request: Request, name: str, href: str, guard: Callable[[], object]) -> Action:
    """Try the guard: what it refuses, the command would refuse."""
    try:
        guard()
    except Refusal as no:
        return Action(name=name, href=href, open=False, refusal=document(request, from_refusal(request, no)))
    return Action(name=name, href=href, open=True)

"""How does a case end before or after its services?"""

from dataclasses import replace

from chassis.kernel.transitions import follow

from intake.domain.case import NEXT, Case, Status, moved

TEMPORARY = "temporary"


def _closed(closure_type: str) -> Status:
    return Status.TEMPORARILY_CLOSED if closure_type == TEMPORARY else Status.PERMANENTLY_CLOSED


def may_close(before: Case, closure_type: str) -> None:
    """For good from every open status, for a time from the approval on (NA-05-10)."""
    follow(before.status, _closed(closure_type), NEXT, rule="NA-05-10")


def close(before: Case, *, closure_type: str, reason: str) -> Case:
    """The case is closed. `reason` is a code: the seeds name no list (AM-03)."""
    may_close(before, closure_type)
    return replace(moved(before, _closed(closure_type)), closure_reason=reason)

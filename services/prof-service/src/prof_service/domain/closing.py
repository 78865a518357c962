"""How does a training come to be closed? Groups done, period over, a criterion, a medical condition (肆.五.(七), (十二), (十四))."""

from dataclasses import replace
from datetime import date

from chassis.kernel.transitions import follow
from schemas.professional_codes import ClosingCause

from prof_service.domain.engagement import IN_SERVICE, NEXT, Engagement, Status

_RULES = {
    ClosingCause.GROUPS_DONE: "NT-04-18",
    ClosingCause.EXTENSION_COMPLETED: "NT-06-16",
    ClosingCause.EXTENSION_REFUSED: "NT-06-11",
    ClosingCause.PERIOD_OVER: "NT-04-18",
    ClosingCause.CRITERION: "NT-04-27",
    ClosingCause.MEDICAL: "NT-04-31",
}


def begin_closing(before: Engagement, cause: ClosingCause, *, on: date) -> Engagement:
    """The training is over. Raises WRONG_ORDER with the rule of its cause, before the first session and after the last."""
    status = follow(before.status, Status.CLOSING, NEXT, rule=_RULES[cause])
    return replace(before, status=status, closing_on=on, closing_cause=cause, extension_pending=False)


def after_last_group(before: Engagement, *, on: date) -> Engagement:
    """Into closing when nothing is left to serve, unless a request for extension is open (AM-16)."""
    if before.sessions_left > 0 or before.extension_pending or before.status not in IN_SERVICE:
        return before
    extended = before.extended_groups > 0
    cause = ClosingCause.EXTENSION_COMPLETED if extended else ClosingCause.GROUPS_DONE
    return begin_closing(before, cause, on=on)


def late_documents_from(before: Engagement) -> date | None:
    """From which day part 4 is counted: the last session; where it was not known to be the last, the day that made it so."""
    if before.last_served_on is None:
        return None
    known = {ClosingCause.GROUPS_DONE, ClosingCause.EXTENSION_COMPLETED}
    if before.closing_cause in known or before.closing_on is None:
        return before.last_served_on
    return max(before.last_served_on, before.closing_on)

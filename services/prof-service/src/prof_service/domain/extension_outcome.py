"""What follows from the reviews? All agree: it goes on. One does not: the original groups, then the end (AM-115, AM-119)."""

from dataclasses import replace
from datetime import date, timedelta

from chassis.kernel.transitions import follow
from schemas.professional_codes import AfterRefusal, ClosingCause

from prof_service.domain.closing import after_last_group, begin_closing
from prof_service.domain.engagement import NEXT as TRAINING_NEXT
from prof_service.domain.engagement import Engagement
from prof_service.domain.engagement import Status as Training
from prof_service.domain.extension import DECIDED_AFTER, NEXT, ExtensionRequest, Status, goes_on
from prof_service.domain.extension_rules import ExtensionRules
from prof_service.domain.extension_terms import END_MISSING, check_last_day, limit_of


def refuse(
    request: ExtensionRequest, engagement: Engagement, rules: ExtensionRules, on: date
) -> tuple[ExtensionRequest, Engagement]:
    """No extension: what was approved is finished, or the training is closed at once by the county's rule."""
    status = follow(request.status, Status.REFUSED, NEXT, rule="NT-06-11")
    free = replace(engagement, extension_pending=False)
    if rules.after_refusal is AfterRefusal.CLOSE_AT_ONCE and free.status is Training.IN_TRAINING:
        closing = begin_closing(free, ClosingCause.EXTENSION_REFUSED, on=on)
    else:
        closing = after_last_group(free, on=on)
    return replace(request, status=status, decided_on=on), closing


def approve(
    request: ExtensionRequest, engagement: Engagement, rules: ExtensionRules, on: date
) -> tuple[ExtensionRequest, Engagement]:
    """The smaller number of groups and the earlier day that were stated. Raises what is wrong with the day by now."""
    goes_on(engagement, DECIDED_AFTER)
    stated = [r.agreed_end for r in request.reviews if r.agreed_end]
    last = min(stated) if stated else limit_of(engagement, rules.completion)
    check_last_day(last, engagement, rules.completion, on)
    if last is None:
        raise END_MISSING()
    groups = min(r.groups or request.groups for r in request.reviews)
    status = follow(request.status, Status.APPROVED, NEXT, rule="NT-06-11")
    after = replace(request, status=status, agreed_groups=groups, agreed_end=last, decided_on=on)
    return after, extended(engagement, groups, last)


def extended(engagement: Engagement, groups: int, last: date) -> Engagement:
    """With its extension groups, until that day; a training that was done goes on (AM-119)."""
    return replace(
        engagement,
        status=follow(engagement.status, Training.EXTENDED, TRAINING_NEXT, rule="NT-06-11"),
        extended_groups=groups,
        extended_until=last + timedelta(days=1),
        extension_pending=False,
        closing_on=None,
        closing_cause=None,
    )

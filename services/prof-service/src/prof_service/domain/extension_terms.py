"""What may one reviewer state, and how long may an extension last? 附件七 審查結果, AM-119."""

from dataclasses import dataclass
from datetime import date, timedelta

from chassis.kernel.durations import add_months
from chassis.kernel.refusal import No
from schemas.professional_codes import ExtensionReviewReason, ReviewResult

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import ExtensionRequest
from prof_service.domain.extension_rules import Completion, ExtensionRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One reviewer's result: groups and last day only where it agrees."""

    result: ReviewResult
    reason: ExtensionReviewReason | None = None
    groups: int | None = None
    agreed_end: date | None = None


REASON_MISSING = No(
    "review_reason_missing",
    rule="NT-09-33",
    zh="不同意延案須勾選原因。",
    en="Who disagrees says why.",
    kind="invalid",
)
AGREED_ONLY = No(
    "terms_without_agreement",
    rule="NT-09-33",
    zh="僅同意延案時填寫組數與期程。",
    en="Groups and a last day are stated with an agreement only.",
    kind="invalid",
)
MORE_THAN_ASKED = No(
    "more_than_asked",
    rule="NT-06-15",
    zh="同意 {groups} 組，申請為 {asked} 組。",
    en="{groups} groups are granted; {asked} were asked for.",
    kind="invalid",
)
END_TOO_LATE = No(
    "agreed_end_too_late",
    rule="NT-06-12",
    zh="延案迄日 {agreed_end} 超過期限，最遲 {limit}。",
    en="The extension would end on {agreed_end}; {limit} is the last day.",
    kind="invalid",
)
END_TOO_EARLY = No(
    "agreed_end_too_early",
    rule="AM-119",
    zh="延案迄日 {agreed_end} 須在 {earliest} 以後。",
    en="The extension would end on {agreed_end}; {earliest} is the earliest day.",
    kind="invalid",
)
END_MISSING = No(
    "agreed_end_missing",
    rule="AM-119",
    zh="本縣市未規定延案期限，同意時須填寫延案迄日。",
    en="This county sets no limit: who agrees states the last day.",
    kind="invalid",
)


def limit_of(engagement: Engagement, completion: Completion | None) -> date | None:
    """The last possible day: so many months from the day after the original end (AM-113). None where nothing says so."""
    ends = engagement.period.ends
    if completion is None or ends is None:
        return None
    return add_months(ends - timedelta(days=1), completion.months)


def state(
    request: ExtensionRequest, engagement: Engagement, rules: ExtensionRules, decision: Decision, on: date
) -> None:
    """Raises REASON_MISSING, AGREED_ONLY, MORE_THAN_ASKED, END_TOO_LATE, END_TOO_EARLY, END_MISSING."""
    if decision.result is ReviewResult.DISAGREE:
        if decision.reason is None:
            raise REASON_MISSING()
        if decision.groups is not None or decision.agreed_end is not None:
            raise AGREED_ONLY()
        return
    if decision.groups is not None and decision.groups > request.groups:
        raise MORE_THAN_ASKED(groups=decision.groups, asked=request.groups)
    check_last_day(decision.agreed_end, engagement, rules.completion, on)


def check_last_day(agreed_end: date | None, engagement: Engagement, rule: Completion | None, on: date) -> None:
    """Of an agreement; the limit, where none is stated. Raises END_TOO_LATE, END_TOO_EARLY, END_MISSING."""
    limit = limit_of(engagement, rule)
    last = agreed_end or limit
    if last is None:
        raise END_MISSING()
    if rule is not None and limit is not None and last > limit:
        raise END_TOO_LATE(rule=rule.rule, agreed_end=last, limit=limit)
    ends = engagement.period.ends
    earliest = max(on, ends - timedelta(days=1)) if ends else on
    if last < earliest:
        raise END_TOO_EARLY(agreed_end=last, earliest=earliest)

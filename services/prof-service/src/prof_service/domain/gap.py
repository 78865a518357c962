"""May a C item start so soon after an earlier goal? Any code within the days only by re-assessment, the same code never (捌)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from chassis.kernel.refusal import No

from prof_service.domain.engagement import OVER, Engagement
from prof_service.domain.practice import Practice


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRule:
    """The interval of the same code; `families`: codes that count as one, such as a code and its successor (AM-118)."""

    rule: str
    days: int
    waived_after_medical_closure: bool
    families: tuple[frozenset[str], ...] = ()

    def same_code(self, one: str, other: str) -> bool:
        """Whether both are the same code."""
        return one == other or any({one, other} <= family for family in self.families)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier engagement of the case: the interval `gap` after it, and the rule that asks for it."""

    service_code: str
    gap: Practice
    over: bool
    medical: bool
    reassessed: bool
    rule: GapRule


SAME_CODE_TOO_SOON = No(
    "same_code_too_soon",
    rule="NT-08-08",
    zh="同代碼（{code}）須間隔 {days} 日，最早可於 {earliest} 開始；此次自 {starts} 起。",
    en="The same code ({code}) needs an interval of {days} days: {earliest} is the first day; this starts on {starts}.",
)
REASSESSMENT_FIRST = No(
    "reassessment_first",
    rule="NT-08-06",
    zh="前次 {code} 之自主練習至 {earliest} 前未滿，須經複評始得開始其他 C 碼服務；此次自 {starts} 起。",
    en="The practice after {code} is not over before {earliest}; until then another code needs a re-assessment. Start: {starts}.",
)


def earlier_of(engagement: Engagement, rule: GapRule | None) -> list[Earlier]:
    """What counts of an earlier engagement: nothing, where it was never served or the county has no interval."""
    starts = engagement.practice_from or engagement.ends
    if rule is None or starts is None or engagement.sessions_delivered == 0:
        return []
    gap = Practice(starts=starts, ends=starts + timedelta(days=rule.days))
    return [
        Earlier(
            service_code=engagement.service_code,
            gap=gap,
            over=engagement.status in OVER,
            medical=engagement.is_medical,
            reassessed=engagement.reassessed_on is not None,
            rule=rule,
        )
    ]


def after_the_gap(service_code: str, starts: date, earlier: Iterable[Earlier]) -> None:
    """Against every earlier engagement. Raises SAME_CODE_TOO_SOON, REASSESSMENT_FIRST with the first allowed day."""
    for each in earlier:
        waived = each.medical and each.reassessed and each.rule.waived_after_medical_closure
        if starts >= each.gap.ends or waived:
            continue
        if each.rule.same_code(service_code, each.service_code):
            facts = {"code": service_code, "days": each.rule.days, "earliest": each.gap.ends, "starts": starts}
            raise SAME_CODE_TOO_SOON(rule=each.rule.rule, **facts)
        if each.over and not each.reassessed:
            raise REASSESSMENT_FIRST(code=each.service_code, earliest=each.gap.ends, starts=starts)

"""Whom must a quick change notice reach, and does it come in time? (肆.五.(五)(六), 伍.二.(三))."""

from dataclasses import dataclass
from datetime import date

from chassis.kernel.refusal import No
from schemas.professional_codes import NoticeKind, NoticeRecipient


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRules:
    """What the county asks for of a notice of this kind; each part is None where it says nothing."""

    rule: str = "NT-04-15"
    required: tuple[NoticeRecipient, ...] = ()
    last_day: date | None = None
    """Of the notice of a closing unit (NT-04-17)."""
    closing_rule: str | None = None
    able_until: date | None = None
    """Who serves by this day is not unable to serve (NT-04-15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to tell, and to whom."""

    kind: NoticeKind | None
    recipients: tuple[NoticeRecipient, ...]
    fact_on: date | None = None


NO_KIND = No(
    "notice_without_kind",
    rule="NT-04-15",
    zh="異動通報未填類別；可用：{allowed}。",
    en="The notice has no kind; there are: {allowed}.",
    kind="invalid",
)
NO_RECIPIENTS = No(
    "notice_without_recipients",
    rule="NT-04-15",
    zh="異動通報未填受通報者；此類別須通報：{required}。",
    en="The notice has no recipients; this kind has to reach: {required}.",
    kind="invalid",
)
RECIPIENT_MISSING = No(
    "notice_recipient_missing",
    rule="NT-04-15",
    zh="類別「{kind}」的通報還須通知：{missing}。",
    en="A notice of {kind} also has to reach: {missing}.",
    kind="invalid",
)
NO_SUCH_RECIPIENT = No(
    "notice_recipient_unknown",
    rule="NT-04-15",
    zh="此個案目前沒有這些受通報者：{unknown}。",
    en="The case has no such recipients now: {unknown}.",
)
NO_FACT_DAY = No(
    "closing_without_day",
    rule="NT-04-17",
    zh="歇業或預期不續約之通報須填事實發生日（fact_on）。",
    en="A notice of a closing unit states the day of the fact (fact_on).",
    kind="invalid",
)
CAN_SERVE = No(
    "can_serve_in_time",
    rule="NT-04-15",
    zh="單位可於 {fact_on} 提供服務，仍在期限 {able_until} 內，無須通報無法服務。",
    en="The unit can serve on {fact_on}, by {able_until}: it is not unable to serve.",
)


def check_notice(draft: Draft, rules: NoticeRules, known: frozenset[NoticeRecipient]) -> NoticeKind:
    """Its kind. A required recipient that the case does not have cannot be reached, and is not asked for.

    Raises NO_KIND, NO_RECIPIENTS, NO_SUCH_RECIPIENT, RECIPIENT_MISSING, NO_FACT_DAY, CAN_SERVE.
    """
    if draft.kind is None:
        raise NO_KIND(allowed=", ".join(NoticeKind))
    _reaches(draft, rules, known)
    if draft.kind is NoticeKind.UNIT_CLOSING and draft.fact_on is None:
        raise NO_FACT_DAY(rule=rules.closing_rule)
    if draft.kind is NoticeKind.CANNOT_SERVE:
        _unable(draft, rules)
    return draft.kind


def is_late(draft: Draft, rules: NoticeRules, *, posted_on: date) -> bool:
    """A closing unit that tells of it after the last day is taken at its word, and marked (NT-04-17)."""
    return draft.kind is NoticeKind.UNIT_CLOSING and rules.last_day is not None and posted_on > rules.last_day


def _reaches(draft: Draft, rules: NoticeRules, known: frozenset[NoticeRecipient]) -> None:
    if not draft.recipients:
        raise NO_RECIPIENTS(rule=rules.rule, required=", ".join(rules.required) or "—")
    unknown = [role for role in draft.recipients if role not in known]
    if unknown:
        raise NO_SUCH_RECIPIENT(rule=rules.rule, unknown=", ".join(unknown))
    missing = [role for role in rules.required if role in known and role not in draft.recipients]
    if missing:
        raise RECIPIENT_MISSING(rule=rules.rule, kind=draft.kind, missing=", ".join(missing))


def _unable(draft: Draft, rules: NoticeRules) -> None:
    if draft.fact_on is not None and rules.able_until is not None and draft.fact_on <= rules.able_until:
        raise CAN_SERVE(fact_on=draft.fact_on, able_until=rules.able_until)

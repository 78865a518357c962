"""Which documents does the unit owe after the first session, and are they all there? (伍.三.(一).1.(4))."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chassis.kernel.refusal import No
from schemas.codes import DocumentKind

from prof_service.domain.engagement import Engagement

WANTED = (DocumentKind.EXPLANATION_FORM, DocumentKind.SERVICE_PLAN)
"""Explanation form and service plan (NT-05-24)."""


@dataclass(frozen=True, slots=True)
class Documents:
    """What has been handed over, and when."""

    handed: Mapping[DocumentKind, date] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[DocumentKind, ...]:
        """What is still owed."""
        return tuple(kind for kind in WANTED if kind not in self.handed)

    @property
    def complete_on(self) -> date | None:
        """The day of the last one; None while one is missing."""
        return None if self.missing else max(self.handed[kind] for kind in WANTED)


NO_FIRST_SESSION = No(
    "no_first_session",
    rule="NT-05-24",
    zh="尚未提供第 1 次服務，說明書與服務計畫書於第 1 次服務後交付。",
    en="No session has been served: the documents are handed over after the first one.",
)
ALL_HANDED_OVER = No(
    "all_handed_over",
    rule="NT-05-24",
    zh="說明書與服務計畫書均已交付。",
    en="Both documents have been handed over.",
)
HANDED_OVER_BEFORE = No(
    "handed_over_before",
    rule="NT-05-24",
    zh="已交付過：{documents}。",
    en="Handed over before: {documents}.",
)
HANDED_OVER_WHEN = No(
    "handed_over_when",
    rule="NT-05-24",
    zh="交付日期 {on} 須在第 1 次服務（{first_on}）至今日（{today}）之間。",
    en="{on} must lie between the first session, {first_on}, and today, {today}.",
    kind="invalid",
)


def may_hand_over(engagement: Engagement, before: Documents) -> None:
    """Raises NO_FIRST_SESSION, ALL_HANDED_OVER."""
    if engagement.first_served_on is None:
        raise NO_FIRST_SESSION(status=engagement.status)
    if not before.missing:
        raise ALL_HANDED_OVER(complete_on=before.complete_on)


def hand_over(
    engagement: Engagement, before: Documents, kinds: tuple[DocumentKind, ...], *, on: date, today: date
) -> Documents:
    """With these documents. Raises what `may_hand_over` raises, HANDED_OVER_BEFORE, HANDED_OVER_WHEN."""
    may_hand_over(engagement, before)
    twice = [kind for kind in kinds if kind in before.handed]
    if twice:
        raise HANDED_OVER_BEFORE(documents=", ".join(twice))
    first_on = engagement.first_served_on
    if first_on is None or not first_on <= on <= today:
        raise HANDED_OVER_WHEN(on=on, first_on=first_on, today=today)
    return Documents({**before.handed, **dict.fromkeys(kinds, on)})


def is_late(engagement: Engagement, *, on: date) -> bool:
    """Whether a handover on this day is past the due date, where the county has one."""
    return engagement.documents_due_on is not None and on > engagement.documents_due_on

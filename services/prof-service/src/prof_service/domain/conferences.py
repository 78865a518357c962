"""When does a case need a conference of several professions, who reviews it, and when is it decided? (柒)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.professional_codes import ConferenceCategory, ConferenceDecision, ConferenceReviewer, ConferenceTrigger


class Window(StrEnum):
    """How a year is counted (AM-20)."""

    ROLLING = "rolling"
    CALENDAR_YEAR = "calendar_year"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceRules:
    """So many sessions of all C codes of the person in so many years; who reviews; whether the sessions wait."""

    rule: str
    sessions: int
    years: int
    window: Window
    min_level: int
    categories: tuple[ConferenceCategory, ...]
    reviewers: tuple[ConferenceReviewer, ...]
    pause_until_decided: bool

    def starts(self, last: date) -> date:
        """The first day of the window that ends with `last`."""
        if self.window is Window.CALENDAR_YEAR:
            return date(last.year - self.years + 1, 1, 1)
        year = last.year - self.years
        if (last.month, last.day) == (2, 29):
            return date(year, 3, 1)  # the day after 28 February
        return date.fromordinal(last.replace(year=year).toordinal() + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """A written review of one case."""

    id: UUID
    case_id: UUID
    county: str
    trigger: ConferenceTrigger
    required_on: date
    category: ConferenceCategory | None = None
    sessions: int | None = None
    window_from: date | None = None
    reviewed: frozenset[ConferenceReviewer] = frozenset()
    decision: ConferenceDecision | None = None
    decided_on: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Reached:
    """The first window in which the number was reached."""

    starts: date
    on: date
    sessions: int


def reached(days: Sequence[date], rules: ConferenceRules, *, since: date) -> Reached | None:
    """The first day from `since` on with that many sessions in its window; sessions may be entered out of order."""
    for last in sorted({day for day in days if day >= since}):
        starts = rules.starts(last)
        count = sum(starts <= day <= last for day in days)
        if count >= rules.sessions:
            return Reached(starts, last, count)
    return None


def is_new(window: Reached, known: Sequence[Conference]) -> bool:
    """Once per window: none was raised for the number within it."""
    return not any(c.trigger is ConferenceTrigger.SESSIONS_REACHED and c.required_on >= window.starts for c in known)


NO_CONFERENCE = No(
    "no_conference_here",
    rule="NT-07-01",
    zh="本縣市沒有跨專業個案研討會之規定。",
    en="This county has no rule of case conferences.",
)
TOO_FEW_SESSIONS = No(
    "too_few_sessions",
    rule="NT-07-01",
    zh="自 {starts} 起共 {count} 次，未達 {wanted} 次。",
    en="{count} sessions since {starts}; a conference is required from {wanted} on.",
)
CATEGORY_NEEDED = No(
    "category_needed",
    rule="NT-07-02",
    zh="困難個案須填類別：{allowed}。",
    en="A difficult case states its category: {allowed}.",
    kind="invalid",
)
ALREADY_OPEN = No(
    "conference_already_open",
    rule="NT-07-01",
    zh="此個案已有未決定的研討會（{conference_id}）。",
    en="Conference {conference_id} of this case is not decided yet.",
)
ALREADY_REQUIRED = No(
    "conference_already_required",
    rule="NT-07-01",
    zh="此期間內已因服務次數召開過研討會。",
    en="A conference for the number of sessions was required in this window already.",
)
LEVEL_TOO_LOW = No(
    "level_without_conference",
    rule="NT-07-01",
    zh="服務次數之研討會適用第 {min_level} 級以上，本案為第 {level} 級。",
    en="The number of sessions counts from level {min_level} on; this case has level {level}.",
)
ALREADY_REVIEWED = No(
    "conference_reviewed_before",
    rule="NT-07-04",
    zh="「{reviewer}」已完成書面審查。",
    en="{reviewer} has reviewed already.",
)
NO_REVIEWER = No(
    "no_reviewer_of_this_kind",
    rule="NT-07-04",
    zh="「{reviewer}」不是審查人員；須審查：{wanted}。",
    en="{reviewer} does not review; there are: {wanted}.",
)
NOT_BY_THIS_ROLE = No(
    "review_by_another_role",
    rule="NT-07-04",
    zh="「{reviewer}」之審查須由下列角色登錄：{roles}。",
    en="The review of {reviewer} is entered by: {roles}.",
    kind="forbidden",
)
ALREADY_DECIDED = No(
    "conference_decided",
    rule="NT-07-03",
    zh="研討會已於 {decided_on} 決定。",
    en="The conference was decided on {decided_on}.",
)
REVIEWS_MISSING = No(
    "reviews_missing",
    rule="NT-07-04",
    zh="尚缺書面審查：{missing}。",
    en="These reviews are missing: {missing}.",
)
PAUSED = No(
    "paused_until_decided",
    rule="NT-07-01",
    zh="跨專業個案研討會（{conference_id}）決定前，暫停服務。",
    en="The sessions wait until conference {conference_id} is decided.",
)
STOPPED = No(
    "stopped_by_conference",
    rule="NT-07-03",
    zh="跨專業個案研討會於 {decided_on} 決定停止服務，{served_on} 不能再服務。",
    en="The conference decided on {decided_on} to stop; no session on {served_on}.",
)
ENTERED_BY = {
    ConferenceReviewer.EXTERNAL_EXPERT: ("care_manager",),
    ConferenceReviewer.LTC_CENTER: ("care_supervisor", "health_bureau"),
    ConferenceReviewer.A_CASE_MANAGER: ("a_case_manager",),
}
"""Who enters a review: an outside expert has no account here (NT-07-04)."""


def may_request(
    trigger: ConferenceTrigger, category: ConferenceCategory | None, rules: ConferenceRules, known: Sequence[Conference]
) -> None:
    """Raises CATEGORY_NEEDED for a difficult case without a category of the rule, ALREADY_OPEN."""
    if trigger is ConferenceTrigger.DIFFICULT_CASE and category not in rules.categories:
        raise CATEGORY_NEEDED(allowed=", ".join(rules.categories))
    still = [c for c in known if c.decision is None and c.trigger is trigger]
    if still:
        raise ALREADY_OPEN(rule=rules.rule, conference_id=still[0].id)


def review(
    before: Conference, reviewer: ConferenceReviewer, wanted: Sequence[ConferenceReviewer], roles: frozenset[str]
) -> Conference:
    """With this review. Raises ALREADY_DECIDED, NO_REVIEWER, NOT_BY_THIS_ROLE, ALREADY_REVIEWED."""
    if before.decision is not None:
        raise ALREADY_DECIDED(decided_on=before.decided_on)
    if reviewer not in wanted:
        raise NO_REVIEWER(reviewer=reviewer, wanted=", ".join(wanted))
    if roles.isdisjoint(ENTERED_BY[reviewer]):
        raise NOT_BY_THIS_ROLE(reviewer=reviewer, roles=", ".join(ENTERED_BY[reviewer]))
    if reviewer in before.reviewed:
        raise ALREADY_REVIEWED(reviewer=reviewer)
    return replace(before, reviewed=before.reviewed | {reviewer})


def decide(
    before: Conference, decision: ConferenceDecision, wanted: Sequence[ConferenceReviewer], *, on: date
) -> Conference:
    """Only when all kinds of reviewers have reviewed. Raises ALREADY_DECIDED, REVIEWS_MISSING."""
    if before.decision is not None:
        raise ALREADY_DECIDED(decided_on=before.decided_on)
    missing = [kind for kind in wanted if kind not in before.reviewed]
    if missing:
        raise REVIEWS_MISSING(missing=", ".join(missing))
    return replace(before, decision=decision, decided_on=on)


def may_go_on(
    known: Sequence[Conference], rules: ConferenceRules, *, referred_on: date | None, served_on: date
) -> None:
    """Approved sessions go on unless the county lets them wait (AM-121), or it was decided to stop what ran then."""
    for conference in known:
        if conference.decision is None and rules.pause_until_decided:
            raise PAUSED(rule=rules.rule, conference_id=conference.id)
        ended = conference.decided_on if conference.decision is ConferenceDecision.STOP else None
        if ended is not None and referred_on is not None and referred_on <= ended < served_on:
            raise STOPPED(decided_on=ended, served_on=served_on)

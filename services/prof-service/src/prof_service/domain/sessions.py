"""May this session be served, and what becomes of the engagement? Counted over all units and staff (肆.五)."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow

from prof_service.domain.closing import after_last_group
from prof_service.domain.engagement import IN_SERVICE, NEXT, Engagement, Referral, Status
from prof_service.domain.length import LengthRule, is_too_short, minutes_between
from prof_service.domain.spacing import SpacingRule, far_enough


class Flag(StrEnum):
    """What is odd about a session that was served all the same."""

    TOO_SHORT = "too_short"
    """Shorter than the principle (NT-04-20)."""
    SPACING_AT_LIMIT = "spacing_at_limit"
    """Just far enough apart by the reading that is used, and too near by the other one (AM-10)."""
    GOAL_NOT_ACTIVE = "goal_not_active"
    """Served before the goal was active; not claimable before it is (AM-122)."""
    RECORD_LATE = "record_late"
    """Its record was entered after the due date (NT-04-11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRules:
    """The rules of the sessions, by the day of the first referral; None where the county says nothing."""

    spacing: SpacingRule | None = None
    length: LengthRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the provider tells of a session."""

    session_id: UUID
    served_on: date
    started_at: time
    ended_at: time
    staff: str
    guidance_targets: tuple[str, ...]
    caregiver_present: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that was served. `no` counts over all units and staff of the engagement."""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    county: str
    no: int
    unit_id: UUID
    referral_id: UUID
    staff: str
    served_on: date
    started_at: time
    ended_at: time
    minutes: int
    guidance_targets: tuple[str, ...]
    caregiver_present: bool | None
    flags: frozenset[Flag]
    record_due_on: date | None = None
    recorded_on: date | None = None
    version: int = 1


NOT_REFERRED = No(
    "not_referred",
    rule="NT-04-06",
    zh="此項目尚未照會任何單位。",
    en="This item has been referred to no unit.",
)
NOT_REPLIED = No(
    "not_replied",
    rule="NT-04-08",
    zh="單位尚未回覆照會，請先於照管平臺回覆處理情形。",
    en="The unit has not answered the referral; answer it first.",
)
TRAINING_OVER = No(
    "training_over",
    rule="NT-04-18",
    zh="目前狀態為「{status}」，訓練已結束，不能再登錄服務。",
    en="The status is {status}: the training is over, no session can be added.",
)
ALL_SERVED = No(
    "all_sessions_served",
    rule="NT-04-18",
    zh="核定 {approved} 次已全部完成，不能再增加。",
    en="All {approved} approved sessions have been served.",
)
BEFORE_REFERRAL = No(
    "before_referral",
    rule="NT-04-09",
    zh="服務日期 {served_on} 早於照會日 {referred_on}。",
    en="{served_on} lies before the referral on {referred_on}.",
)
OUTSIDE_PERIOD = No(
    "outside_period",
    rule="NT-04-10",
    zh="服務日期 {served_on} 不在計畫有效期間 {starts} 至 {last} 內。",
    en="{served_on} lies outside the plan's period from {starts} to {last}.",
)
IN_FUTURE = No(
    "served_in_future",
    rule="NT-04-11",
    zh="服務日期 {served_on} 在今日（{today}）之後；服務完成後才能登錄。",
    en="{served_on} lies after today, {today}: a session is entered once it has been served.",
    kind="invalid",
)

_AFTER_SESSION = {
    Status.REPLIED: Status.FIRST_SERVED,
    Status.FIRST_SERVED: Status.IN_TRAINING,
    Status.GOAL_ACTIVE: Status.IN_TRAINING,
}


def may_deliver(before: Engagement, rules: TrainingRules, *, served_on: date) -> Referral:
    """The check before every session (NT-04-10): the referral to serve under, or the refusal."""
    referral = _answered(before)
    if before.sessions_left < 1:
        raise ALL_SERVED(approved=before.sessions_allowed)
    if served_on < referral.referred_on:
        raise BEFORE_REFERRAL(served_on=served_on, referred_on=referral.referred_on)
    if not before.whole_period.has(served_on):
        last = before.ends and before.ends - timedelta(days=1)
        raise OUTSIDE_PERIOD(served_on=served_on, starts=before.period.starts, last=last or "—")
    far_enough(rules.spacing, before.last_served_on, served_on)
    return referral


def deliver(before: Engagement, rules: TrainingRules, served: Served, *, today: date) -> tuple[Engagement, Session]:
    """The engagement after the session, and the session. Raises what `may_deliver` raises, IN_FUTURE,
    length.NO_DURATION and length.TOO_SHORT."""
    referral = may_deliver(before, rules, served_on=served.served_on)
    if served.served_on > today:
        raise IN_FUTURE(served_on=served.served_on, today=today)
    minutes = minutes_between(served.started_at, served.ended_at)
    flags = _flags(before, rules, served.served_on, minutes)
    session = _session(before, referral, served, minutes, flags)
    to = _AFTER_SESSION.get(before.status, before.status)
    status = before.status if to is before.status else follow(before.status, to, NEXT, rule="NT-04-18")
    after = replace(
        before,
        status=status,
        referral=replace(referral, served_on=referral.served_on or served.served_on),
        sessions_delivered=session.no,
        first_served_on=before.first_served_on or served.served_on,
        last_served_on=max(before.last_served_on or served.served_on, served.served_on),
    )
    return after_last_group(after, on=served.served_on), session


def next_session_from(before: Engagement, rules: TrainingRules) -> date | None:
    """The earliest day of the next session; None when there is none to come or nothing says a day."""
    if before.referral is None or before.sessions_left < 1 or before.status not in {Status.REPLIED, *IN_SERVICE}:
        return None
    start = max(before.period.starts, before.referral.referred_on)
    if rules.spacing is None or before.last_served_on is None:
        return start
    return max(start, rules.spacing.earliest_after(before.last_served_on))


def _answered(before: Engagement) -> Referral:
    if before.status not in {Status.ITEM_APPROVED, Status.REFERRED, Status.REPLIED, *IN_SERVICE}:
        raise TRAINING_OVER(status=before.status)
    if before.referral is None:
        raise NOT_REFERRED(status=before.status)
    if before.referral.replied_on is None:
        raise NOT_REPLIED(referral_id=before.referral.id)
    return before.referral


def _flags(before: Engagement, rules: TrainingRules, served_on: date, minutes: int) -> list[Flag]:
    flags = []
    if is_too_short(rules.length, minutes):
        flags.append(Flag.TOO_SHORT)
    last, spacing = before.last_served_on, rules.spacing
    if last is not None and spacing is not None and spacing.at_limit(last, served_on):
        flags.append(Flag.SPACING_AT_LIMIT)
    goal_active = before.goal_active_on is not None and before.goal_active_on <= served_on
    if before.sessions_delivered > 0 and not goal_active:
        flags.append(Flag.GOAL_NOT_ACTIVE)
    return flags


def _session(before: Engagement, referral: Referral, served: Served, minutes: int, flags: list[Flag]) -> Session:
    return Session(
        id=served.session_id,
        engagement_id=before.id,
        case_id=before.case_id,
        county=before.county,
        no=before.sessions_delivered + 1,
        unit_id=referral.unit_id,
        referral_id=referral.id,
        staff=served.staff,
        served_on=served.served_on,
        started_at=served.started_at,
        ended_at=served.ended_at,
        minutes=minutes,
        guidance_targets=served.guidance_targets,
        caregiver_present=served.caregiver_present,
        flags=frozenset(flags),
    )

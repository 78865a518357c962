"""Is this the time to ask for an extension? 陸.延案.二.(三) by session 8; elsewhere after session 9 or month 2 (AM-93)."""

from datetime import date, timedelta

from chassis.kernel.durations import months_from
from chassis.kernel.refusal import No

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension_rules import Window, WindowMode

TOO_LATE = No(
    "extension_too_late",
    rule="NT-06-07",
    zh="延案申請須於第 {by_session} 次（含）前提出，目前已服務 {delivered} 次。",
    en="An extension is asked for at session {by_session} or before; {delivered} sessions have been served.",
)
DAY_TOO_LATE = No(
    "extension_day_too_late",
    rule="NT-06-07",
    zh="延案申請最遲於第 {by_session} 次服務當日（{latest}）提出。",
    en="An extension is asked for on the day of session {by_session}, {latest}, at the latest.",
)
TOO_EARLY = No(
    "extension_too_early",
    rule="TY-3310-05",
    zh="服務至第 {after_session} 次或 {from_on} 起方可申請延案，目前已服務 {delivered} 次。",
    en="An extension may be asked for after session {after_session} or from {from_on}; {delivered} sessions were served.",
)


def within(window: Window, engagement: Engagement, served_on: tuple[date, ...], *, asked_on: date) -> bool:
    """Whether it is to be marked, as asked on a later day than that of the last session of the window (AM-119).

    Counted over all units and staff (NT-04-22). A plan with fewer sessions than the bound: until it is closed (AM-15).
    Raises TOO_LATE, DAY_TOO_LATE, TOO_EARLY.
    """
    days = sorted(day for day in served_on if day <= asked_on)
    _late_enough(window, engagement, len(days), asked_on)
    by_session = window.by_session
    if by_session is None or len(days) < by_session:
        return False
    if len(days) > by_session:
        raise TOO_LATE(rule=window.rule, by_session=by_session, delivered=len(days))
    latest = days[by_session - 1]
    if asked_on > latest and window.mode is WindowMode.SESSION_DAY:
        raise DAY_TOO_LATE(rule=window.rule, by_session=by_session, latest=latest)
    return asked_on > latest


def _late_enough(window: Window, engagement: Engagement, delivered: int, asked_on: date) -> None:
    """One of the two bounds is enough."""
    if window.after_session is None and window.after_months is None:
        return
    if window.after_session is not None and delivered >= window.after_session:
        return
    from_on = _from_month(window, engagement)
    if from_on is not None and asked_on >= from_on:
        return
    facts = {"after_session": window.after_session or "—", "from_on": from_on or "—", "delivered": delivered}
    raise TOO_EARLY(rule=window.rule, **facts)


def _from_month(window: Window, engagement: Engagement) -> date | None:
    if window.after_months is None:
        return None
    return months_from(engagement.period.starts, window.after_months) + timedelta(days=1)

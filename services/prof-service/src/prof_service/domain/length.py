"""How long was a session? 50 minutes in principle, with preparation and recording (肆.五.(八))."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chassis.kernel.refusal import No


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthRule:
    """How long a session is in principle."""

    rule: str
    minutes: int
    in_principle: bool = True
    """A principle makes a shorter session an anomaly to explain; otherwise it is refused."""


TOO_SHORT = No(
    "session_too_short",
    rule="NT-04-20",
    zh="服務 {minutes} 分鐘，至少須 {least} 分鐘。",
    en="The session lasted {minutes} minutes; at least {least} are required.",
)
NO_DURATION = No(
    "no_duration",
    rule="NT-09-19",
    zh="離開時間須晚於到達時間。",
    en="A session ends after it starts.",
    kind="invalid",
)


def minutes_between(started: time, ended: time) -> int:
    """Whole minutes from arrival to departure, of one day. Raises NO_DURATION."""
    day = date(2000, 1, 1)
    minutes = (datetime.combine(day, ended) - datetime.combine(day, started)) // timedelta(minutes=1)
    if minutes < 1:
        raise NO_DURATION(minutes=minutes)
    return minutes


def is_too_short(rule: LengthRule | None, minutes: int) -> bool:
    """Shorter than the principle. Raises TOO_SHORT where the length is more than a principle."""
    if rule is None or minutes >= rule.minutes:
        return False
    if not rule.in_principle:
        raise TOO_SHORT(rule=rule.rule, minutes=minutes, least=rule.minutes)
    return True

"""How far must a session lie from the last one? 肆.五.(八): "at least 6 days apart", read in two ways (AM-10)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chassis.kernel.refusal import No


class Spacing(StrEnum):
    """How "so many days apart" is read (AM-10, AM-126)."""

    DATE_DIFFERENCE = "date_difference"
    SEVEN_DAYS = "seven_days"
    CALENDAR_WEEK = "calendar_week"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacingRule:
    """How far sessions must lie apart. `warn_at`: a difference that is allowed and flagged."""

    rule: str
    gap_days: int
    mode: Spacing
    warn_at: int | None = None

    def earliest_after(self, last: date) -> date:
        """The first day on which the next session may be."""
        if self.mode is Spacing.CALENDAR_WEEK:
            return last + timedelta(days=7 - last.weekday())
        return last + timedelta(days=self.gap_days)

    def at_limit(self, last: date, served_on: date) -> bool:
        """Whether the distance is allowed and to be flagged."""
        return (served_on - last).days == self.warn_at


TOO_SOON = No(
    "session_too_soon",
    rule="NT-04-19",
    zh="與前次服務（{last}）間隔不足，最早可於 {earliest} 服務；此次為 {served_on}。",
    en="Too soon after the session of {last}: {earliest} is the earliest day; this one is on {served_on}.",
)


def far_enough(rule: SpacingRule | None, last: date | None, served_on: date) -> None:
    """Of the last session over all units and staff. Raises TOO_SOON with the earliest day."""
    if rule is None or last is None:
        return
    earliest = rule.earliest_after(last)
    if served_on < earliest:
        raise TOO_SOON(rule=rule.rule, last=last, earliest=earliest, served_on=served_on)

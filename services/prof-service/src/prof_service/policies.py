"""Which rules of the county's pack does the domain decide by? Each carries the id that a refusal cites; no rule, nothing invented."""

from datetime import date

from chassis.policy import Pack, Version

from prof_service.domain.eligibility import Eligibility, ItemRules, Limit
from prof_service.domain.engagement import Engagement
from prof_service.domain.length import LengthRule
from prof_service.domain.sessions import TrainingRules
from prof_service.domain.spacing import Spacing, SpacingRule


def item_rules(pack: Pack, *, assessed_on: date, planned_on: date) -> ItemRules:
    """Of an item: eligibility by the day of the assessment; groups and period by the day of the plan, before any referral."""
    return ItemRules(
        eligibility=_eligibility(pack.rule("c_eligibility", on=assessed_on)),
        groups=_groups(pack.rule("c_groups", on=planned_on)),
        months=_months(pack.rule("c_period", on=planned_on)),
    )


def training_rules(pack: Pack, engagement: Engagement) -> TrainingRules:
    """Of the sessions, by the day of the first referral."""
    on = engagement.first_referred_on
    if on is None:
        return TrainingRules()
    return TrainingRules(
        spacing=_spacing(pack.rule("c_session_spacing", on=on)), length=_length(pack.rule("c_session_length", on=on))
    )


def record_clock(pack: Pack, served_on: date) -> Version | None:
    """By when the record of a session is entered."""
    return pack.rule("c_record", on=served_on)


def documents_clock(pack: Pack, served_on: date) -> Version | None:
    """By when the documents of the first session are handed over."""
    return pack.rule("c_first_documents", on=served_on)


def _eligibility(version: Version | None) -> Eligibility | None:
    if version is None:
        return None
    return Eligibility(
        rule=version.rule,
        min_level=version.number("min_level"),
        not_in_institution=version.flag("not_in_institution"),
    )


def _groups(version: Version | None) -> Limit | None:
    if version is None:
        return None
    return Limit(rule=version.rule, most=version.number("max"))


def _months(version: Version | None) -> Limit | None:
    if version is None:
        return None
    duration = version.days("max")
    if duration.unit != "month":
        raise ValueError(f"{version.ref}: a period is counted in months, not in {duration.unit}")
    return Limit(rule=version.rule, most=duration.n)


def _spacing(version: Version | None) -> SpacingRule | None:
    if version is None:
        return None
    return SpacingRule(
        rule=version.rule,
        gap_days=version.number("gap_days"),
        mode=Spacing(version.code("mode")),
        warn_at=version.number("warn_at") if version.has("warn_at") else None,
    )


def _length(version: Version | None) -> LengthRule | None:
    if version is None:
        return None
    return LengthRule(rule=version.rule, minutes=version.number("minutes"), in_principle=version.flag("in_principle"))

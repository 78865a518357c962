"""Which rules does the county's pack give to the decisions of intake? Versions of policy, as the domain's own words."""

from collections.abc import Mapping
from datetime import date

from chassis.kernel.money import Money
from chassis.policy import PolicyNotAnswered, Version
from chassis.problems import Problem

from intake.domain.application import ApplicationRules
from intake.domain.assessment import AssessmentRules
from intake.domain.screening import EligibilityRules
from intake.domain.sign_off import SignOffRules
from intake.store.work import Work

_FULL = "care_professional"
_FOREIGN_CARER = "care_professional_foreign_carer_30pct"
_AGES = {"elderly65": "elderly_min_age", "indigenous55": "indigenous_min_age", "dementia": "dementia_min_age"}


class DayNotAnswered(Problem):
    """The county's rules do not reach back (or forward) to the day: nothing is extrapolated."""

    def __init__(self, day: date, since: date) -> None:
        super().__init__(
            status=422,
            code="day_not_answered",
            zh=f"本縣市的規定自 {since} 起適用，沒有 {day} 的規定。",
            en=f"The county's rules are in force since {since}; there are none for {day}.",
            day=day,
            since=since,
        )


class NotConfigured(Exception):
    """A question that every county answers has no answer in the packs."""


def maybe(work: Work, name: str, on: date) -> Version | None:
    """The version in force on the day; None where no document of the county says anything."""
    try:
        return work.pack.rule(name, on=on)
    except PolicyNotAnswered:
        raise DayNotAnswered(on, work.pack.answers_from) from None


def always(work: Work, name: str, on: date) -> Version:
    """The version of a rule that every county has."""
    found = maybe(work, name, on)
    if found is None:
        raise NotConfigured(f"{work.county}: {name}")
    return found


def application(work: Work, applied_on: date) -> ApplicationRules:
    """Channels and sources on the day of the application."""
    channels, sources = always(work, "application_channels", applied_on), always(work, "case_sources", applied_on)
    return ApplicationRules(
        channels=channels.codes("channels"),
        channels_rule=channels.rule,
        sources=sources.codes("sources"),
        sources_rule=sources.rule,
    )


def eligibility(work: Work, screened_on: date) -> EligibilityRules:
    """Groups and ages on the day of the screening."""
    groups = always(work, "eligible_groups", screened_on)
    ages = {group: groups.number(key) for group, key in _AGES.items() if groups.has(key)}
    return EligibilityRules(groups=groups.codes("groups"), ages=ages, rule=groups.rule)


def assessment(work: Work, visited_on: date) -> AssessmentRules:
    """Ranking and problem list on the day of the visit."""
    ranking = always(work, "ranked_problems", visited_on)
    problems = work.service.packs.benefits.problems
    return AssessmentRules(
        most_problems=ranking.number("max"),
        ranking_rule=ranking.rule,
        problem_numbers=frozenset(p.no for p in problems if p.in_force(visited_on)),
    )


def sign_off(work: Work, *, visited_on: date, valid_from: date) -> SignOffRules:
    """Who signs and which levels by the day of the visit; how much by the first day of the quota."""
    signing, levels = always(work, "sign_off", visited_on), always(work, "eligible_levels", visited_on)
    foreign = always(work, "foreign_carer_quota", valid_from)
    return SignOffRules(
        other_person=signing.flag("other_person"),
        other_person_rule=signing.rule,
        lowest=levels.number("min"),
        highest=levels.number("max"),
        levels_rule=levels.rule,
        quotas=_quotas(work, _FULL, valid_from),
        foreign_carer_quotas=_quotas(work, _FOREIGN_CARER, valid_from),
        foreign_carer_percent=foreign.number("percent"),
    )


def _quotas(work: Work, pool: str, on: date) -> Mapping[int, Money]:
    rows = work.service.packs.benefits.quotas
    return {row.cms_level: row.amount for row in rows if row.quota == pool and row.in_force(on)}

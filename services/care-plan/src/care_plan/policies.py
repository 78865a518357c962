"""Which rules of the county's pack does a plan answer to? Each carries the id that a refusal cites; no rule, nothing invented."""

from collections.abc import Iterable, Mapping
from datetime import date

from chassis.policy import Pack, Packs, PolicyNotAnswered, Version

from care_plan.domain.goals import GoalRule
from care_plan.domain.items import Combination
from care_plan.domain.plan import Plan
from care_plan.domain.professional import Limit, ProfessionalRules, RankedRule
from care_plan.domain.providers import ProvidersRule
from care_plan.domain.quota import ForeignCarerRule, QuotaRule
from care_plan.domain.review import PlanRules


def plan_clock(pack: Pack, *, dispatched_on: date) -> Version | None:
    """By when visit and plan are done."""
    return pack.rule("a_plan", on=dispatched_on)


def plan_rules(packs: Packs, county: str, *, assessed_on: date, planned_on: date, served_from: date) -> PlanRules:
    """`planned_on`: the day of the submission. `served_from`: the first day of the plan's period, before any service."""
    pack = packs.county(county)
    return PlanRules(
        quota=_quota(pack.rule("plan_within_quota", on=planned_on)),
        providers=_providers(pack.rule("providers_offered", on=planned_on)),
        foreign_carer=_foreign_carer(packs, pack, pack.rule("foreign_carer_quota", on=served_from)),
        professional=ProfessionalRules(
            ranked=_ranked(pack.rule("ranked_problems", on=assessed_on)),
            goal=_goal(pack.rule("c_goal_statement", on=planned_on)),
            groups=_groups(pack.rule("c_groups", on=planned_on)),
            months=_months(pack.rule("c_period", on=planned_on)),  # selected by the referral, which is still to come
        ),
    )


def rules_of(packs: Packs, plan: Plan, *, assessed_on: date, planned_on: date) -> PlanRules:
    """Of the latest version of a plan, as if it were submitted on that day; without a period it would be served from then."""
    period = plan.latest.period
    served_from = period.starts if period else planned_on
    return plan_rules(packs, plan.county, assessed_on=assessed_on, planned_on=planned_on, served_from=served_from)


def combinations(packs: Packs, codes: Iterable[str], *, on: date) -> Mapping[str, Combination]:
    """The care combinations that are in force on the day; an unknown code is missing."""
    found: dict[str, Combination] = {}
    for code in set(codes):
        try:
            bundle = packs.benefits.bundle(code, on)
        except PolicyNotAnswered:
            continue
        found[code] = Combination(pool=bundle.quota_pool, price=bundle.price)
    return found


def _quota(version: Version | None) -> QuotaRule | None:
    return QuotaRule(rule=version.rule) if version and version.flag("enforced") else None


def _providers(version: Version | None) -> ProvidersRule | None:
    if version is None:
        return None
    return ProvidersRule(
        rule=version.rule, least=version.number("min"), fewer_if_recorded=version.flag("fewer_if_recorded")
    )


def _foreign_carer(packs: Packs, pack: Pack, version: Version | None) -> ForeignCarerRule | None:
    if version is None:
        return None
    return ForeignCarerRule(rule=_nearest_paragraph(packs, pack, version), usable_for=version.codes("usable_for"))


def _nearest_paragraph(packs: Packs, pack: Pack, version: Version) -> str:
    """The paragraph of the county's own documents that says the same as the national one, if the version names one."""
    own = {answer.source.document for rule in pack.rules.values() for answer in rule.versions}
    also = (rule for rule in version.source.also if packs.source(rule).document in own)
    return next(also, version.rule)


def _ranked(version: Version | None) -> RankedRule | None:
    return RankedRule(rule=version.rule) if version and version.flag("required_before_c_item") else None


def _goal(version: Version | None) -> GoalRule | None:
    return GoalRule(rule=version.rule, fields=version.codes("fields")) if version else None


def _groups(version: Version | None) -> Limit | None:
    return Limit(rule=version.rule, most=version.number("max")) if version else None


def _months(version: Version | None) -> Limit | None:
    if version is None:
        return None
    duration = version.days("max")
    if duration.unit != "month":
        raise ValueError(f"{version.ref}: a period is counted in months, not in {duration.unit}")
    return Limit(rule=version.rule, most=duration.n)

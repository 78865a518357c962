"""May a version go to the centre, and what does the centre decide? Submission, return, approval (NA-02-16, NA-02-22..26)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.codes import ReturnReason

from care_plan.domain.client import Client
from care_plan.domain.items import NO_POOL, Item
from care_plan.domain.plan import NEXT, Plan, Status, Version
from care_plan.domain.professional import ProfessionalRules, plan_professional
from care_plan.domain.providers import ProvidersRule, offer_enough
from care_plan.domain.quota import ForeignCarerRule, QuotaRule, usable_by_foreign_carer_household, within_quota


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRules:
    """The county's rules for a version on its day; None where no document says anything."""

    quota: QuotaRule | None = None
    providers: ProvidersRule | None = None
    foreign_carer: ForeignCarerRule | None = None
    professional: ProfessionalRules = field(default_factory=ProfessionalRules)


CONTACT_MISSING = No(
    "contact_missing",
    rule="NA-02-22",
    zh="請先聯繫個案或家屬（電訪或面訪），再進行家訪及送審。",
    en="Contact the client or family first (by phone or in person), then visit and submit.",
)
VISIT_MISSING = No(
    "home_visit_missing",
    rule="NA-02-22",
    zh="尚未完成家訪，不能送審。",
    en="The home visit has not been made: the plan cannot be submitted.",
)
NOTHING_PLANNED = No(
    "nothing_planned",
    rule="NA-02-24",
    zh="計畫沒有任何服務項目，不能送審。",
    en="The plan has no item: it cannot be submitted.",
)


def may_submit(plan: Plan, client: Client, rules: PlanRules) -> None:
    """Raises WRONG_ORDER, CONTACT_MISSING, VISIT_MISSING, NOTHING_PLANNED, or what the items are refused for."""
    follow(plan.status, Status.SUBMITTED, NEXT, rule="NA-02-26")
    _visited(plan)
    _sound(plan.latest, client, rules)


def submit(plan: Plan, client: Client, rules: PlanRules, *, on: date) -> Plan:
    """The plan with its latest version at the centre."""
    may_submit(plan, client, rules)
    sent = replace(plan.latest, status=Status.SUBMITTED, submitted_on=on)
    return replace(plan, status=Status.SUBMITTED, versions=plan.with_latest(sent))


def may_return(plan: Plan) -> None:
    """Raises WRONG_ORDER."""
    follow(plan.status, Status.RETURNED, NEXT, rule="NA-02-16")


def send_back(
    plan: Plan, reason: ReturnReason, *, on: date, next_id: UUID, copies: Sequence[UUID], note: UUID | None
) -> Plan:
    """The version stays as it was sent, with the reason; the next one opens as its copy, its items under new ids."""
    may_return(plan)
    sent = plan.latest
    returned = replace(sent, status=Status.RETURNED, reviewed_on=on, reason=reason, note=note)
    items = tuple(replace(item, id=id_) for item, id_ in zip(sent.items, copies, strict=True))
    opened = Version(
        id=next_id, no=sent.no + 1, unit_id=plan.unit_id, items=items, period=sent.period, expectation=sent.expectation
    )
    return replace(plan, status=Status.RETURNED, versions=(*plan.with_latest(returned), opened))


def may_approve(plan: Plan, client: Client, rules: PlanRules) -> None:
    """Raises WRONG_ORDER; or OVER_QUOTA, if the quota has been lowered since the submission."""
    follow(plan.status, Status.APPROVED, NEXT, rule="NA-02-26")
    if rules.quota is not None:
        within_quota(plan.latest.items, client.quota, rules.quota)


def approve(plan: Plan, client: Client, rules: PlanRules, *, on: date) -> Plan:
    """The plan with its latest version approved."""
    may_approve(plan, client, rules)
    approved = replace(plan.latest, status=Status.APPROVED, reviewed_on=on)
    return replace(plan, status=Status.APPROVED, versions=plan.with_latest(approved))


def _visited(plan: Plan) -> None:
    if plan.contacted_on is None:
        raise CONTACT_MISSING(plan_id=plan.id)
    if plan.visited_on is None:
        raise VISIT_MISSING(plan_id=plan.id)


def _sound(version: Version, client: Client, rules: PlanRules) -> None:
    if not version.items or version.period is None:
        raise NOTHING_PLANNED(no=version.no)
    if client.foreign_care_worker and rules.foreign_carer is not None:
        usable_by_foreign_carer_household(version.items, rules.foreign_carer)
    if rules.quota is not None:
        within_quota(version.items, client.quota, rules.quota)
    plan_professional(version.items, version.period, rules.professional, ranked_problems=client.ranked_problems)
    _choice(version.items, rules.providers)


def _choice(items: Sequence[Item], rule: ProvidersRule | None) -> None:
    for item in items:
        # AA codes are the A unit's own work or go with another item: there is nobody to choose
        if rule is not None and item.pool != NO_POOL:
            offer_enough(item.offer, rule, service_code=item.service_code)

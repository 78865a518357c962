"""What happens to the C items of an approved plan? Each becomes an engagement, or is kept with the rule that refuses it."""

from dataclasses import dataclass
from datetime import date

from chassis.kernel.ids import uuid7
from chassis.kernel.refusal import Refusal
from schemas.events.prof_service import ProfessionalItemApproved
from schemas.ids import CaseId, EngagementId, PlanId, PlanItemId

from prof_service.domain.eligibility import Item, open_engagement
from prof_service.domain.engagement import Engagement
from prof_service.domain.gap import Earlier, earlier_of
from prof_service.policies import gap_rule, item_rules
from prof_service.store.cases import KnownCase
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEngagements:
    """The C items of a plan that the centre approved."""

    items: tuple[Item, ...]
    approved_on: date


async def open_engagements(command: OpenEngagements, work: Work) -> list[Engagement]:
    """The engagements that are new. An item that has one already, from an earlier version of the plan, keeps it."""
    opened = []
    for item in command.items:
        known = await work.cases.find(item.case_id)
        if await work.engagements.lock_item(item.plan_item_id) is None:
            opened += await _open(item, known, command.approved_on, work)
    return opened


async def _open(item: Item, known: KnownCase, approved_on: date, work: Work) -> list[Engagement]:
    rules = item_rules(work.pack, assessed_on=known.assessed_on, planned_on=approved_on)
    try:
        engagement = open_engagement(uuid7(), item, known.client, rules, await _earlier(item, work))
    except Refusal as no:
        await work.rejected_items.add(item, no, rejected_on=approved_on)
        return []
    await work.engagements.add(engagement)
    work.emit(item_approved(engagement))
    return [engagement]


async def _earlier(item: Item, work: Work) -> list[Earlier]:
    """What the case had before, with the interval after it, by the rules of its own days."""
    found: list[Earlier] = []
    for engagement in await work.engagements.of_case(item.case_id):
        found += earlier_of(engagement, gap_rule(work.pack, engagement))
    return found


def item_approved(engagement: Engagement) -> ProfessionalItemApproved:
    """The fact that the engagement is there."""
    if engagement.period.ends is None:
        raise ValueError("an approved item has an end")
    return ProfessionalItemApproved(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        plan_id=PlanId(engagement.plan_id),
        plan_item_id=PlanItemId(engagement.plan_item_id),
        service_code=engagement.service_code,
        groups=engagement.groups,
        sessions_approved=engagement.sessions_approved,
        period_from=engagement.period.starts,
        period_to=engagement.period.ends,
    )

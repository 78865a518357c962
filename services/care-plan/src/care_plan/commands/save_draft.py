"""What happens when the A case manager writes in the plan? The latest version gets these items, at their prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.ids import uuid7
from chassis.kernel.periods import Period

from care_plan.domain.drafting import draft, may_draft
from care_plan.domain.items import Wish, price_item
from care_plan.domain.plan import Plan
from care_plan.policies import combinations
from care_plan.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    """The items and the period of a plan, and in words what client and family expect."""

    plan_id: UUID
    items: Sequence[Wish]
    period: Period
    expectation: str | None


async def save_draft(command: SaveDraft, work: Work) -> Plan:
    """The plan with its draft. Prices are those of the first day of the period; nothing is told before the submission."""
    before = await work.plans.lock_own(command.plan_id)
    may_draft(before)
    prices = combinations(work.service.packs, (wish.service_code for wish in command.items), on=command.period.starts)
    items = [price_item(uuid7(), wish, prices, position=n) for n, wish in enumerate(command.items, start=1)]
    expectation = await work.texts.keep(before, command.expectation)
    after = draft(before, items=items, period=command.period, expectation=expectation)
    return await work.plans.save(before, after)

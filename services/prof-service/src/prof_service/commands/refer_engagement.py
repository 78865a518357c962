"""What happens when an item is referred to a unit? The engagement is with that unit, and waits for its answer."""

from dataclasses import dataclass
from uuid import UUID

from prof_service.domain.engagement import Engagement, Referral, refer
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferEngagement:
    """A referral of a plan item, and the one that it replaces."""

    plan_item_id: UUID
    referral: Referral
    replaces: UUID | None = None


async def refer_engagement(command: ReferEngagement, work: Work) -> Engagement | None:
    """None for an item that is no engagement: another service's, or one that was rejected."""
    before = await work.engagements.lock_item(command.plan_item_id)
    if before is None:
        return None
    after = refer(before, command.referral, replaces=command.replaces)
    return after if after == before else await work.engagements.save(after)

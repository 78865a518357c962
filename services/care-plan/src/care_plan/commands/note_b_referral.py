"""What happens when an item is referred to a B unit? The plan is in force (NA-02-27)."""

from uuid import UUID

from care_plan.domain.plan import put_in_force
from care_plan.store.work import Work


async def note_b_referral(case_id: UUID, plan_id: UUID | None, work: Work) -> None:
    """The first referral changes the status; the others find it changed. One without a plan of ours says nothing."""
    before = await work.plans.lock_of_case(case_id)
    if before is None or before.id != plan_id:
        return
    after = put_in_force(before)
    if after != before:
        await work.plans.save(before, after)

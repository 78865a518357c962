"""A clock of a referral has passed: the delay is told once, and the A unit's principle decides what follows."""

from chassis.deadlines import Due
from schemas.codes import DelayReason, ReassignmentReason, ReferralClock
from schemas.events.dispatch import ServiceDelayed

from dispatch import policies
from dispatch.commands.move_referral import apply_principle
from dispatch.domain.referral import Referral, delay
from dispatch.domain.status import Status
from dispatch.store.work import Work


async def note_delay(due: Due, clock: ReferralClock, work: Work) -> Referral:
    """The referral is delayed, unless it was settled in the same moment; then the delay is a fact all the same."""
    before = await work.referrals.lock(due.subject_id)
    work.emit(_delayed(due, clock, before, work))
    after = await work.referrals.save(delay(before, clock))
    if after.status is Status.DELAYED:
        await apply_principle(after, ReassignmentReason.DELAYED, work)
    return after


def _delayed(due: Due, clock: ReferralClock, of: Referral, work: Work) -> ServiceDelayed:
    return ServiceDelayed(
        case_id=of.case_id,
        referral_id=of.id,
        unit_id=of.unit_id,
        clock=clock,
        due_on=due.due_on,
        reason_code=DelayReason(due.excused_because or DelayReason.PROVIDER),
        excluded=policies.is_excluded(work.pack, of.referred_on, due.excused_because),
    )

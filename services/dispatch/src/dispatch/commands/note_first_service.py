"""The unit has served for the first time: the referral is serving, and the clock stops on the day of the service."""

from chassis.problems import NotFound
from schemas.codes import ReferralClock
from schemas.events.prof_service import FirstServiceDelivered

from dispatch.domain.referral import Referral, serve
from dispatch.store.work import Work


async def note_first_service(event: FirstServiceDelivered, work: Work) -> Referral | None:
    """None: noted before, or no referral of this register."""
    try:
        before = await work.referrals.lock(event.referral_id)
    except NotFound:
        return None  # a service that no referral of this register led to
    if before.served_on is not None:
        return None
    after = await work.referrals.save(serve(before, served_on=event.served_on))
    await work.decisions.settle_proposal(after.id)
    _stop(after, event, work)
    return after


def _stop(after: Referral, event: FirstServiceDelivered, work: Work) -> None:
    """The clock stops on the day of the service, not on the day on which dispatch hears of it."""
    work.deadlines.meet(
        ReferralClock.FIRST_SERVICE.value, subject_id=after.id, case_id=after.case_id, on=event.served_on
    )

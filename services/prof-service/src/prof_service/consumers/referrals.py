"""Which facts move an engagement from unit to unit?"""

from schemas.codes import ReferralAnswer, UnitType
from schemas.events.dispatch import CaseReassigned, CaseReferred, ReferralEnded, ReferralReplied

from prof_service.commands.note_case import note_a_unit
from prof_service.commands.refer_engagement import ReferEngagement, refer_engagement
from prof_service.commands.release_referral import ReleaseReferral, release_referral
from prof_service.commands.take_reply import TakeReply, take_reply
from prof_service.domain.engagement import Referral
from prof_service.store.work import Work


async def on_case_referred(event: CaseReferred, work: Work) -> None:
    """To an A unit: it waits for our records. To a B unit: it has the item."""
    if event.unit_type is UnitType.A:
        await note_a_unit(event.case_id, event.unit_id, work)
    elif event.plan_item_id is not None:
        referral = Referral(id=event.referral_id, unit_id=event.unit_id, referred_on=event.referred_on)
        command = ReferEngagement(
            plan_item_id=event.plan_item_id, referral=referral, replaces=event.replaces_referral_id
        )
        await refer_engagement(command, work)


async def on_referral_replied(event: ReferralReplied, work: Work) -> None:
    """An acceptance; a refusal is followed by CaseReassigned or ReferralEnded."""
    if event.answer is ReferralAnswer.ACCEPTED:
        command = TakeReply(case_id=event.case_id, referral_id=event.referral_id, replied_on=event.replied_on)
        await take_reply(command, work)


async def on_case_reassigned(event: CaseReassigned, work: Work) -> None:
    """The next CaseReferred names the next unit."""
    await release_referral(ReleaseReferral(case_id=event.case_id, referral_id=event.referral_id), work)


async def on_referral_ended(event: ReferralEnded, work: Work) -> None:
    """No unit has the item any more."""
    await release_referral(ReleaseReferral(case_id=event.case_id, referral_id=event.referral_id), work)

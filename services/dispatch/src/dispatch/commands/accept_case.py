"""The A unit takes the case over and contacts the client."""

from dataclasses import dataclass
from datetime import date

from chassis.problems import NotFound
from schemas.events.dispatch import CaseAccepted
from schemas.ids import ReferralId

from dispatch.domain.referral import Referral, accept
from dispatch.store.work import Work


@dataclass(frozen=True, kw_only=True)
class AcceptCase:
    """`accepted_on`: today, or an earlier day since the referral."""

    referral_id: ReferralId
    accepted_on: date


async def accept_case(command: AcceptCase, work: Work) -> Referral:
    """The referral is accepted."""
    before = await work.referrals.lock(command.referral_id)
    if before.unit_id != work.actor.unit:
        raise NotFound("referral")
    after = await work.referrals.save(accept(before, accepted_on=command.accepted_on, today=work.today))
    work.emit(
        CaseAccepted(
            case_id=after.case_id, referral_id=after.id, unit_id=after.unit_id, accepted_on=command.accepted_on
        )
    )
    return after

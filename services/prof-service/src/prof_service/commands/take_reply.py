"""What happens when the unit takes a referral? The first session may be served."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prof_service.domain.engagement import Engagement, reply
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReply:
    """The unit has accepted."""

    case_id: UUID
    referral_id: UUID
    replied_on: date


async def take_reply(command: TakeReply, work: Work) -> Engagement | None:
    """None for a referral that has no engagement here."""
    before = await work.engagements.lock_referral(command.case_id, command.referral_id)
    if before is None:
        return None
    after = reply(before, command.referral_id, replied_on=command.replied_on)
    return after if after == before else await work.engagements.save(after)

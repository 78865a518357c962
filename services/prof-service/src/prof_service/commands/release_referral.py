"""What happens when a referral ends or goes to another unit? The engagement waits for the next one."""

from dataclasses import dataclass
from uuid import UUID

from prof_service.domain.engagement import Engagement, release
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReferral:
    """The referral that has the engagement no more."""

    case_id: UUID
    referral_id: UUID


async def release_referral(command: ReleaseReferral, work: Work) -> Engagement | None:
    """None for a referral that has no engagement here, or has it no more."""
    before = await work.engagements.lock_referral(command.case_id, command.referral_id)
    if before is None:
        return None
    return await work.engagements.save(release(before, command.referral_id))

"""Which facts tell of the case?"""

from schemas.events.intake import NeedsAssessed, QuotaApproved

from prof_service.commands.note_case import note_assessment, note_quota
from prof_service.store.work import Work


async def on_needs_assessed(event: NeedsAssessed, work: Work) -> None:
    """Its day selects the version of the eligibility."""
    await note_assessment(event, work)


async def on_quota_approved(event: QuotaApproved, work: Work) -> None:
    """Level and residence decide whether a C item may be opened."""
    await note_quota(event, work)

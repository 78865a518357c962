"""What does this service keep of what intake tells about a case?"""

from schemas.events.intake import NeedsAssessed, QuotaApproved

from care_plan.store.work import Work


async def note_assessment(event: NeedsAssessed, work: Work) -> None:
    """The day of the assessment."""
    await work.cases.assessed(event)


async def note_quota(event: QuotaApproved, work: Work) -> None:
    """Quota and ranked problems as signed."""
    await work.cases.approved(event)

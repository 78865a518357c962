"""What does this service keep of what others tell about a case?"""

from uuid import UUID

from schemas.events.intake import NeedsAssessed, QuotaApproved

from prof_service.store.work import Work


async def note_assessment(event: NeedsAssessed, work: Work) -> None:
    """The day of the assessment."""
    await work.cases.assessed(event)


async def note_quota(event: QuotaApproved, work: Work) -> None:
    """Level and residence as signed."""
    await work.cases.approved(event)


async def note_a_unit(case_id: UUID, unit_id: UUID, work: Work) -> None:
    """The A unit that waits for records and documents."""
    await work.cases.to_a_unit(case_id, unit_id)

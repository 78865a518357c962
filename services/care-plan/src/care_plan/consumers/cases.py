"""Which facts of intake tell of the case?"""

from schemas.events.intake import CaseClosed, NeedsAssessed, QuotaApproved

from care_plan.commands.end_plan import end_plan
from care_plan.commands.note_case import note_assessment, note_quota
from care_plan.store.work import Work


async def on_needs_assessed(event: NeedsAssessed, work: Work) -> None:
    """Its day selects the version of the rule on ranked problems."""
    await note_assessment(event, work)


async def on_quota_approved(event: QuotaApproved, work: Work) -> None:
    """What a plan is measured by."""
    await note_quota(event, work)


async def on_case_closed(event: CaseClosed, work: Work) -> None:
    """The plan ends with its case."""
    await end_plan(event, work)

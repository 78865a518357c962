"""What is done when others tell of a case?"""

from schemas.events.care_plan import CarePlanApproved
from schemas.events.intake import CaseClosed, QuotaApproved
from schemas.events.prof_service import FirstServiceDelivered

from dispatch.commands.note_first_service import note_first_service
from dispatch.commands.project_case import close_case, keep_items, keep_quota
from dispatch.store.work import Work


async def on_quota_approved(event: QuotaApproved, work: Work) -> None:
    """The case can be dispatched."""
    await keep_quota(event, work)


async def on_care_plan_approved(event: CarePlanApproved, work: Work) -> None:
    """Its items can be referred."""
    await keep_items(event, work)


async def on_first_service_delivered(event: FirstServiceDelivered, work: Work) -> None:
    """The referral is served."""
    await note_first_service(event, work)


async def on_case_closed(event: CaseClosed, work: Work) -> None:
    """Its referrals end."""
    await close_case(event, work)

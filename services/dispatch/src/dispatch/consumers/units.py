"""What is done when audit suspends or resumes a unit?"""

from chassis.kernel.periods import Period
from schemas.events.audit import DispatchResumed, DispatchSuspended

from dispatch.commands.suspend_unit import resume_unit, suspend_unit
from dispatch.domain.units import Suspension
from dispatch.store.work import Work


async def on_dispatch_suspended(event: DispatchSuspended, work: Work) -> None:
    """No new cases in the period."""
    period = Period(event.from_on, event.until_on)
    await suspend_unit(event.unit_id, Suspension(event.suspension_id, event.reason, period), work)


async def on_dispatch_resumed(event: DispatchResumed, work: Work) -> None:
    """A candidate again."""
    await resume_unit(event.suspension_id, event.resumed_on, work)

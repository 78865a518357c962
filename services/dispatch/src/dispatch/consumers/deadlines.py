"""What is done when a referral's clock passes?"""

from chassis.deadlines import Due
from schemas.codes import ReferralClock

from dispatch.commands.note_delay import note_delay
from dispatch.store.work import Work


async def on_reply_overdue(due: Due, work: Work) -> None:
    """No answer in time."""
    await note_delay(due, ReferralClock.REPLY, work)


async def on_first_service_overdue(due: Due, work: Work) -> None:
    """No first service in time."""
    await note_delay(due, ReferralClock.FIRST_SERVICE, work)

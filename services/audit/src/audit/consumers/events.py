"""What happens when any event arrives?"""

from chassis.messages import Envelope, Event

from audit.commands.tell_event import tell_event
from audit.store.work import Work


async def on_event(taken: tuple[Envelope, Event], work: Work) -> None:
    """Every event of every service, audit's own too."""
    await tell_event(*taken, work)

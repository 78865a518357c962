"""Which provider may read the words of a form? The one that wrote it or goes on with the training; no other of the case."""

from chassis.access import Actor, Role
from chassis.problems import NotFound
from chassis.reading import Reader

from prof_service.queries.forms import WholeForm
from prof_service.queries.sessions import is_with


async def may_read_form(read: Reader, by: Actor, found: WholeForm) -> None:
    """NotFound for another provider of the case."""
    if not by.roles <= {Role.B_UNIT, Role.PROF_STAFF}:
        return
    served = found.session is not None and found.session.unit_id == by.unit
    if not served and not await is_with(read, found.whole.engagement.id, by.unit):
        raise NotFound("form", found.whole.engagement.id)

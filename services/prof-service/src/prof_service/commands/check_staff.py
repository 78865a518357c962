"""Is the one who served qualified for the code on that day? Asked before every session, a successor's too (AM-127)."""

from prof_service.domain.engagement import Engagement
from prof_service.domain.sessions import Served
from prof_service.domain.staff import may_serve
from prof_service.policies import discipline_rule, staff_rule
from prof_service.store.work import Work


async def check_staff(engagement: Engagement, served: Served, work: Work) -> None:
    """Raises what `may_serve` raises; nothing where no unit has the engagement: then nobody may serve it."""
    if engagement.unit_id is None or served.served_on > work.today:
        return
    may_serve(
        await work.staff.find(engagement.unit_id, served.staff),
        staff_rule(work.pack, served.served_on),
        discipline_rule(work.pack, served.served_on),
        service_code=engagement.service_code,
        on=served.served_on,
    )

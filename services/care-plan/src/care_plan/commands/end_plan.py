"""What happens to the plan when its case is closed? It ends, and nothing of it is owed any more (NA-05-10)."""

from schemas.events.care_plan import CarePlanEnded
from schemas.events.intake import CaseClosed
from schemas.ids import PlanId

from care_plan.domain.plan import end
from care_plan.store.work import Work


async def end_plan(event: CaseClosed, work: Work) -> None:
    """A case without an open plan has nothing to end."""
    before = await work.plans.lock_of_case(event.case_id)
    if before is None:
        return
    await work.plans.save(before, end(before))
    work.deadlines.cancel_all(case_id=event.case_id, reason=event.reason, on=event.closed_on)
    ended = CarePlanEnded(
        case_id=event.case_id, plan_id=PlanId(before.id), reason=event.reason, ended_on=event.closed_on
    )
    work.emit(ended)

"""What happens when the plan's clock has run out? It is told; the plan stays owed."""

from chassis.deadlines import Due

from care_plan.commands.facts import plan_overdue
from care_plan.store.work import Work


async def tell_plan_overdue(due: Due, work: Work) -> None:
    """CarePlanOverdue, once."""
    plan = await work.plans.lock_of_case(due.case_id)
    if plan is None or plan.id != due.subject_id:
        raise LookupError(f"no open plan {due.subject_id}")
    work.emit(plan_overdue(plan, due.due_on))

"""What happens when the centre returns a plan? The version stays with its reason, and its copy is the next one."""

from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.ids import uuid7
from schemas.codes import ReturnReason

from care_plan.commands.facts import plan_returned
from care_plan.domain.plan import Plan
from care_plan.domain.review import may_return, send_back
from care_plan.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPlan:
    """Not fitting, padded or incomplete; the note is for the A unit and sealed."""

    plan_id: UUID
    reason: ReturnReason
    note: str | None


async def return_plan(command: ReturnPlan, work: Work) -> Plan:
    """The plan with its next version."""
    before = await work.plans.lock(command.plan_id)
    may_return(before)
    after = send_back(
        before,
        command.reason,
        on=work.today,
        next_id=uuid7(),
        copies=[uuid7() for _ in before.latest.items],
        note=await work.texts.keep(before, command.note),
    )
    work.emit(plan_returned(after, after.versions[-2], work.today))
    return await work.plans.save(before, after)

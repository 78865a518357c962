"""What happens when the centre approves a plan? Its items may be referred."""

from dataclasses import dataclass
from uuid import UUID

from care_plan.commands.facts import plan_approved
from care_plan.domain.plan import Plan
from care_plan.domain.review import approve
from care_plan.policies import rules_of
from care_plan.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePlan:
    """Approve the version under review."""

    plan_id: UUID


async def approve_plan(command: ApprovePlan, work: Work) -> Plan:
    """The approved plan."""
    before = await work.plans.lock(command.plan_id)
    known = await work.cases.of_plan(before.case_id)
    rules = rules_of(work.service.packs, before, assessed_on=known.assessed_on, planned_on=work.today)
    after = approve(before, known.client, rules, on=work.today)
    work.emit(plan_approved(after, work.today))
    return await work.plans.save(before, after)

"""What happens when the A case manager sends the plan to the centre?"""

from dataclasses import dataclass
from uuid import UUID

from care_plan.commands.facts import plan_submitted
from care_plan.commands.start_drafting import A_PLAN
from care_plan.domain.plan import Plan
from care_plan.domain.review import submit
from care_plan.policies import rules_of
from care_plan.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitPlan:
    """Send the latest version."""

    plan_id: UUID


async def submit_plan(command: SubmitPlan, work: Work) -> Plan:
    """The plan at the centre. The first submission meets the clock, on the day on which it is made (AM-184)."""
    before = await work.plans.lock_own(command.plan_id)
    known = await work.cases.of_plan(before.case_id)
    rules = rules_of(work.service.packs, before, assessed_on=known.assessed_on, planned_on=work.today)
    after = submit(before, known.client, rules, on=work.today)
    work.deadlines.meet(A_PLAN, subject_id=after.id, case_id=after.case_id, on=work.today)
    work.emit(plan_submitted(after, work.today))
    return await work.plans.save(before, after)

"""What happens when a case reaches an A unit? Its plan begins, and the county's clock, if the county has one (AM-184)."""

from dataclasses import dataclass
from uuid import UUID

from chassis.deadlines import Owed
from chassis.kernel.ids import uuid7

from care_plan.commands.facts import drafting_started
from care_plan.domain.plan import UNDER_WORK, Assignment, Plan, Status, start, take_over
from care_plan.policies import plan_clock
from care_plan.store.work import Work

A_PLAN = "a_plan"
"""Visit and plan, from the referral to the first submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartDrafting:
    """A case was referred to an A unit."""

    case_id: UUID
    by: Assignment


async def start_drafting(command: StartDrafting, work: Work) -> Plan:
    """The new plan; or the open one of the case, in the hands of the unit. Told twice, it is done once."""
    open_plan = await work.plans.lock_of_case(command.case_id)
    if open_plan is None:
        return await _begin(command, work)
    if open_plan.referral_id == command.by.referral_id:
        return open_plan
    return await _hand_over(open_plan, command.by, work)


async def _begin(command: StartDrafting, work: Work) -> Plan:
    known = await work.cases.find(command.case_id)
    plan = start(
        uuid7(),
        uuid7(),
        case_id=command.case_id,
        county=work.county,
        by=command.by,
        quota_approved=known is not None,
    )
    await work.plans.add(plan)
    _tell_and_wait(plan, work)
    return plan


async def _hand_over(before: Plan, by: Assignment, work: Work) -> Plan:
    after = await work.plans.save(before, take_over(before, by))
    if before.status is Status.DRAFTING:
        work.deadlines.cancel(A_PLAN, subject_id=before.id, case_id=before.case_id, reason="transferred", on=work.today)
    if before.status in UNDER_WORK:
        _tell_and_wait(after, work)
    return after


def _tell_and_wait(plan: Plan, work: Work) -> None:
    rule = plan_clock(work.pack, dispatched_on=plan.referred_on) if plan.status is Status.DRAFTING else None
    if rule is not None:
        owed = Owed(
            role="a_case_manager",
            unit=plan.unit_id,
            awaited_role="care_manager",
            awaited_unit=None,
            met_by=f"/v1/plans/{plan.id}/submissions",
        )
        work.deadlines.open(
            A_PLAN, subject_id=plan.id, case_id=plan.case_id, owed=owed, since=plan.referred_on, rule=rule
        )
    work.emit(drafting_started(plan, plan.referred_on), rule)

"""Which referrals concern a plan? To an A unit: its drafting starts. To a B unit: it is in force."""

from schemas.codes import UnitType
from schemas.events.dispatch import CaseReferred

from care_plan.commands.note_b_referral import note_b_referral
from care_plan.commands.start_drafting import StartDrafting, start_drafting
from care_plan.domain.plan import Assignment
from care_plan.store.work import Work


async def on_case_referred(event: CaseReferred, work: Work) -> None:
    """By the type of the unit."""
    if event.unit_type is UnitType.A:
        by = Assignment(referral_id=event.referral_id, unit_id=event.unit_id, referred_on=event.referred_on)
        await start_drafting(StartDrafting(case_id=event.case_id, by=by), work)
    else:
        await note_b_referral(event.case_id, event.plan_id, work)

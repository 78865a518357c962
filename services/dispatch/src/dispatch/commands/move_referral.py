"""A referral leaves its unit: to the next one at once, or as a proposal, as the A unit's principle says (NA-02-28)."""

from collections.abc import Sequence

from schemas.codes import ReassignmentReason
from schemas.events.dispatch import CaseReassigned, ReassignmentProposed

from dispatch import policies
from dispatch.commands.record_choice import Reason, release_case
from dispatch.commands.refer_item import b_candidates, b_table, refer_to
from dispatch.commands.start_clocks import stop_clocks
from dispatch.domain.cases import Case, PlanItem
from dispatch.domain.reassignment import Mode, next_unit, untried
from dispatch.domain.referral import Referral, reassign
from dispatch.domain.selection import Candidate, Choice
from dispatch.domain.status import Status
from dispatch.store.work import Work


async def apply_principle(referral: Referral, reason: ReassignmentReason, work: Work) -> Referral | None:
    """The new referral, if the principle is automatic and there is a next unit; else a person has the proposal."""
    case = await work.cases.get(referral.case_id)
    item = await _item(referral, work)
    if item is None:
        await propose(referral, reason, None, work)
        return None
    tried = await work.referrals.tried(item.id)
    candidates = untried(await b_candidates(case, item, work), tried)
    choice = next_unit(candidates, await b_table(case, item, work))
    if choice is None or await _mode(referral, work) is Mode.PROPOSE:
        await propose(referral, reason, choice, work)
        return None
    return await move(referral, reason, (case, item, choice, candidates), Reason(), work)


async def move(
    before: Referral,
    reason: ReassignmentReason,
    to: tuple[Case, PlanItem, Choice, Sequence[Candidate]],
    why: Reason,
    work: Work,
) -> Referral:
    """The referral is taken from its unit and the next one is asked; the history of both stays."""
    case, item, choice, candidates = to
    await work.units.hold([before.unit_id, choice.unit.id])
    after = await work.referrals.save(reassign(before, on=work.today, reason=reason))
    await release_case(after, work)
    await work.decisions.settle_proposal(before.id)
    if before.status is not Status.DECLINED:  # a refusal has stopped them already
        stop_clocks(before, "reassigned", work)
    work.emit(
        CaseReassigned(
            case_id=before.case_id,
            referral_id=before.id,
            from_unit_id=before.unit_id,
            to_unit_id=choice.unit.id,
            reason=reason,
            reassigned_on=work.today,
        ),
        policies.redispatch(work.pack, before.referred_on),
    )
    return await refer_to(case, item, choice, candidates, why, work, replaces=before.id)


async def propose(referral: Referral, reason: ReassignmentReason, choice: Choice | None, work: Work) -> None:
    """A person decides: the next unit is named, if there is one. Said once, as long as the proposal is the same."""
    to = choice.unit.id if choice else None
    if await work.decisions.open_proposal(referral.id) == (to,):
        return
    await work.decisions.propose(referral.id, referral.case_id, reason.value, to)
    work.emit(
        ReassignmentProposed(
            case_id=referral.case_id,
            referral_id=referral.id,
            from_unit_id=referral.unit_id,
            to_unit_id=to,
            proposed_on=work.today,
        ),
        policies.redispatch(work.pack, referral.referred_on),
    )


async def _item(referral: Referral, work: Work) -> PlanItem | None:
    """None: a later version of the plan has the item no more."""
    if referral.plan_item_id is None:
        return None
    return await work.cases.item(referral.case_id, referral.plan_item_id)


async def _mode(referral: Referral, work: Work) -> Mode:
    principle = await work.decisions.principle(referral.a_unit_id) if referral.a_unit_id else None
    return principle.mode if principle else policies.default_mode(work.pack, referral.referred_on)

"""The A case manager confirms a proposal, or gives the referral to another unit."""

from dataclasses import dataclass
from uuid import UUID

from chassis.problems import NotFound
from schemas.codes import ReassignmentReason
from schemas.ids import ReferralId

from dispatch.commands.move_referral import move
from dispatch.commands.record_choice import Reason
from dispatch.commands.refer_item import b_candidates
from dispatch.domain.cases import ITEM_NOT_APPROVED, NOT_THE_CASE_MANAGERS
from dispatch.domain.reassignment import named_unit
from dispatch.domain.referral import Referral, may_reassign
from dispatch.store.work import Work


@dataclass(frozen=True, kw_only=True)
class ReassignReferral:
    """To a unit that a person names."""

    referral_id: ReferralId
    to_unit_id: UUID
    reason: ReassignmentReason


async def reassign_referral(command: ReassignReferral, work: Work) -> Referral:
    """The new referral; the old one keeps its history."""
    before = await work.referrals.lock(command.referral_id)
    _by_who_refers(before, work)
    may_reassign(before)
    case = await work.cases.get(before.case_id)
    item = await work.cases.item(before.case_id, before.plan_item_id) if before.plan_item_id else None
    if item is None:
        raise ITEM_NOT_APPROVED()
    candidates = await b_candidates(case, item, work)
    choice = named_unit(candidates, command.to_unit_id, before.unit_id)
    client = command.reason is ReassignmentReason.CLIENT_CHANGED_UNIT
    return await move(
        before, command.reason, (case, item, choice, candidates), Reason(client, command.reason.value), work
    )


def _by_who_refers(referral: Referral, work: Work) -> None:
    """The A unit that referred; the centre only where no A unit did."""
    if work.actor.countywide:
        if referral.a_unit_id is not None:
            raise NOT_THE_CASE_MANAGERS()
    elif referral.a_unit_id is None or referral.a_unit_id != work.actor.unit:
        raise NotFound("referral")

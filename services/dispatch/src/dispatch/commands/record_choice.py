"""A unit was chosen: the referral, its decision with all candidates, the unit's load and the used turn are kept together."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.policy import Version
from schemas.events.dispatch import RotationAdvanced
from schemas.events.parts import PassedOver

from dispatch.domain.referral import Referral
from dispatch.domain.selection import NOT_ELIGIBLE, Candidate, Choice
from dispatch.domain.units import FULL, Hindrance
from dispatch.store.work import Work

REASON_PLACE = "dispatch_decisions.reason_sealed"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this unit: the client's choice, a code, or prose (sealed)."""

    client_choice: bool = False
    code: str | None = None
    text: str | None = None


async def record_choice(
    referral: Referral, choice: Choice, candidates: Sequence[Candidate], reason: Reason, rule: Version, work: Work
) -> None:
    """Keep everything that one choice changes. The caller has emitted the CaseReferred already."""
    await count_case(referral, choice.unit.capacity, work)
    await work.referrals.add(referral)
    await work.decisions.add(
        referral_id=referral.id,
        case_id=referral.case_id,
        method=choice.method.value,
        policyref=rule.ref,
        rule=rule.rule,
        client_choice=reason.client_choice,
        reason_code=reason.code,
        reason_sealed=await _sealed(referral, reason, work),
        list_id=choice.turn.after.id if choice.turn else None,
        turn=choice.turn.number if choice.turn else None,
        candidates=[_told(candidate) for candidate in candidates],
        passed_over=[{"unit_id": str(u), **_why(h)} for u, h in choice.turn.passed_over] if choice.turn else [],
    )
    await _use_turn(referral, choice, rule, work)


async def count_case(referral: Referral, capacity: int | None, work: Work) -> None:
    """One more open case of the unit, unless it has the case already by another item. Of two that want the last place
    at once, the later one is refused: the counter is the unit's, and the first one holds it until the commit."""
    has_it = await work.referrals.open_with(referral.case_id, referral.unit_id)
    now = await work.units.count(referral.unit_id, 0 if has_it else 1, referral.referred_on)
    if capacity is not None and not has_it and now > capacity:
        raise NOT_ELIGIBLE(rule=FULL.rule, reasons=FULL.code)


async def release_case(referral: Referral, work: Work) -> None:
    """One open case of the unit less, if this was its last referral of the case. Called after the referral was saved."""
    has_it = await work.referrals.open_with(referral.case_id, referral.unit_id)
    await work.units.count(referral.unit_id, 0 if has_it else -1, None)


async def _use_turn(referral: Referral, choice: Choice, rule: Version, work: Work) -> None:
    turn = choice.turn
    if turn is None:
        return
    await work.rotation.move(turn.after, turn.unit_id, turn.number)
    work.emit(
        RotationAdvanced(
            case_id=referral.case_id,
            list_id=turn.after.id,
            unit_id=turn.unit_id,
            district=turn.after.district,
            turn=turn.number,
            passed_over=tuple(PassedOver(unit_id=u, reason=hindrance.code) for u, hindrance in turn.passed_over),
            referral_id=referral.id,
        ),
        rule,
    )


async def _sealed(referral: Referral, reason: Reason, work: Work) -> bytes | None:
    if reason.text is None:
        return None
    sealer = work.service.sealer
    return await sealer.seal(work, referral.case_id, place=REASON_PLACE, row_id=referral.id, text=reason.text)


def _told(candidate: Candidate) -> dict[str, object]:
    unit = candidate.unit
    return {
        "unit_id": str(unit.id),
        "eligible": candidate.eligible,
        "reasons": [_why(reason) for reason in candidate.reasons],
        "first_service_days": unit.first_service_days,
        "open_cases": unit.open_cases,
        "last_referred_on": str(unit.last_referred_on) if unit.last_referred_on else None,
    }


def _why(hindrance: Hindrance) -> dict[str, str]:
    return {"code": hindrance.code, "rule": hindrance.rule}

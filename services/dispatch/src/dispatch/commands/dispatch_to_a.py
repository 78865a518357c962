"""A case goes to an A unit: the client's choice, the turn of the list, or one that a person picks with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.kernel.ids import uuid7
from schemas.codes import UnitType
from schemas.events.dispatch import CaseReferred
from schemas.ids import CaseId, ReferralId

from dispatch import policies
from dispatch.commands.record_choice import Reason, record_choice
from dispatch.domain.a_dispatch import Mechanism, Wish, choose, may_dispatch
from dispatch.domain.cases import Case
from dispatch.domain.referral import Referral
from dispatch.domain.selection import Candidate, Choice, consider
from dispatch.domain.units import Wanted
from dispatch.store.work import Work


@dataclass(frozen=True, kw_only=True)
class DispatchToA:
    """`reason_text` is prose and is sealed."""

    case_id: CaseId
    unit_id: UUID | None
    client_choice: bool
    reason_code: str | None
    reason_text: str | None


async def dispatch_to_a(command: DispatchToA, work: Work) -> Referral:
    """Choose among the candidates, keep how it was decided, use the turn, and tell of the referral."""
    case = await work.cases.lock(command.case_id)
    how = policies.mechanism(work.pack, work.today)
    rules = policies.dispatch_rules(work.pack, on=work.today, approved_on=case.approved_on)
    may_dispatch(case, rules)
    rotates = rules.mechanism is Mechanism.ROTATION
    table = await work.rotation.lock(case.district, UnitType.A) if rotates else None
    candidates = await a_candidates(case, work)
    choice = choose(rules, _wish(command), candidates, table)
    referral = _referral(case, choice, candidates, work)
    work.emit(_referred(referral, case), how)
    reason = Reason(command.client_choice, command.reason_code, command.reason_text)
    await record_choice(referral, choice, candidates, reason, how, work)
    await work.cases.save(replace(case, a_unit_id=referral.unit_id, a_referral_id=referral.id))
    return referral


async def a_candidates(case: Case, work: Work) -> tuple[Candidate, ...]:
    """Every A unit of the county, with what speaks against it."""
    units = await work.units.of_type(work.county, UnitType.A)
    return consider(units, Wanted(unit_type=UnitType.A, district=case.district, service_code=None, on=work.today))


def _wish(command: DispatchToA) -> Wish:
    given = command.reason_code is not None or command.reason_text is not None
    return Wish(unit_id=command.unit_id, client_choice=command.client_choice, has_reason=given)


def _referral(case: Case, choice: Choice, candidates: Sequence[Candidate], work: Work) -> Referral:
    return Referral(
        id=ReferralId(uuid7()),
        case_id=case.id,
        county=case.county,
        unit_type=UnitType.A,
        unit_id=choice.unit.id,
        district=case.district,
        method=choice.method,
        candidates=sum(c.eligible for c in candidates),
        referred_on=work.today,
        referred_at=work.now,
    )


def _referred(referral: Referral, case: Case) -> CaseReferred:
    return CaseReferred.model_validate(
        {
            "case_id": case.id,
            "referral_id": referral.id,
            "unit_id": referral.unit_id,
            "unit_type": referral.unit_type,
            "method": referral.method,
            "affiliated": False,
            "candidates": referral.candidates,
            "referred_on": referral.referred_on,
            "referred_at": referral.referred_at,
            "district": case.district,
            "cms_level": case.cms_level,
            "monthly_quota_twd": case.monthly_quota_twd,
        }
    )

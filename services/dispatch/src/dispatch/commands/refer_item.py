"""An approved plan item is referred to a B unit, and the clocks of answer and first service start."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.kernel.ids import uuid7
from chassis.problems import NotFound
from schemas.codes import UnitType
from schemas.events.dispatch import CaseReferred
from schemas.ids import CaseId, PlanItemId, ReferralId

from dispatch import policies
from dispatch.commands.record_choice import Reason, record_choice
from dispatch.commands.start_clocks import start_clocks
from dispatch.domain.b_referral import Wish, affiliated, choose, item_is_free
from dispatch.domain.cases import Case, PlanItem, may_refer
from dispatch.domain.referral import Referral
from dispatch.domain.rotation import RotationList
from dispatch.domain.selection import Candidate, Choice, consider
from dispatch.domain.units import Wanted
from dispatch.store.work import Work


@dataclass(frozen=True, kw_only=True)
class ReferItem:
    """`unit_id` None: the unit that the client chose in the plan, else the county's order decides."""

    case_id: CaseId
    plan_item_id: PlanItemId
    unit_id: UUID | None
    client_choice: bool
    reason_code: str | None


async def refer_item(command: ReferItem, work: Work) -> Referral:
    """Choose the unit, start the clocks, keep how it was decided, and tell of the referral."""
    case = await work.cases.lock(command.case_id)
    _of_the_case_s_a_unit(case, work)
    found = await work.cases.item(case.id, command.plan_item_id)
    item = may_refer(case, found, by_unit=None if work.actor.countywide else work.actor.unit)
    item_is_free(await work.referrals.open_of_item(item.id))
    table = await b_table(case, item, work)
    candidates = await b_candidates(case, item, work)
    wish = Wish(
        unit_id=command.unit_id, client_choice=command.client_choice, has_reason=command.reason_code is not None
    )
    choice = choose(wish, item, candidates, table)
    return await refer_to(case, item, choice, candidates, Reason(command.client_choice, command.reason_code), work)


async def refer_to(
    case: Case,
    item: PlanItem,
    choice: Choice,
    candidates: Sequence[Candidate],
    reason: Reason,
    work: Work,
    replaces: ReferralId | None = None,
) -> Referral:
    """The referral of the item to the chosen unit."""
    order = policies.b_order(work.pack, work.today)
    a_unit = await work.units.get(case.a_unit_id) if case.a_unit_id else None
    new = _new(case, item, choice, sum(c.eligible for c in candidates), work)
    new = replace(new, affiliated=affiliated(choice.unit, a_unit), replaces_referral_id=replaces)
    referral = start_clocks(new, work)
    work.emit(_referred(referral, case), order)
    await record_choice(referral, choice, candidates, reason, order, work)
    return referral


def _new(case: Case, item: PlanItem, choice: Choice, candidates: int, work: Work) -> Referral:
    return Referral(
        id=ReferralId(uuid7()),
        case_id=case.id,
        county=case.county,
        unit_type=UnitType.B,
        unit_id=choice.unit.id,
        a_unit_id=case.a_unit_id,
        plan_id=item.plan_id,
        plan_item_id=item.id,
        service_code=item.service_code,
        groups=item.groups,
        district=case.district,
        method=choice.method,
        candidates=candidates,
        referred_on=work.today,
        referred_at=work.now,
    )


async def b_candidates(case: Case, item: PlanItem, work: Work) -> tuple[Candidate, ...]:
    """Every B unit of the county, with what speaks against it for this item."""
    units = await work.units.of_type(work.county, UnitType.B)
    return consider(units, wanted_for(case, item, work))


def wanted_for(case: Case, item: PlanItem, work: Work) -> Wanted:
    """What the item needs, today."""
    return Wanted(unit_type=UnitType.B, district=case.district, service_code=item.service_code, on=work.today)


async def b_table(case: Case, item: PlanItem, work: Work) -> RotationList | None:
    """The A unit's own table for this district and kind of service, where the county lets it have one (AM-179)."""
    if policies.b_order(work.pack, work.today).code("table") != "a_unit" or case.a_unit_id is None:
        return None
    return await work.rotation.lock(case.district, UnitType.B, case.a_unit_id, item.service_code[:1])


def _of_the_case_s_a_unit(case: Case, work: Work) -> None:
    """A unit that serves the case in another way sees it, but does not refer it."""
    if not work.actor.countywide and case.a_unit_id != work.actor.unit:
        raise NotFound("case")


def _referred(referral: Referral, case: Case) -> CaseReferred:
    return CaseReferred.model_validate(
        {
            "case_id": case.id,
            "referral_id": referral.id,
            "unit_id": referral.unit_id,
            "unit_type": referral.unit_type,
            "plan_id": referral.plan_id,
            "plan_item_id": referral.plan_item_id,
            "service_code": referral.service_code,
            "groups": referral.groups,
            "method": referral.method,
            "affiliated": referral.affiliated,
            "candidates": referral.candidates,
            "referred_on": referral.referred_on,
            "referred_at": referral.referred_at,
            "replaces_referral_id": referral.replaces_referral_id,
            "reply_due_on": referral.reply_due_on,
            "first_service_due_on": referral.first_service_due_on,
            "district": case.district,
            "cms_level": case.cms_level,
        }
    )

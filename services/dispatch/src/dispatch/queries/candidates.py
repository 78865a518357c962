"""Which units could take the case or the item today, and what speaks against the others?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.policy import Pack, Version
from chassis.reading import Reader
from schemas.codes import UnitType

from dispatch import policies
from dispatch.domain.a_dispatch import may_dispatch
from dispatch.domain.cases import Case, PlanItem, may_refer
from dispatch.domain.selection import Candidate, consider
from dispatch.domain.units import Wanted
from dispatch.store.cases import Known
from dispatch.store.units import Units


@dataclass(frozen=True, kw_only=True)
class Considered:
    """The candidates, ranked, under the rule that will choose."""

    case: Case
    item: PlanItem | None
    rule: Version
    candidates: tuple[Candidate, ...]


async def a_candidates(reads: Reader, pack: Pack, case_id: UUID, today: date) -> Considered:
    """Of A units, for a case with an approved quota."""
    case = await Known(reads).get(case_id)
    units = await Units(reads).of_type(case.county, UnitType.A)
    wanted = Wanted(unit_type=UnitType.A, district=case.district, service_code=None, on=today)
    rule = policies.mechanism(pack, today)
    return Considered(case=case, item=None, rule=rule, candidates=consider(units, wanted))


async def b_candidates(reads: Reader, pack: Pack, case_id: UUID, plan_item_id: UUID, today: date) -> Considered:
    """Of B units, for an approved plan item; refuses an item that is not approved."""
    known = Known(reads)
    case = await known.get(case_id)
    item = may_refer(case, await known.item(case_id, plan_item_id), by_unit=case.a_unit_id)
    units = await Units(reads).of_type(case.county, UnitType.B)
    wanted = Wanted(unit_type=UnitType.B, district=case.district, service_code=item.service_code, on=today)
    return Considered(case=case, item=item, rule=policies.b_order(pack, today), candidates=consider(units, wanted))


def may_be_dispatched(found: Considered, pack: Pack, today: date) -> None:
    """The guard of the A dispatch, for the actions of the resource."""
    may_dispatch(found.case, policies.dispatch_rules(pack, on=today, approved_on=found.case.approved_on))

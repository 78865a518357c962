"""Which B unit is asked, and until when must it answer and serve?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.codes import ReferralMethod

from dispatch.domain.a_dispatch import by_turn
from dispatch.domain.cases import PlanItem
from dispatch.domain.referral import Referral
from dispatch.domain.rotation import RotationList
from dispatch.domain.selection import Candidate, Choice, compare, name
from dispatch.domain.units import Unit

ALREADY_REFERRED = No(
    "item_already_referred",
    rule="NA-02-27",
    zh="此項目已照會單位且尚未結束，請改派或待其結束。",
    en="The item has an open referral already: reassign that one, or wait until it has ended.",
)
PICK_NEEDS_REASON = No(
    "pick_needs_reason",
    rule="NA-04-12",
    zh="非個案指定而擇定單位，須登錄原因代碼（不得圖利特定單位）。",
    en="Naming a unit that the client did not choose needs a reason code: no provider may be favoured.",
    kind="invalid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the request names."""

    unit_id: UUID | None
    client_choice: bool
    has_reason: bool


def item_is_free(open_referrals: Sequence[Referral]) -> None:
    """Refuse a second referral of the same item."""
    if open_referrals:
        raise ALREADY_REFERRED()


def choose(wish: Wish, item: PlanItem, candidates: Sequence[Candidate], table: RotationList | None) -> Choice:
    """The client's unit, never silently another (AM-182); else the table's turn; else immediacy, then accessibility."""
    named = wish.unit_id or item.unit_id
    if named is None:
        return compare(candidates) if table is None else by_turn(table, candidates)
    chosen = named == item.unit_id or wish.client_choice
    if not chosen and not wish.has_reason:
        raise PICK_NEEDS_REASON()
    method = ReferralMethod.CLIENT_CHOICE if chosen else ReferralMethod.PICKED
    return Choice(name(candidates, named, client_choice=chosen), method)


def affiliated(unit: Unit, a_unit: Unit | None) -> bool:
    """Whether the unit belongs to the referring A unit's legal person; tracked, never a bar (AM-178)."""
    return a_unit is not None and unit.legal_person_id is not None and unit.legal_person_id == a_unit.legal_person_id

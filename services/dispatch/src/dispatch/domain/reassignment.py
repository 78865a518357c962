"""What happens to a client whose unit is late or refuses? What the A unit's re-dispatch principle says (NA-02-28)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.codes import ReferralMethod, UnitType
from schemas.ids import UnitId

from dispatch.domain.a_dispatch import by_turn
from dispatch.domain.rotation import RotationList
from dispatch.domain.selection import Candidate, Choice, compare, name
from dispatch.domain.units import Hindrance, Unit

MODE_NOT_ALLOWED = No(
    "mode_not_allowed",
    rule="NA-02-28",
    zh="改派原則僅得為：{allowed}。",
    en="The re-dispatch principle can be: {allowed}.",
    kind="invalid",
)
NOT_AN_A_UNIT = No(
    "not_an_a_unit",
    rule="NA-02-28",
    zh="改派原則由 A 單位訂定，此單位不是 A 單位。",
    en="A re-dispatch principle is an A unit's; this unit is none.",
    kind="invalid",
)
SAME_UNIT = No(
    "same_unit",
    rule="NA-02-28",
    zh="改派須為其他單位。",
    en="A referral is reassigned to another unit than the one that has it.",
    kind="invalid",
)


class Mode(StrEnum):
    """propose: the A case manager confirms; automatic: the next unit is asked at once."""

    PROPOSE = "propose"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """An A unit's own principle."""

    a_unit_id: UnitId
    county: str
    mode: Mode
    version: int = 0


def set_mode(unit: Unit, mode: Mode, allowed: Collection[str]) -> Mode:
    """The mode, if the unit is an A unit and the county allows it."""
    if unit.unit_type is not UnitType.A:
        raise NOT_AN_A_UNIT()
    if mode not in allowed:
        raise MODE_NOT_ALLOWED(allowed=", ".join(allowed))
    return mode


def untried(candidates: Sequence[Candidate], tried: Collection[UUID]) -> tuple[Candidate, ...]:
    """The candidates, with those that the item has been with marked as tried: they are not asked again."""
    again = Hindrance("tried_before", "NA-02-28")
    return tuple(replace(c, reasons=(*c.reasons, again)) if c.unit.id in tried else c for c in candidates)


def next_unit(candidates: Sequence[Candidate], table: RotationList | None) -> Choice | None:
    """The next unit by the same order as a first referral; None if nobody is left: a person must decide."""
    if not any(c.eligible for c in candidates):
        return None
    if table is None:
        return compare(candidates)
    in_table = [c for c in candidates if c.eligible and any(c.unit.id == e.unit_id for e in table.entries)]
    return by_turn(table, candidates) if in_table else compare(candidates)


def named_unit(candidates: Sequence[Candidate], to: UUID, now: UUID) -> Choice:
    """The unit that the A case manager confirms or names. It may have been tried before, but is not the present one."""
    if to == now:
        raise SAME_UNIT()
    return Choice(name(candidates, to, client_choice=False), ReferralMethod.PICKED)

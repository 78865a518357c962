"""Which of the units that qualify? The named one; else the table's turn; else who can start soonest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.codes import ReferralMethod

from dispatch.domain.rotation import Turn
from dispatch.domain.units import Hindrance, Unit, Wanted, hindrances

NOT_ELIGIBLE = No(
    "unit_not_eligible",
    rule="NT-04-07",
    zh="此單位目前不能受派：{reasons}。",
    en="This unit cannot be chosen: {reasons}.",
)
CHOSEN_UNIT_FULL = No(
    "chosen_unit_full",
    rule="AM-182",
    zh="個案指定之單位量能已滿，請詢問家屬：改選其他單位、等候或不指定。",
    en="The unit that the client named is full. Ask the family: a second choice, to wait, or any unit.",
)
NO_CANDIDATE = No(
    "no_candidate",
    rule="NA-03-03",
    zh="沒有可受派之單位（共 {units} 家，均不符資格）。",
    en="No unit qualifies (of {units} in the register).",
)
UNKNOWN_UNIT = No(
    "unit_not_registered",
    rule="TY-3104-07",
    zh="特約單位名冊中沒有此單位。",
    en="There is no such unit in the register of contracted units.",
    kind="invalid",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit and why it cannot be chosen; none: it can."""

    unit: Unit
    reasons: tuple[Hindrance, ...]

    @property
    def eligible(self) -> bool:
        """Whether it passes every bar."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Choice:
    """The unit, what decided for it, and the table's turn if a table did."""

    unit: Unit
    method: ReferralMethod
    turn: Turn | None = None


def consider(units: Iterable[Unit], wanted: Wanted) -> tuple[Candidate, ...]:
    """Every unit with its reasons: those that can be chosen first, ranked as `compare` ranks them."""
    found = [Candidate(unit, hindrances(unit, wanted)) for unit in units]
    return tuple(sorted(found, key=lambda c: (not c.eligible, rank(c.unit))))


def rank(unit: Unit) -> tuple[bool, int, date, str]:
    """Soonest first service (unset last); then, as a tie, the longest without a case, then the id (AM-171).

    Accessibility is pass or fail: a unit contracted for the client's district serves there. How many other districts
    it serves measures nothing, so it does not rank.
    """
    days = unit.first_service_days
    return days is None, days or 0, unit.last_referred_on or date.min, str(unit.id)


def name(candidates: Sequence[Candidate], unit_id: UUID, *, client_choice: bool) -> Unit:
    """The named unit, if it can take the case: a wish wins over every table, but over no bar (AM-02)."""
    candidate = next((c for c in candidates if c.unit.id == unit_id), None)
    if candidate is None:
        raise UNKNOWN_UNIT()
    if client_choice and [r.code for r in candidate.reasons] == ["full"]:
        raise CHOSEN_UNIT_FULL()
    if not candidate.eligible:
        raise _not_eligible(candidate)
    return candidate.unit


def _not_eligible(candidate: Candidate) -> Exception:
    reasons = "、".join(reason.code for reason in candidate.reasons)
    return NOT_ELIGIBLE(rule=candidate.reasons[0].rule, reasons=reasons)


def compare(candidates: Sequence[Candidate]) -> Choice:
    """Without a table: immediacy, then accessibility, then the tie. NO_CANDIDATE if none qualifies."""
    eligible = [c.unit for c in candidates if c.eligible]
    if not eligible:
        raise NO_CANDIDATE(units=len(candidates))
    best, *others = sorted(eligible, key=rank)
    return Choice(best, _decided_by(best, others))


def _decided_by(best: Unit, others: Sequence[Unit]) -> ReferralMethod:
    if not others:
        return ReferralMethod.CAPACITY
    if best.first_service_days == others[0].first_service_days:
        return ReferralMethod.ACCESSIBILITY
    return ReferralMethod.IMMEDIACY

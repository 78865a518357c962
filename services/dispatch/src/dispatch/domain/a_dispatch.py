"""How does a case come to its A unit? By the county's mechanism; without one a person picks and says why (AM-179)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.codes import ReferralMethod

from dispatch.domain.cases import CASE_CLOSED, Case
from dispatch.domain.rotation import RotationList, next_turn
from dispatch.domain.selection import Candidate, Choice, compare, name

NO_QUOTA = No(
    "quota_not_approved",
    rule="NA-02-13",
    zh="尚未核定失能等級與額度，核定後始得派案。",
    en="Level and quota have not been approved; cases are dispatched after the sign-off.",
)
LEVEL_NOT_ELIGIBLE = No(
    "level_not_eligible",
    rule="NA-02-09",
    zh="失能等級第 {level} 級不在第 {lowest} 至 {highest} 級之內，不派案至 A 單位。",
    en="Level {level} is outside {lowest} to {highest}; the case is not dispatched to an A unit.",
)
ALREADY_DISPATCHED = No(
    "already_dispatched",
    rule="NA-02-13",
    zh="此案已派案至 A 單位，原派案結束或移轉後始得再派。",
    en="The case has been dispatched to an A unit already; that dispatch must end or be transferred first.",
)
UNIT_AND_REASON = No(
    "unit_and_reason_required",
    rule="AM-179",
    zh="本縣市未訂派案機制，請由候選單位擇定一家並敘明理由；缺少：{missing}。",
    en="The county has set no mechanism: pick one of the candidates and say why. Missing: {missing}.",
    kind="invalid",
)
TURN_DECIDES = No(
    "turn_decides",
    rule="TY-3309-07",
    zh="個案未指定單位時依輪派表派案，不得另行指定。",
    en="Where the client names no unit the rotation list decides; nobody else may name one.",
    kind="invalid",
)


class Mechanism(StrEnum):
    """How a county chooses A units."""

    PERSON_PICKS = "person_picks"
    ROTATION = "rotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRules:
    """The county's mechanism and the levels that are dispatched, with the rules to cite."""

    mechanism: Mechanism
    reason_required: bool
    rule: str
    lowest: int
    highest: int
    level_rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the request names: a unit, whether the client chose it, and whether a reason is given."""

    unit_id: UUID | None
    client_choice: bool
    has_reason: bool


def may_dispatch(case: Case | None, rules: DispatchRules) -> Case:
    """The case, if it can go to an A unit now."""
    if case is None:
        raise NO_QUOTA()
    if case.closed_on is not None:
        raise CASE_CLOSED()
    if not rules.lowest <= case.cms_level <= rules.highest:
        raise LEVEL_NOT_ELIGIBLE(
            rule=rules.level_rule, level=case.cms_level, lowest=rules.lowest, highest=rules.highest
        )
    if case.a_referral_id is not None:
        raise ALREADY_DISPATCHED()
    return case


def choose(rules: DispatchRules, wish: Wish, candidates: Sequence[Candidate], table: RotationList | None) -> Choice:
    """The client's choice first; then the county's mechanism. A unit that a client chose keeps its turn (AM-170 a)."""
    if wish.unit_id is not None and wish.client_choice:
        return Choice(name(candidates, wish.unit_id, client_choice=True), ReferralMethod.CLIENT_CHOICE)
    if rules.mechanism is Mechanism.PERSON_PICKS:
        return _picked(rules, wish, candidates)
    if wish.unit_id is not None:
        raise TURN_DECIDES(rule=rules.rule)
    return compare(candidates) if table is None else by_turn(table, candidates)


def _picked(rules: DispatchRules, wish: Wish, candidates: Sequence[Candidate]) -> Choice:
    missing = [] if wish.unit_id else ["unit_id"]
    if rules.reason_required and not wish.has_reason:
        missing.append("reason")
    if wish.unit_id is None or missing:
        raise UNIT_AND_REASON(rule=rules.rule, missing=", ".join(missing))
    return Choice(name(candidates, wish.unit_id, client_choice=False), ReferralMethod.PICKED)


def by_turn(table: RotationList, candidates: Sequence[Candidate]) -> Choice:
    """The next of the table that qualifies; capacity, immediacy and accessibility are pass or fail there (AM-171)."""
    turn = next_turn(table, {c.unit.id: c.reasons for c in candidates})
    unit = next(c.unit for c in candidates if c.unit.id == turn.unit_id)
    return Choice(unit, ReferralMethod.ROTATION, turn)

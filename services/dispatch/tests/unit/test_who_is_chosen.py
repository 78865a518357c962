"""The client's unit wins; else the table's turn; without a table, who can start soonest."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from dispatch.domain.a_dispatch import DispatchRules, Mechanism, Wish, choose, may_dispatch
from dispatch.domain.b_referral import Wish as ItemWish
from dispatch.domain.b_referral import affiliated
from dispatch.domain.b_referral import choose as choose_b
from dispatch.domain.cases import Case, PlanItem
from dispatch.domain.rotation import Entry, RotationList, next_turn, set_up
from dispatch.domain.selection import compare, consider
from dispatch.domain.units import Unit, Wanted
from hypothesis import given
from hypothesis import strategies as some
from schemas.codes import ReferralMethod, UnitType

DAY = date(2024, 2, 5)


def unit(n, **changed):
    plain = Unit(
        id=UUID(int=n),
        county="taoyuan",
        unit_type=UnitType.A,
        name="示範單位（虛構）",
        districts=frozenset({"中壢區"}),
        service_codes=frozenset({"CA07"}),
        contract=Period(date(2024, 1, 1)),
    )
    return replace(plain, **changed)


def considered(*units):
    return consider(units, Wanted(unit_type=UnitType.A, district="中壢區", service_code=None, on=DAY))


def table(*numbers, **turns):
    entries = tuple(Entry(UUID(int=n), at, turns.get(f"u{n}", 0)) for at, n in enumerate(numbers, start=1))
    return RotationList(
        id=UUID(int=99),
        county="taoyuan",
        unit_type="A",
        district="中壢區",
        a_unit_id=None,
        service_kind=None,
        entries=entries,
    )


PICKS = DispatchRules(
    mechanism=Mechanism.PERSON_PICKS, reason_required=True, rule="AM-179", lowest=2, highest=8, level_rule="NA-02-09"
)
ROTATES = replace(PICKS, mechanism=Mechanism.ROTATION, reason_required=False, rule="TY-13-13")
CASE = Case(id=UUID(int=7), county="nantou", district="中壢區", cms_level=4, monthly_quota_twd=18580, approved_on=DAY)
FULL = unit(1, capacity=1, open_cases=1)
FAR = unit(1, districts=frozenset({"龜山區"}))


def wish(unit_id=None, client_choice=False, has_reason=False):
    return Wish(unit_id=unit_id and UUID(int=unit_id), client_choice=client_choice, has_reason=has_reason)


NOES = {
    "a person picks: nobody is named": (PICKS, wish(has_reason=True), [unit(1)], "AM-179"),
    "a person picks: no reason": (PICKS, wish(1), [unit(1)], "AM-179"),
    "a person picks a unit that is no candidate": (PICKS, wish(1, has_reason=True), [FAR], "NT-04-07"),
    "a person picks a unit of no register": (PICKS, wish(5, has_reason=True), [unit(1)], "TY-3104-07"),
    "the client's unit is full: ask the family": (ROTATES, wish(1, client_choice=True), [FULL], "AM-182"),
    "the client's unit is not of the district": (ROTATES, wish(1, client_choice=True), [FAR], "NT-04-07"),
    "somebody names a unit where the turn decides": (ROTATES, wish(1, has_reason=True), [unit(1)], "TY-13-13"),
    "nobody of the table qualifies": (ROTATES, wish(), [FULL], "AM-170"),
}


@pytest.mark.parametrize(("rules", "asked", "units", "rule"), NOES.values(), ids=NOES.keys())
def test_every_no_names_its_paragraph(rules, asked, units, rule):
    with pytest.raises(Refusal) as no:
        choose(rules, asked, considered(*units), table(1))
    assert no.value.rule == rule


YESES = {
    "the client's choice needs no reason": (PICKS, wish(2, client_choice=True), ReferralMethod.CLIENT_CHOICE, 2),
    "a person picks with a reason": (PICKS, wish(2, has_reason=True), ReferralMethod.PICKED, 2),
    "the table's next": (ROTATES, wish(), ReferralMethod.ROTATION, 1),
    "the client's choice keeps the turn": (ROTATES, wish(2, client_choice=True), ReferralMethod.CLIENT_CHOICE, 2),
}


@pytest.mark.parametrize(("rules", "asked", "method", "n"), YESES.values(), ids=YESES.keys())
def test_what_decides_is_kept(rules, asked, method, n):
    choice = choose(rules, asked, considered(unit(1), unit(2)), table(1, 2))
    assert (choice.method, choice.unit.id.int) == (method, n)
    assert (choice.turn is not None) == (method is ReferralMethod.ROTATION)


@pytest.mark.parametrize(("level", "ok"), [(1, False), (2, True), (8, True), (9, False)])
def test_only_levels_two_to_eight_are_dispatched(level, ok):
    case = replace(CASE, cms_level=level)
    if ok:
        assert may_dispatch(case, PICKS) is case
    else:
        with pytest.raises(Refusal, match="NA-02-09"):
            may_dispatch(case, PICKS)


def test_a_case_is_dispatched_once_and_not_after_its_closure():
    with pytest.raises(Refusal, match="already_dispatched"):
        may_dispatch(replace(CASE, a_referral_id=UUID(int=3)), PICKS)
    with pytest.raises(Refusal, match="case_closed"):
        may_dispatch(replace(CASE, closed_on=DAY), PICKS)
    with pytest.raises(Refusal, match="quota_not_approved"):
        may_dispatch(None, PICKS)


COMPARED = {
    "the only one": ([unit(1)], 1, ReferralMethod.CAPACITY),
    "the soonest": (
        [unit(1, first_service_days=5), unit(2, first_service_days=3)],
        2,
        ReferralMethod.IMMEDIACY,
    ),
    "unset is last": ([unit(1), unit(2, first_service_days=30)], 2, ReferralMethod.IMMEDIACY),
    "a tie: the longest without a case": (
        [unit(1, last_referred_on=date(2024, 2, 1)), unit(2, last_referred_on=date(2024, 1, 1))],
        2,
        ReferralMethod.ACCESSIBILITY,
    ),
    "a tie: never had a case": ([unit(1, last_referred_on=DAY), unit(2)], 2, ReferralMethod.ACCESSIBILITY),
    "a tie of all: the id": ([unit(2), unit(1)], 1, ReferralMethod.ACCESSIBILITY),
}


@pytest.mark.parametrize(("units", "n", "method"), COMPARED.values(), ids=COMPARED.keys())
def test_without_a_table_immediacy_and_accessibility_are_compared(units, n, method):
    choice = compare(considered(*units))
    assert (choice.unit.id.int, choice.method) == (n, method)


def test_the_next_turn_passes_over_with_reasons_and_nobody_catches_up():
    hindered = {UUID(int=1): considered(FULL)[0].reasons}
    first = next_turn(table(1, 2, 3), hindered)
    assert (first.unit_id.int, first.number) == (2, 1)
    assert [(u.int, h.code) for u, h in first.passed_over] == [(1, "full")]
    second = next_turn(first.after, {})
    assert second.unit_id.int == 3
    third = next_turn(second.after, {})
    assert (third.unit_id.int, third.number) == (1, 3)


@given(some.integers(2, 6), some.integers(1, 30))
def test_over_whole_rounds_everybody_has_had_as_many_turns(members, rounds):
    now, had = table(*range(1, members + 1)), []
    for _ in range(members * rounds):
        turn = next_turn(now, {})
        now = turn.after
        had.append(turn.unit_id)
    assert {had.count(entry.unit_id) for entry in now.entries} == {rounds}
    assert now.turn == members * rounds


def test_a_district_has_one_list_of_units_contracted_for_it():
    asked = {
        "county": "taoyuan",
        "unit_type": "A",
        "district": "中壢區",
        "a_unit_id": None,
        "service_kind": None,
        "registered": {UUID(int=1): {"中壢區"}, UUID(int=2): {"龜山區"}},
    }
    made = set_up(UUID(int=9), unit_ids=[UUID(int=1)], present=None, **asked)
    assert made.turn == 0
    with pytest.raises(Refusal, match="AM-170"):
        set_up(UUID(int=9), unit_ids=[UUID(int=1)], present=made, **asked)
    for wrong in ([UUID(int=2)], [UUID(int=5)], [UUID(int=1), UUID(int=1)]):
        with pytest.raises(Refusal, match="not_of_the_district"):
            set_up(UUID(int=9), unit_ids=wrong, present=None, **asked)


def item(chosen=None):
    return PlanItem(
        id=UUID(int=4),
        case_id=UUID(int=7),
        plan_id=UUID(int=8),
        service_code="CA07",
        groups=4,
        unit_id=chosen and UUID(int=chosen),
    )


ITEMS = {
    "the client's unit of the plan": (ItemWish(unit_id=None, client_choice=False, has_reason=False), item(2), 2, "client_choice"),
    "the client names another": (ItemWish(unit_id=UUID(int=1), client_choice=True, has_reason=False), item(2), 1, "client_choice"),
    "the A unit names one with a reason": (ItemWish(unit_id=UUID(int=1), client_choice=False, has_reason=True), item(), 1, "picked"),
    "nobody is named": (ItemWish(unit_id=None, client_choice=False, has_reason=False), item(), 1, "accessibility"),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "of", "n", "method"), ITEMS.values(), ids=ITEMS.keys())
def test_a_plan_item_goes_to_the_client_s_unit_first(asked, of, n, method):
    choice = choose_b(asked, of, considered(unit(1), unit(2)), None)
    assert (choice.unit.id.int, choice.method) == (n, method)


def test_an_a_unit_that_names_a_unit_without_a_reason_is_refused():
    asked = ItemWish(unit_id=UUID(int=1), client_choice=False, has_reason=False)
    with pytest.raises(Refusal, match="NA-04-12"):
        choose_b(asked, item(2), considered(unit(1), unit(2)), None)


def test_the_client_s_unit_of_the_plan_is_never_silently_another():
    asked = ItemWish(unit_id=None, client_choice=False, has_reason=False)
    with pytest.raises(Refusal, match="AM-182"):
        choose_b(asked, item(1), considered(FULL, unit(2)), None)


def test_affiliation_is_the_same_legal_person_and_no_bar():
    own = unit(1, legal_person_id="LP-1")
    assert affiliated(own, unit(2, legal_person_id="LP-1"))
    assert not affiliated(own, unit(2, legal_person_id="LP-2"))
    assert not affiliated(unit(1), unit(2))
    assert not affiliated(own, None)

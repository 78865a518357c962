"""A version goes to the centre only if everything in it may be planned; each "no" names its paragraph."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from care_plan.domain.items import total
from care_plan.domain.plan import Plan, Status
from care_plan.domain.professional import ProfessionalRules
from care_plan.domain.providers import Offer
from care_plan.domain.review import PlanRules, may_submit, submit
from care_plan_builders import B1, B2, BATHING, DRESSING, bathing, client, goal, item, plan, rules
from chassis.kernel.money import Money
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal

UNRANKED = 9
ON = date(2024, 1, 22)


def refusal(of: Plan, *, by: PlanRules | None = None, **known: object) -> Refusal | None:
    try:
        may_submit(of, client(**known), by or rules())
    except Refusal as no:
        return no
    return None


REFUSED = {
    "nobody was contacted": (plan(item(), contacted_on=None), "contact_missing", "NA-02-22"),
    "nobody was visited": (plan(item(), visited_on=None), "home_visit_missing", "NA-02-22"),
    "nothing is planned": (plan(), "nothing_planned", "NA-02-24"),
    "nothing was drafted yet": (plan(period=None), "nothing_planned", "NA-02-24"),
    "the C item improves no ranked problem": (
        plan(item(problem_no=UNRANKED, goal=goal(problem_no=UNRANKED))),
        "problem_not_ranked",
        "NT-05-01",
    ),
    "the C item names no problem": (
        plan(item(problem_no=None, goal=goal(problem_no=None))),
        "problem_not_ranked",
        "NT-05-01",
    ),
    "the C item states no goal": (plan(item(goal=None)), "goal_statement_missing", "NT-05-07"),
    "the goal guides nobody": (plan(item(goal=goal(guidance_targets=()))), "goal_statement_incomplete", "NT-05-07"),
    "the goal has no unit and none was chosen": (
        plan(item(goal=goal(unit_id=None), offer=Offer(units=(B1, B2)))),
        "goal_statement_incomplete",
        "NT-05-07",
    ),
    "the goal is that of another code": (
        plan(item(goal=goal(service_code="CA08"))),
        "goal_statement_contradicts",
        "NT-05-07",
    ),
    "the goal is for another problem than the item": (
        plan(item(goal=goal(problem_no=BATHING))),
        "goal_statement_contradicts",
        "NT-05-07",
    ),
    "the goal names another unit than the client chose": (
        plan(item(goal=goal(unit_id=B2))),
        "goal_statement_contradicts",
        "NT-05-07",
    ),
    "nobody was offered": (plan(bathing(offer=Offer())), "too_few_providers_offered", "NA-02-25"),
    "one was offered": (plan(bathing(offer=Offer(units=(B1,)))), "too_few_providers_offered", "NA-02-25"),
    "the same one was offered twice": (
        plan(bathing(offer=Offer(units=(B1, B1)))),
        "too_few_providers_offered",
        "NA-02-25",
    ),
    "none was offered, although there is one": (
        plan(bathing(offer=Offer(only_provider=True))),
        "too_few_providers_offered",
        "NA-02-25",
    ),
    "the chosen unit was not offered": (
        plan(bathing(offer=Offer(units=(B1, B2), chosen=uuid4()))),
        "choice_not_offered",
        "NA-02-25",
    ),
}


@pytest.mark.parametrize(("written", "code", "rule"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_where(written: Plan, code: str, rule: str) -> None:
    no = refusal(written)
    assert no is not None
    assert (no.no.code, no.rule) == (code, rule)
    assert no.zh()
    assert no.en()


ACCEPTED = {
    "a C item with its goal": plan(item()),
    "the only unit that there is, on record": plan(bathing(offer=Offer(units=(B1,), only_provider=True, chosen=B1))),
    "a goal without a unit takes the chosen one": plan(item(goal=goal(unit_id=None))),
    "an item without a problem takes that of its goal": plan(item(problem_no=None)),
    "an AA item, for which there is nobody to choose": plan(
        bathing(service_code="AA02", pool="none", price=Money(400), quantity=1, offer=Offer())
    ),
    "no unit chosen yet for a plain item": plan(bathing(offer=Offer(units=(B1, B2)))),
}


@pytest.mark.parametrize("written", ACCEPTED.values(), ids=ACCEPTED)
def test_it_is_accepted_with(written: Plan) -> None:
    after = submit(written, client(), rules(), on=ON)
    assert (after.status, after.latest.status, after.latest.submitted_on) == (Status.SUBMITTED, Status.SUBMITTED, ON)


@pytest.mark.parametrize(("quota", "passes"), [(9001, True), (9000, True), (8999, False)])
def test_the_quota_may_be_used_to_the_last_dollar(quota: int, passes: bool) -> None:
    assert (refusal(plan(item()), quota=Money(quota)) is None) is passes


def test_over_quota_states_quota_and_total() -> None:
    no = refusal(plan(item(quantity=5)))
    assert no is not None
    assert no.facts == {"total": Money(22500), "quota": Money(18580)}
    assert "22,500" in no.zh()


def test_other_pools_are_not_counted_against_the_quota() -> None:
    respite = bathing(service_code="GA09", pool="respite", price=Money(770), quantity=30)
    assert total([item(), respite]) == Money(9000 + 23100)
    assert refusal(plan(item(), respite)) is None


@pytest.mark.parametrize(("groups", "passes"), [(3, True), (4, True), (5, False)])
def test_four_groups_are_the_most(groups: int, passes: bool) -> None:
    no = refusal(plan(item(groups=groups, quantity=1)))
    assert (no is None) is passes
    assert no is None or no.rule == "NT-09-10"


def test_groups_are_counted_over_the_items_of_a_code_and_apart_for_each_code() -> None:
    two = item(groups=2, quantity=1), item(groups=3, quantity=1)
    no = refusal(plan(*two))
    assert no is not None
    assert no.facts["groups"] == 5
    other = item(service_code="CA08", price=Money(6000), groups=3, quantity=1, goal=goal(service_code="CA08"))
    assert refusal(plan(two[0], other)) is None


@pytest.mark.parametrize(
    ("starts", "ends", "passes"),
    [
        (date(2024, 2, 1), date(2024, 7, 31), True),
        (date(2024, 2, 1), date(2024, 8, 1), True),
        (date(2024, 2, 1), date(2024, 8, 2), False),
        (date(2023, 8, 31), date(2024, 2, 29), True),
        (date(2023, 8, 31), date(2024, 3, 1), True),  # 29 February is the last day of the sixth month
        (date(2023, 8, 31), date(2024, 3, 2), False),
    ],
)
def test_professional_service_is_over_in_six_months(starts: date, ends: date, passes: bool) -> None:
    no = refusal(plan(item(), period=Period(starts, ends)))
    assert (no is None) is passes
    assert no is None or no.rule == "NT-09-09"


def test_a_plan_without_c_items_may_be_longer() -> None:
    assert refusal(plan(bathing(), period=Period(date(2024, 2, 1), date(2025, 2, 1)))) is None


def test_a_foreign_care_worker_household_uses_professional_service_only() -> None:
    assert refusal(plan(item()), foreign_care_worker=True) is None
    no = refusal(plan(item(), bathing()), foreign_care_worker=True)
    assert no is not None
    assert (no.rule, no.facts["service_code"]) == ("NT-03-02", "BA01")
    respite = bathing(service_code="GA09", pool="respite", price=Money(770))
    assert refusal(plan(item(), respite), foreign_care_worker=True) is None


def test_a_county_without_the_rules_checks_nothing_of_them() -> None:
    lax = rules(professional=ProfessionalRules(), providers=None, quota=None, foreign_carer=None)
    bare = item(groups=9, quantity=9, problem_no=UNRANKED, goal=None, offer=Offer())
    long = plan(bare, period=Period(date(2024, 2, 1), date(2026, 2, 1)))
    assert refusal(long, by=lax, foreign_care_worker=True) is None


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.DRAFTING, Status.RETURNED}])
def test_only_what_is_under_work_is_submitted(status: Status) -> None:
    no = refusal(replace(plan(item()), status=status))
    assert no is not None
    assert (no.no.code, no.rule) == ("wrong_order", "NA-02-26")


def test_the_problem_of_dressing_is_ranked_in_these_tests() -> None:
    assert DRESSING in client().ranked_problems
    assert UNRANKED not in client().ranked_problems

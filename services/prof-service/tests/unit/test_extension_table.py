"""May an extension be asked for? The decision table, row by row."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No, Refusal
from chassis.testing.harness import packs
from prof_service.domain import (
    extension,
    extension_conditions,
    extension_request,
    extension_review,
    extension_terms,
    extension_window,
)
from prof_service.domain.engagement import Status as Training
from prof_service.domain.extension import NEXT, Status, extension_form_missing, may_extend
from prof_service.domain.extension_conditions import CaregiverChange
from prof_service.domain.extension_request import request_extension, withdraw
from prof_service.domain.extension_rules import Share, WindowMode
from prof_service.domain.signatures import Signer
from schemas.professional_codes import ClosingCause
from schemas.professional_codes import ExtensionCategory as Category
from schemas.professional_codes import ExtensionReviewer as By

EIGHTH = date(2024, 4, 9)
DAY = timedelta(days=1)
CAREGIVER = {
    "discharged_on": None,
    "restricted": True,
    "caregiver_change": CaregiverChange.FOREIGN_WORKER_LEFT,
    "caregiver_changed_on": date(2024, 3, 20),
}
LEVEL_8 = {"level": 8, "service_code": "CD02"}


def ask(build, *, standing=None, evidence=None, form=None, rules=None, today=EIGHTH, **application):
    where = {"times": 8} | (standing or {})
    if evidence is not None:
        application["evidence"] = build.evidence(**evidence)
    if form is not None:
        application["form"] = build.form(**form)
    return request_extension(
        build.standing(**where),
        rules if rules is not None else build.rules(),
        build.application(**application),
        build.seats(),
        today=today,
    )


NINE_DAY = EIGHTH + timedelta(days=7)
AGAINST = {
    "the first session only": ({"standing": {"times": 1, "status": Training.FIRST_SERVED}}, "NT-06-04"),
    "the goal is active, one session served": ({"standing": {"times": 1, "status": Training.GOAL_ACTIVE}}, "NT-06-04"),
    "extended already": ({"standing": {"status": Training.EXTENDED}}, "NT-06-04"),
    "closed": ({"standing": {"status": Training.CLOSED}}, "NT-06-04"),
    "closing by a criterion": (
        {"standing": {"status": Training.CLOSING, "closing_cause": ClosingCause.CRITERION}},
        "NT-06-04",
    ),
    "closing with a closure entered": (
        {"standing": {"status": Training.CLOSING, "closing_cause": ClosingCause.GROUPS_DONE, "closed": True}},
        "NT-06-04",
    ),
    "after the 9th session": ({"standing": {"times": 9}, "applied_on": NINE_DAY, "today": NINE_DAY}, "NT-06-07"),
    "level 1": ({"standing": {"level": 1}}, "NT-06-02"),
    "level 9": ({"standing": {"level": 9}}, "NT-06-02"),
    "one group": ({"standing": {"groups": 1, "times": 3, "sessions_approved": 3}, "groups": 1}, "AM-14"),
    "three groups of four": ({"groups": 3}, "NT-06-15"),
    "two groups of three": ({"standing": {"groups": 3, "sessions_approved": 9}}, "NT-06-15"),
    "two groups of two": ({"standing": {"groups": 2, "times": 6, "sessions_approved": 6}}, "NT-06-15"),
    "no benefit expected": ({"evidence": {"benefit_expected": False}}, "NT-06-01"),
    "no progress shown": ({"evidence": {"progress_shown": False}}, "NT-06-04"),
    "progress not described": ({"evidence": {"progress_described": False}}, "NT-06-04"),
    "the goal expected within the plan": ({"evidence": {"goal_not_expected": False}}, "NT-06-04"),
    "neither category": ({"evidence": {"discharged_on": None}}, "NT-06-03"),
    "seven months after the discharge": ({"evidence": {"discharged_on": date(2023, 9, 9)}}, "NT-06-05"),
    "discharged tomorrow": ({"evidence": {"discharged_on": EIGHTH + DAY}}, "NT-06-05"),
    "another caregiver at level 7": ({"standing": {**LEVEL_8, "level": 7}, "evidence": CAREGIVER}, "NT-06-06"),
    "another caregiver with CA07": ({"standing": {"level": 8}, "evidence": CAREGIVER}, "NT-06-06"),
    "another caregiver, not restricted": (
        {"standing": LEVEL_8, "evidence": {**CAREGIVER, "restricted": False}},
        "NT-06-06",
    ),
    "another caregiver tomorrow": (
        {"standing": LEVEL_8, "evidence": {**CAREGIVER, "caregiver_changed_on": EIGHTH + DAY}},
        "NT-06-06",
    ),
    "level 8 without another caregiver": ({"standing": LEVEL_8, "evidence": {"discharged_on": None}}, "NT-06-03"),
    "signed by a hired carer": ({"form": {"signer": Signer.HIRED_CARE_WORKER}}, "NT-06-17"),
    "signed by a caregiver who is no family": ({"form": {"signer": Signer.PRIMARY_CAREGIVER}}, "NT-06-17"),
    "a fingerprint": ({"form": {"by_hand": False}}, "NT-06-17"),
    "signed tomorrow": ({"form": {"signed_on": EIGHTH + DAY}}, "NT-06-17"),
    "applied for tomorrow": ({"applied_on": EIGHTH + DAY}, "NT-06-09"),
}
FOR = {
    "at the 8th session": ({}, Category.AFTER_HOSPITAL),
    "at the 2nd session": ({"standing": {"times": 2}}, Category.AFTER_HOSPITAL),
    "on the day before the 9th": ({"applied_on": NINE_DAY - DAY, "today": NINE_DAY - DAY}, Category.AFTER_HOSPITAL),
    "level 2": ({"standing": {"level": 2}}, Category.AFTER_HOSPITAL),
    "level 8": ({"standing": {"level": 8}}, Category.AFTER_HOSPITAL),
    "one group of three": (
        {"standing": {"groups": 3, "sessions_approved": 9}, "groups": 1},
        Category.AFTER_HOSPITAL,
    ),
    "one group of two, all six sessions served": (
        {"standing": {"groups": 2, "times": 6, "sessions_approved": 6}, "groups": 1},
        Category.AFTER_HOSPITAL,
    ),
    "a short plan that is being closed": (
        {
            "standing": {
                "groups": 2,
                "times": 6,
                "sessions_approved": 6,
                "status": Training.CLOSING,
                "closing_cause": ClosingCause.GROUPS_DONE,
            },
            "groups": 1,
        },
        Category.AFTER_HOSPITAL,
    ),
    "signed by the client": ({"form": {"signer": Signer.CLIENT}}, Category.AFTER_HOSPITAL),
    "another caregiver with CB04": (
        {"standing": {"level": 8, "service_code": "CB04"}, "evidence": CAREGIVER},
        Category.CAREGIVER_CHANGED,
    ),
    "another caregiver with CD02": ({"standing": LEVEL_8, "evidence": CAREGIVER}, Category.CAREGIVER_CHANGED),
    "another caregiver on the day itself": (
        {"standing": LEVEL_8, "evidence": {**CAREGIVER, "caregiver_changed_on": EIGHTH}},
        Category.CAREGIVER_CHANGED,
    ),
    "a long-past discharge and another caregiver": (
        {"standing": LEVEL_8, "evidence": {**CAREGIVER, "discharged_on": date(2022, 1, 1)}},
        Category.CAREGIVER_CHANGED,
    ),
}


@pytest.mark.parametrize(("how", "rule"), AGAINST.values(), ids=AGAINST)
def test_it_is_refused(extension, how, rule):
    with pytest.raises(Refusal) as no:
        ask(extension, **how)
    assert no.value.rule == rule


@pytest.mark.parametrize(("how", "category"), FOR.values(), ids=FOR)
def test_it_is_submitted_to_both_reviewers(extension, how, category):
    after, request, missed = ask(extension, **how)
    assert (request.status, request.categories, missed) == (Status.SUBMITTED, (category,), ())
    assert [review.reviewer for review in request.reviews] == [By.CARE_MANAGER, By.A_CASE_MANAGER]
    assert after.extension_pending


def test_the_table_has_at_least_thirty_rows():
    assert len(AGAINST) >= 30
    assert len(FOR) >= 12


def test_both_categories_may_hold(extension):
    both = CAREGIVER | {"discharged_on": date(2023, 12, 1)}
    _, request, _ = ask(extension, standing=LEVEL_8, evidence=both)
    assert request.categories == (Category.AFTER_HOSPITAL, Category.CAREGIVER_CHANGED)


def test_a_form_that_is_not_there_was_never_an_application(extension):
    with pytest.raises(Refusal) as no:
        request_extension(
            extension.standing(), extension.rules(), extension.application(form=None), extension.seats(), today=EIGHTH
        )
    assert no.value.rule == "NT-06-08"


@pytest.mark.parametrize(
    ("discharged_on", "holds"),
    [
        pytest.param(date(2023, 10, 8), False, id="the day after six months"),
        pytest.param(date(2023, 10, 9), True, id="the last day of six months"),
        pytest.param(date(2023, 10, 10), True, id="a day less"),
        pytest.param(date(2024, 4, 9), True, id="discharged on the day"),
    ],
)
def test_six_months_run_from_the_day_after_the_discharge(extension, discharged_on, holds):
    if holds:
        assert ask(extension, evidence={"discharged_on": discharged_on})[1].status is Status.SUBMITTED
        return
    with pytest.raises(Refusal) as no:
        ask(extension, evidence={"discharged_on": discharged_on})
    assert (no.value.rule, no.value.facts["latest"]) == ("NT-06-05", EIGHTH - DAY)


@pytest.mark.parametrize(("groups", "most"), [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2)])
def test_half_is_rounded_down(groups, most):
    assert Share(rule="NT-06-15", one_for_every=2).of(groups) == most


def test_a_county_may_round_up():
    assert Share(rule="NT-06-15", one_for_every=2, up=True).of(3) == 2


@pytest.mark.parametrize(
    ("days_later", "marked"), [(0, False), (1, True), (6, True)], ids=["on the day", "a day later", "before the 9th"]
)
def test_asked_later_than_the_day_of_session_8_is_marked(extension, days_later, marked):
    on = EIGHTH + timedelta(days=days_later)
    assert may_extend(extension.standing(), extension.rules(), asked_on=on) is marked


@pytest.mark.parametrize(("days_later", "open_"), [(0, True), (1, False)])
def test_a_county_may_count_by_the_day_of_session_8(extension, days_later, open_):
    rules = extension.rules()
    by_day = replace(rules, window=replace(rules.window, mode=WindowMode.SESSION_DAY))
    on = EIGHTH + timedelta(days=days_later)
    if open_:
        assert may_extend(extension.standing(), by_day, asked_on=on) is False
        return
    with pytest.raises(Refusal) as no:
        may_extend(extension.standing(), by_day, asked_on=on)
    assert no.value.facts["latest"] == EIGHTH


def test_an_application_after_the_fact_is_judged_by_the_sessions_of_its_day(extension):
    late = extension.standing(times=10)
    assert may_extend(late, extension.rules(), asked_on=EIGHTH) is False


@pytest.mark.parametrize(
    ("times", "on", "open_"),
    [
        pytest.param(8, date(2024, 3, 31), False, id="8 sessions on the last day of month 2"),
        pytest.param(8, date(2024, 4, 1), True, id="8 sessions on the first day of month 3"),
        pytest.param(9, date(2024, 3, 31), True, id="9 sessions in month 2"),
        pytest.param(10, date(2024, 3, 31), True, id="10 sessions in month 2"),
    ],
)
def test_taoyuan_asks_after_session_9_or_month_2(extension, times, on, open_):
    served = tuple(date(2024, 2, 5) + timedelta(days=5 * n) for n in range(times))
    at = replace(extension.standing(times), served_on=served)
    rules = extension.rules("taoyuan")
    if open_:
        assert may_extend(at, rules, asked_on=on) is False
        return
    with pytest.raises(Refusal) as no:
        may_extend(at, rules, asked_on=on)
    assert (no.value.rule, no.value.facts["from_on"]) == ("TY-3310-05", date(2024, 4, 1))


def test_a_county_without_a_procedure_has_no_extension(extension):
    with pytest.raises(Refusal) as no:
        may_extend(extension.standing(), extension.rules("yilan"), asked_on=EIGHTH)
    assert no.value.rule == "AM-93"


@pytest.mark.parametrize("status", Status)
def test_there_is_one_application_for_a_code_of_a_plan(extension, status):
    _, first, _ = ask(extension)
    again = extension.standing(earlier=[replace(first, status=status)])
    with pytest.raises(Refusal) as no:
        may_extend(again, extension.rules(), asked_on=EIGHTH)
    assert no.value.rule == "NT-06-14"


def test_a_county_may_let_a_forfeited_one_not_count(extension):
    _, first, _ = ask(extension)
    rules = extension.rules()
    lenient = replace(rules, once=replace(rules.once, forfeited_uses_up=False))
    again = extension.standing(earlier=[replace(first, status=Status.FORFEITED)])
    assert may_extend(again, lenient, asked_on=EIGHTH) is False
    with pytest.raises(Refusal):
        may_extend(extension.standing(earlier=[first]), replace(rules, once=None), asked_on=EIGHTH)


SENT = {
    "entered a day later, nothing said": ({}, (By.CARE_MANAGER, By.A_CASE_MANAGER)),
    "sent to both on the day": ({By.CARE_MANAGER: EIGHTH, By.A_CASE_MANAGER: EIGHTH}, ()),
    "sent to one only": ({By.CARE_MANAGER: EIGHTH}, (By.A_CASE_MANAGER,)),
    "sent to one a day later": ({By.CARE_MANAGER: EIGHTH, By.A_CASE_MANAGER: EIGHTH + DAY}, (By.A_CASE_MANAGER,)),
}


@pytest.mark.parametrize(("sent_on", "missed"), SENT.values(), ids=SENT)
def test_what_was_not_sent_on_its_day_to_both_is_forfeited(extension, sent_on, missed):
    """NT-06-09, NT-06-13"""
    after, request, not_sent = ask(extension, sent_on=sent_on, today=EIGHTH + DAY)
    assert not_sent == missed
    assert request.status is (Status.FORFEITED if missed else Status.SUBMITTED)
    assert after.extension_pending is (not missed)
    assert (after.status, after.sessions_left) == (Training.IN_TRAINING, 4)


def test_taoyuan_forfeits_nothing(extension):
    rules = extension.rules("taoyuan")
    at = extension.standing(times=9, county="taoyuan")
    on = date(2024, 4, 17)
    late = extension.application(applied_on=on, form=None, groups=3, evidence=extension.evidence(discharged_on=None))
    _, request, missed = request_extension(at, rules, late, extension.seats(By.CARE_MGMT_CENTER), today=on + DAY)
    assert (request.status, request.groups, missed) == (Status.SUBMITTED, 3, ())


def test_what_is_taken_back_stays_the_one_application(extension):
    engagement, request, _ = ask(extension)
    withdrawn, free = withdraw(request, engagement, on=EIGHTH)
    assert (withdrawn.status, free.extension_pending) == (Status.WITHDRAWN, False)
    with pytest.raises(Refusal):
        withdraw(withdrawn, free, on=EIGHTH)


@pytest.mark.parametrize(
    ("session_no", "agreed", "attached", "missing"),
    [(12, False, False, False), (13, True, True, False), (13, True, False, True), (13, False, True, True)],
    ids=["an original session", "with the agreed form", "without it", "with one that was not agreed to"],
)
def test_a_claim_for_an_extension_session_needs_the_agreed_form(extension, session_no, agreed, attached, missing):
    """NT-06-18, NT-09-22"""
    assert extension_form_missing(extension.engagement(), session_no, agreed=agreed, form_attached=attached) is missing


def test_every_status_has_its_next_ones_and_only_a_submitted_one_goes_on():
    assert set(NEXT) == set(Status)
    assert [status for status, many in NEXT.items() if many] == [Status.SUBMITTED]
    assert NEXT[Status.SUBMITTED] == set(Status) - {Status.SUBMITTED}


def test_every_no_of_an_extension_cites_a_rule_of_the_catalogue():
    modules = (
        extension,
        extension_conditions,
        extension_request,
        extension_review,
        extension_terms,
        extension_window,
    )
    nos = [value for module in modules for value in vars(module).values() if isinstance(value, No)]
    assert len(nos) > 25
    assert all(packs().source(no.rule) for no in nos)


def test_a_plan_without_an_end_has_its_window_all_the_same(extension):
    at = extension.standing(period=Period(date(2024, 2, 1)), plan_id=uuid4())
    assert may_extend(at, extension.rules(), asked_on=EIGHTH) is False

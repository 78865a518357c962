"""Who may decide an extension, and what follows from two results?"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from prof_service.domain.engagement import Status as Training
from prof_service.domain.extension import Status
from prof_service.domain.extension_request import request_extension
from prof_service.domain.extension_review import may_review, review
from prof_service.domain.extension_rules import Completion
from prof_service.domain.extension_terms import Decision, limit_of
from schemas.professional_codes import AfterRefusal, ClosingCause, ReviewResult
from schemas.professional_codes import ExtensionReviewer as By
from schemas.professional_codes import ExtensionReviewReason as Why

EIGHTH = date(2024, 4, 9)
LIMIT = date(2024, 10, 31)
YES = Decision(result=ReviewResult.AGREE)
NO = Decision(result=ReviewResult.DISAGREE, reason=Why.NO_CATEGORY)


def submitted(extension, *reviewers, **changes):
    engagement, request, _ = request_extension(
        extension.standing(**changes),
        extension.rules(),
        extension.application(),
        extension.seats(*reviewers),
        today=EIGHTH,
    )
    return request, engagement


def decide(extension, said, *, on=EIGHTH, rules=None, of=None):
    """The care manager first, then the A case manager."""
    request, engagement = of or submitted(extension)
    for role, decision in zip(("care_manager", "a_case_manager"), said, strict=False):
        who = extension.person(role)
        request, engagement = review(request, engagement, rules or extension.rules(), decision, who, on=on)
    return request, engagement


OUTCOMES = {
    "nobody": ((), Status.SUBMITTED),
    "one agrees": ((YES,), Status.SUBMITTED),
    "one does not": ((NO,), Status.REFUSED),
    "both agree": ((YES, YES), Status.APPROVED),
    "they differ": ((YES, NO), Status.REFUSED),
    "they differ the other way": ((NO, YES), Status.REFUSED),
    "neither agrees": ((NO, NO), Status.REFUSED),
}


@pytest.mark.parametrize(("said", "status"), OUTCOMES.values(), ids=OUTCOMES)
def test_only_both_together_extend(extension, said, status):
    """NT-06-10, NT-06-11"""
    request, engagement = decide(extension, said)
    extended = status is Status.APPROVED
    assert request.status is status
    assert engagement.status is (Training.EXTENDED if extended else Training.IN_TRAINING)
    assert engagement.sessions_allowed == (18 if extended else 12)
    assert engagement.extension_pending is (status is Status.SUBMITTED)


def test_after_a_refusal_the_other_result_is_entered_and_changes_nothing(extension):
    request, engagement = decide(extension, (NO, YES))
    assert [r.result for r in request.reviews] == [ReviewResult.DISAGREE, ReviewResult.AGREE]
    assert (request.status, engagement.extended_groups) == (Status.REFUSED, 0)


def test_both_grant_two_groups_until_the_end_of_september(extension):
    terms = Decision(result=ReviewResult.AGREE, groups=2, agreed_end=date(2024, 9, 30))
    request, engagement = decide(extension, (terms, terms))
    assert (request.agreed_groups, request.agreed_end) == (2, date(2024, 9, 30))
    assert (engagement.extended_groups, engagement.extended_until) == (2, date(2024, 10, 1))
    assert (engagement.ends, engagement.sessions_left) == (date(2024, 10, 1), 10)


def test_nothing_stated_means_what_was_asked_for_until_the_limit(extension):
    request, engagement = decide(extension, (YES, YES))
    assert (request.agreed_groups, request.agreed_end) == (2, LIMIT)
    assert engagement.extended_until == date(2024, 11, 1)


def test_where_two_state_different_terms_the_smaller_and_the_earlier_hold(extension):
    one = Decision(result=ReviewResult.AGREE, groups=1, agreed_end=date(2024, 10, 15))
    two = Decision(result=ReviewResult.AGREE, groups=2, agreed_end=date(2024, 9, 30))
    request, _ = decide(extension, (one, two))
    assert (request.agreed_groups, request.agreed_end) == (1, date(2024, 9, 30))


@pytest.mark.parametrize(
    ("last", "limit"),
    [
        (date(2024, 7, 31), date(2024, 10, 31)),
        (date(2024, 2, 29), date(2024, 5, 31)),
        (date(2024, 11, 30), date(2025, 2, 28)),
        (date(2024, 7, 15), date(2024, 10, 15)),
    ],
)
def test_three_months_run_from_the_day_after_the_original_end(extension, last, limit):
    """AM-113, NT-06-12"""
    engagement = extension.engagement(period=Period(date(2023, 9, 1), last + timedelta(days=1)))
    assert limit_of(engagement, Completion(rule="NT-06-12", months=3)) == limit


@pytest.mark.parametrize(
    ("agreed_end", "rule"),
    [
        pytest.param(date(2024, 7, 30), "AM-119", id="before the original end"),
        pytest.param(date(2024, 7, 31), None, id="on the original end"),
        pytest.param(date(2024, 10, 30), None, id="a day before the limit"),
        pytest.param(LIMIT, None, id="on the limit"),
        pytest.param(date(2024, 11, 1), "NT-06-12", id="a day after the limit"),
    ],
)
def test_the_agreed_day_lies_between_the_original_end_and_the_limit(extension, agreed_end, rule):
    said = Decision(result=ReviewResult.AGREE, agreed_end=agreed_end)
    if rule is None:
        assert decide(extension, (said, YES))[0].agreed_end == agreed_end
        return
    with pytest.raises(Refusal) as no:
        decide(extension, (said,))
    assert no.value.rule == rule


TERMS = {
    "a refusal without a reason": (Decision(result=ReviewResult.DISAGREE), "NT-09-33"),
    "a refusal with groups": (Decision(result=ReviewResult.DISAGREE, reason=Why.OTHER, groups=1), "NT-09-33"),
    "more than was asked for": (Decision(result=ReviewResult.AGREE, groups=3), "NT-06-15"),
}


@pytest.mark.parametrize(("said", "rule"), TERMS.values(), ids=TERMS)
def test_wrong_terms_are_refused(extension, said, rule):
    with pytest.raises(Refusal) as no:
        decide(extension, (said,))
    assert no.value.rule == rule


WHO = {
    "another A unit's case manager": ({"roles": ("a_case_manager",), "unit": uuid4()}, "NT-06-10"),
    "the supervisor, where the A unit reviews": ({"roles": ("care_supervisor",)}, "NT-06-10"),
    "the provider": ({"roles": ("b_unit",)}, "NT-06-10"),
    "the same person in the second seat": ({"roles": ("a_case_manager",), "named": "care_manager"}, "NT-06-11"),
    "the care manager again": ({"roles": ("care_manager",), "named": "cm-2"}, "NT-06-10"),
}


@pytest.mark.parametrize(("who", "rule"), WHO.values(), ids=WHO)
def test_each_seat_is_taken_once_and_by_its_own_person(extension, who, rule):
    request, _ = decide(extension, (YES,))
    more = {name: value for name, value in who.items() if name != "roles"}
    with pytest.raises(Refusal) as no:
        may_review(request, extension.person(*who["roles"], **more))
    assert no.value.rule == rule


def test_a_person_with_both_roles_takes_one_seat_only(extension):
    request, engagement = submitted(extension)
    both = extension.person("care_manager", "a_case_manager", named="p-1")
    request, _ = review(request, engagement, extension.rules(), YES, both, on=EIGHTH)
    with pytest.raises(Refusal) as no:
        may_review(request, both)
    assert no.value.rule == "NT-06-11"


def test_without_an_a_unit_the_supervisor_is_the_second_reviewer(extension):
    """AM-124"""
    assert extension.rules().reviewing.of(has_a_unit=False) == (By.CARE_MANAGER, By.CARE_SUPERVISOR)
    request, engagement = submitted(extension, By.CARE_MANAGER, By.CARE_SUPERVISOR)
    for role in ("care_manager", "care_supervisor"):
        who = extension.person(role, a_unit=None)
        request, engagement = review(request, engagement, extension.rules(), YES, who, on=EIGHTH)
    assert (request.status, engagement.status) == (Status.APPROVED, Training.EXTENDED)


@pytest.mark.parametrize("role", ["care_manager", "care_supervisor"])
def test_in_taoyuan_the_centre_decides_alone_and_states_the_last_day(extension, role):
    """TY-3310-05"""
    rules = extension.rules("taoyuan")
    assert rules.reviewing.of(has_a_unit=True) == (By.CARE_MGMT_CENTER,)
    request, engagement = submitted(extension, By.CARE_MGMT_CENTER)
    who = extension.person(role)
    with pytest.raises(Refusal) as no:
        review(request, engagement, rules, YES, who, on=EIGHTH)
    assert no.value.rule == "AM-119"
    until = replace(YES, agreed_end=date(2024, 12, 31))
    request, engagement = review(request, engagement, rules, until, who, on=EIGHTH)
    assert (request.status, engagement.ends) == (Status.APPROVED, date(2025, 1, 1))


def test_a_refusal_may_close_at_once_where_the_county_says_so(extension):
    """AM-115"""
    at_once = extension.rules(after_refusal=AfterRefusal.CLOSE_AT_ONCE)
    _, engagement = decide(extension, (NO,), rules=at_once)
    assert (engagement.status, engagement.closing_cause) == (Training.CLOSING, ClosingCause.EXTENSION_REFUSED)


def test_a_refusal_after_the_last_group_closes_what_waited(extension):
    """AM-16: the training waited for the reviewers"""
    request, engagement = submitted(extension)
    waits = replace(engagement, sessions_delivered=12)
    _, after = decide(extension, (NO,), of=(request, waits))
    assert (after.status, after.closing_cause) == (Training.CLOSING, ClosingCause.GROUPS_DONE)


def test_what_is_being_closed_because_its_period_is_over_goes_on_when_both_agree_late(extension):
    """AM-116: late results are valid; silence decided nothing meanwhile"""
    request, engagement = submitted(extension)
    over = replace(engagement, status=Training.CLOSING, closing_cause=ClosingCause.PERIOD_OVER)
    _, after = decide(extension, (YES, YES), of=(request, over), on=date(2024, 8, 5))
    assert (after.status, after.closing_cause, after.ends) == (Training.EXTENDED, None, date(2024, 11, 1))


def test_what_is_closed_by_a_criterion_goes_on_no_more(extension):
    request, engagement = submitted(extension)
    over = replace(engagement, status=Training.CLOSING, closing_cause=ClosingCause.CRITERION)
    with pytest.raises(Refusal) as no:
        decide(extension, (YES, YES), of=(request, over))
    assert no.value.rule == "NT-06-04"


def test_an_agreement_whose_day_has_passed_is_refused(extension):
    early = replace(YES, agreed_end=date(2024, 9, 30))
    request, engagement = decide(extension, (early,))
    with pytest.raises(Refusal) as no:
        review(request, engagement, extension.rules(), YES, extension.person("a_case_manager"), on=date(2024, 10, 1))
    assert no.value.rule == "AM-119"


@pytest.mark.parametrize(("on", "late"), [(11, False), (12, False), (13, True)])
def test_a_result_after_its_due_date_is_marked_late_and_stands(extension, on, late):
    request, engagement = submitted(extension)
    due = tuple(replace(r, due_on=date(2024, 4, 12)) for r in request.reviews)
    request, engagement = decide(
        extension, (YES, YES), of=(replace(request, reviews=due), engagement), on=date(2024, 4, on)
    )
    assert (request.status, request.review_overdue) == (Status.APPROVED, late)

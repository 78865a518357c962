"""Does an engagement only take the ways that lifecycle 4 draws?"""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from chassis.testing.harness import packs
from prof_service.domain import documents, eligibility, engagement, length, records, sessions, spacing
from prof_service.domain.engagement import NEXT, Engagement, Referral, Status, refer, release, reply


def an_engagement(**changes):
    base = Engagement(
        id=uuid4(),
        case_id=uuid4(),
        county="nantou",
        plan_id=uuid4(),
        plan_item_id=uuid4(),
        service_code="CA07",
        groups=4,
        visits_per_group=3,
        sessions_approved=12,
        period=Period(date(2024, 2, 1), date(2024, 8, 1)),
        status=Status.ITEM_APPROVED,
    )
    return replace(base, **changes)


def a_referral(**changes):
    return replace(Referral(id=uuid4(), unit_id=uuid4(), referred_on=date(2024, 2, 5)), **changes)


def test_every_status_has_its_next_ones():
    assert set(NEXT) == set(Status)


def test_every_status_can_be_reached_and_only_a_restarted_one_is_the_end():
    reached = {Status.ITEM_APPROVED} | {to for many in NEXT.values() for to in many}
    assert reached == set(Status)
    assert [status for status, many in NEXT.items() if not many] == [Status.RESTARTED]


def test_every_no_cites_a_rule_of_the_catalogue():
    modules = (documents, eligibility, engagement, length, records, sessions, spacing)
    nos = [value for module in modules for value in vars(module).values() if isinstance(value, engagement.No)]
    assert len(nos) > 20
    for no in nos:
        assert packs().source(no.rule)
    for part in (*records.parts_of(1), *records.parts_of(2)):
        assert packs().source(part.rule)


def test_a_referral_and_its_answer_bring_it_to_replied():
    referral = a_referral()
    at_unit = refer(an_engagement(), referral)
    assert (at_unit.status, at_unit.first_referred_on) == (Status.REFERRED, date(2024, 2, 5))
    answered = reply(at_unit, referral.id, replied_on=date(2024, 2, 6))
    assert (answered.status, answered.referral.replied_on) == (Status.REPLIED, date(2024, 2, 6))


def test_a_repeated_referral_and_a_repeated_answer_say_nothing_new():
    referral = a_referral()
    answered = reply(refer(an_engagement(), referral), referral.id, replied_on=date(2024, 2, 6))
    assert refer(answered, referral) == answered
    assert reply(answered, referral.id, replied_on=date(2024, 2, 9)) == answered


def test_an_answer_to_a_referral_that_has_it_no_more_says_nothing():
    at_unit = refer(an_engagement(), a_referral())
    assert reply(at_unit, uuid4(), replied_on=date(2024, 2, 6)) == at_unit


@pytest.mark.parametrize(
    ("status", "back"),
    [
        (Status.REFERRED, Status.ITEM_APPROVED),
        (Status.REPLIED, Status.ITEM_APPROVED),
        (Status.FIRST_SERVED, Status.FIRST_SERVED),
        (Status.GOAL_ACTIVE, Status.GOAL_ACTIVE),
        (Status.IN_TRAINING, Status.IN_TRAINING),
        (Status.EXTENDED, Status.EXTENDED),
    ],
)
def test_a_released_item_waits_again_but_a_training_goes_on(status, back):
    referral = a_referral()
    released = release(an_engagement(status=status, referral=referral, sessions_delivered=0), referral.id)
    assert (released.status, released.referral) == (back, None)


def test_the_next_unit_of_a_training_takes_it_over_with_its_count():
    started = an_engagement(status=Status.IN_TRAINING, sessions_delivered=5, first_referred_on=date(2024, 2, 5))
    taken = refer(started, a_referral(referred_on=date(2024, 4, 1)))
    assert (taken.status, taken.sessions_delivered) == (Status.IN_TRAINING, 5)
    assert taken.first_referred_on == date(2024, 2, 5)
    assert taken.referral.replied_on is None


def test_a_second_referral_beside_the_first_is_refused_unless_it_replaces_it():
    first, second = a_referral(), a_referral()
    at_unit = refer(an_engagement(), first)
    with pytest.raises(Refusal) as no:
        refer(at_unit, second)
    assert no.value.rule == "NT-04-22"
    assert refer(at_unit, second, replaces=first.id).referral == second


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ITEM_APPROVED} - engagement.IN_SERVICE))
def test_an_item_that_does_not_wait_cannot_be_referred(status):
    with pytest.raises(Refusal):
        refer(an_engagement(status=status), a_referral())

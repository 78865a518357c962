"""What may follow what in the life of a referral, whatever the order of attempts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No, Refusal
from chassis.testing.harness import packs
from dispatch.domain import a_dispatch, b_referral, cases, fees, reassignment, referral, rotation, selection
from dispatch.domain.reassignment import Mode, set_mode
from dispatch.domain.referral import Referral, accept, delay, end, may_reassign, may_reply, reassign, reply, serve
from dispatch.domain.status import NEXT_A, NEXT_B, OPEN, Status
from dispatch.domain.units import Unit
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from schemas.codes import ReassignmentReason, ReferralAnswer, ReferralClock, ReferralMethod, UnitType

DAY = date(2024, 2, 5)
NEW = Referral(
    id=UUID(int=1),
    case_id=UUID(int=2),
    county="nantou",
    unit_type=UnitType.B,
    unit_id=UUID(int=3),
    district="埔里鎮",
    method=ReferralMethod.CLIENT_CHOICE,
    candidates=2,
    referred_on=DAY,
    referred_at=datetime(2024, 2, 5, tzinfo=UTC),
)
TO_A = replace(NEW, unit_type=UnitType.A)


def test_the_two_tables_cover_every_status_and_lead_nowhere_unknown():
    assert NEXT_A.keys() | NEXT_B.keys() == set(Status)
    for table in (NEXT_A, NEXT_B):
        assert set().union(*table.values()) <= table.keys()
    assert set(Status) - OPEN == {Status.TRANSFERRED, Status.REASSIGNED, Status.ENDED}


def test_the_b_table_is_the_lifecycle_of_the_domain():
    assert NEXT_B[Status.DECLINED] == {Status.REASSIGNED, Status.ENDED}
    assert NEXT_B[Status.SERVING] == {Status.REASSIGNED, Status.ENDED}
    assert Status.DELAYED not in NEXT_B[Status.DELAYED]


@pytest.mark.parametrize(
    ("day", "ok"), [(date(2024, 2, 4), False), (DAY, True), (date(2024, 2, 6), True), (date(2024, 2, 7), False)]
)
def test_an_acceptance_lies_between_the_referral_and_today(day, ok):
    if ok:
        assert accept(TO_A, accepted_on=day, today=date(2024, 2, 6)).status is Status.ACCEPTED
    else:
        with pytest.raises(Refusal, match="NA-05-06"):
            accept(TO_A, accepted_on=day, today=date(2024, 2, 6))


ANSWERS = {
    "in time": (NEW, ReferralAnswer.ACCEPTED, "no_staff", None),
    "late, before another unit was asked": (delay(NEW, ReferralClock.REPLY), ReferralAnswer.ACCEPTED, None, None),
    "late, after another unit was asked": (
        reassign(delay(NEW, ReferralClock.REPLY), on=DAY, reason=ReassignmentReason.DELAYED),
        ReferralAnswer.ACCEPTED,
        None,
        "NA-02-28",
    ),
    "a late refusal after another unit was asked": (
        reassign(NEW, on=DAY, reason=ReassignmentReason.DELAYED),
        ReferralAnswer.DECLINED,
        "no_staff",
        "NA-02-28",
    ),
    "a second acceptance": (reply(NEW, ReferralAnswer.ACCEPTED, on=DAY), ReferralAnswer.ACCEPTED, None, "NT-04-08"),
    "a refusal after the acceptance": (
        reply(NEW, ReferralAnswer.ACCEPTED, on=DAY),
        ReferralAnswer.DECLINED,
        "no_staff",
        None,
    ),
    "a refusal without a reason": (NEW, ReferralAnswer.DECLINED, None, "NA-04-08"),
    "after the first service": (serve(NEW, served_on=DAY), ReferralAnswer.DECLINED, "no_staff", "NA-02-28"),
    "of an A unit": (TO_A, ReferralAnswer.ACCEPTED, None, "NA-03-06"),
}


@pytest.mark.parametrize(("before", "answer", "reason", "no"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_taken_until_another_unit_is_asked(before, answer, reason, no):
    if no is None:
        assert reply(before, answer, on=DAY, reason=reason).status in {Status.REPLIED, Status.DECLINED}
    else:
        with pytest.raises(Refusal) as refused:
            reply(before, answer, on=DAY, reason=reason)
        assert refused.value.rule == no


def test_a_service_after_the_reassignment_is_noted_and_changes_nothing():
    gone = reassign(NEW, on=DAY, reason=ReassignmentReason.DELAYED)
    served = serve(gone, served_on=DAY)
    assert (served.status, served.served_on) == (Status.REASSIGNED, DAY)


def test_each_clock_is_noted_once():
    late = delay(delay(delay(NEW, ReferralClock.REPLY), ReferralClock.FIRST_SERVICE), ReferralClock.REPLY)
    assert late.late == (ReferralClock.REPLY, ReferralClock.FIRST_SERVICE)
    assert late.status is Status.DELAYED


def test_a_principle_is_an_a_unit_s_and_one_that_the_county_allows():
    assert set_mode(_unit(UnitType.A), Mode.AUTOMATIC, ("propose", "automatic")) is Mode.AUTOMATIC
    with pytest.raises(Refusal, match="mode_not_allowed"):
        set_mode(_unit(UnitType.A), Mode.AUTOMATIC, ("propose",))
    with pytest.raises(Refusal, match="not_an_a_unit"):
        set_mode(_unit(UnitType.B), Mode.PROPOSE, ("propose",))


def _unit(kind):
    return Unit(
        id=UUID(int=1),
        county="nantou",
        unit_type=kind,
        name="示範單位（虛構）",
        districts=frozenset(),
        service_codes=frozenset(),
        contract=Period(DAY),
    )


DOMAIN = (a_dispatch, b_referral, cases, fees, reassignment, referral, rotation, selection)


def test_every_no_cites_a_rule_of_the_catalogue():
    noes = [no for module in DOMAIN for no in vars(module).values() if isinstance(no, No)]
    assert len(noes) > 15
    for no in noes:
        assert packs().source(no.rule), no.code


class Life(RuleBasedStateMachine):
    """Anything is tried in any order; only what the table allows happens."""

    def __init__(self):
        super().__init__()
        self.now = NEW

    def attempt(self, step):
        before = self.now
        try:
            self.now = step(before)
        except Refusal:
            assert self.now is before
        else:
            moved = self.now.status is not before.status
            assert not moved or self.now.status in NEXT_B[before.status]

    @rule()
    def accepts(self):
        self.attempt(lambda r: reply(r, ReferralAnswer.ACCEPTED, on=DAY))

    @rule()
    def declines(self):
        self.attempt(lambda r: reply(r, ReferralAnswer.DECLINED, on=DAY, reason="no_staff"))

    @rule()
    def is_late(self):
        self.attempt(lambda r: delay(r, ReferralClock.REPLY))

    @rule()
    def serves(self):
        self.attempt(lambda r: serve(r, served_on=DAY))

    @rule()
    def is_reassigned(self):
        self.attempt(lambda r: reassign(r, on=DAY, reason=ReassignmentReason.DELAYED))

    @precondition(lambda self: self.now.status is Status.SERVING)
    @rule()
    def ends(self):
        self.attempt(lambda r: end(r, on=DAY, reason="case_closed"))

    @invariant()
    def a_guard_refuses_what_its_decision_would(self):
        for guard, decision in (
            (may_reassign, lambda r: reassign(r, on=DAY, reason=ReassignmentReason.DELAYED)),
            (may_reply, lambda r: reply(r, ReferralAnswer.ACCEPTED, on=DAY)),
        ):
            assert _refusal(guard, self.now) == _refusal(decision, self.now)


def _refusal(function, of):
    try:
        function(of)
    except Refusal as no:
        return no.no.code
    return None


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)

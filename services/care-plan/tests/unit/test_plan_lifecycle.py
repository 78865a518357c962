"""A plan moves as lifecycle 2 says; what was sent never changes; nothing is skipped in silence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from care_plan.domain.drafting import contact, draft, may_draft
from care_plan.domain.plan import NEXT, UNDER_WORK, Plan, Status, Version, put_in_force, start, take_over
from care_plan.domain.review import approve, send_back, submit
from care_plan_builders import PERIOD, REFERRED, assignment, client, item, plan, rules
from chassis.kernel.ids import uuid7
from chassis.kernel.money import Money
from chassis.kernel.refusal import Refusal
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from schemas.codes import ContactKind, ReturnReason

DAY = date(2024, 1, 24)


def test_every_status_says_what_may_follow() -> None:
    assert set(NEXT) == set(Status)
    assert {s for following in NEXT.values() for s in following} | {Status.DRAFTING} == set(Status)


def test_no_plan_is_begun_before_the_quota_is_approved() -> None:
    with pytest.raises(Refusal) as no:
        start(uuid7(), uuid7(), case_id=uuid7(), county="nantou", by=assignment(), quota_approved=False)
    assert no.value.rule == "NA-02-01"


@pytest.mark.parametrize(
    ("status", "code", "rule_id"),
    [
        (Status.SUBMITTED, "plan_with_the_centre", "NA-02-26"),
        (Status.APPROVED, "plan_already_approved", "NA-02-34"),
        (Status.IN_FORCE, "plan_already_approved", "NA-02-34"),
        (Status.SUPERSEDED, "plan_already_approved", "NA-02-34"),
        (Status.ENDED, "plan_already_approved", "NA-02-34"),
    ],
)
def test_a_plan_is_not_written_in_when(status: Status, code: str, rule_id: str) -> None:
    with pytest.raises(Refusal) as no:
        may_draft(plan(item(), status=status))
    assert (no.value.no.code, no.value.rule) == (code, rule_id)


def refused(command: Callable[[], object]) -> str | None:
    try:
        command()
    except Refusal as no:
        return no.no.code
    return None


@pytest.mark.parametrize(("days", "code"), [(1, None), (0, None), (-1, "period_too_early")])
def test_a_plan_begins_on_the_day_of_the_referral_at_the_earliest(days: int, code: str | None) -> None:
    period = replace(PERIOD, starts=REFERRED + timedelta(days=days))
    assert refused(lambda: draft(plan(), items=[item()], period=period, expectation=None)) == code


@pytest.mark.parametrize(("days", "code"), [(-1, None), (0, None), (1, "contact_in_the_future")])
def test_a_visit_is_not_in_the_future(days: int, code: str | None) -> None:
    made_on = DAY + timedelta(days=days)
    assert refused(lambda: contact(plan(), ContactKind.HOME, made_on=made_on, today=DAY)) == code


def test_the_first_contact_counts_and_the_latest_visit() -> None:
    after = plan(contacted_on=None, visited_on=None)
    for kind, day in (
        (ContactKind.PHONE, 20),
        (ContactKind.FACE_TO_FACE, 19),
        (ContactKind.HOME, 22),
        (ContactKind.HOME, 21),
    ):
        after = contact(after, kind, made_on=date(2024, 1, day), today=DAY)
    assert (after.contacted_on, after.visited_on) == (date(2024, 1, 19), date(2024, 1, 22))


def test_a_contact_after_the_approval_is_no_longer_one_before_the_plan() -> None:
    with pytest.raises(Refusal, match="drafting_is_over"):
        contact(plan(status=Status.APPROVED), ContactKind.PHONE, made_on=DAY, today=DAY)


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.SUBMITTED])
def test_only_what_was_submitted_is_reviewed(status: Status) -> None:
    of = plan(item(), status=status)
    with pytest.raises(Refusal) as no:
        approve(of, client(), rules(), on=DAY)
    assert no.value.rule == "NA-02-26"
    with pytest.raises(Refusal) as no:
        send_back(of, ReturnReason.INCOMPLETE, on=DAY, next_id=uuid7(), copies=[uuid7()], note=None)
    assert no.value.rule == "NA-02-16"


def test_a_plan_is_not_approved_over_a_quota_that_was_lowered_meanwhile() -> None:
    sent = submit(plan(item()), client(), rules(), on=DAY)
    with pytest.raises(Refusal, match="over_quota"):
        approve(sent, client(quota=Money(8999)), rules(), on=DAY)


def test_the_first_referral_puts_an_approved_plan_in_force_and_the_second_changes_nothing() -> None:
    in_force = put_in_force(plan(item(), status=Status.APPROVED))
    assert in_force.status is Status.IN_FORCE
    assert put_in_force(in_force) is in_force
    with pytest.raises(Refusal, match="wrong_order"):
        put_in_force(plan(item()))


@pytest.mark.parametrize("status", Status)
def test_another_a_unit_begins_with_a_contact_of_its_own_only_while_the_plan_is_drafted(status: Status) -> None:
    other = assignment()
    before = plan(item(), status=status)
    after = take_over(before, other)
    assert (after.unit_id, after.referral_id, after.status) == (other.unit_id, other.referral_id, status)
    starts_anew = (after.contacted_on, after.visited_on, after.latest.unit_id) == (None, None, other.unit_id)
    assert starts_anew is (status in UNDER_WORK)
    assert starts_anew or after.versions == before.versions


class PlanMachine(RuleBasedStateMachine):
    """Anything is tried in any order: what is refused changes nothing, and what was sent stays as it was."""

    plan: Plan
    sent: dict[int, Version]

    @initialize()
    def begin(self) -> None:
        self.plan, self.sent = plan(contacted_on=None, visited_on=None), {}

    def tries(self, command: Callable[[Plan], Plan]) -> None:
        before = self.plan
        try:
            self.plan = command(before)
        except Refusal:
            return
        assert self.plan.status is before.status or self.plan.status in NEXT[before.status]

    @rule()
    def contacts(self) -> None:
        self.tries(lambda p: contact(p, ContactKind.PHONE, made_on=DAY, today=DAY))

    @rule()
    def visits(self) -> None:
        self.tries(lambda p: contact(p, ContactKind.HOME, made_on=DAY, today=DAY))

    @rule()
    def drafts(self) -> None:
        self.tries(lambda p: draft(p, items=[item()], period=PERIOD, expectation=None))

    @rule()
    def drafts_too_much(self) -> None:
        self.tries(lambda p: draft(p, items=[item(quantity=5)], period=PERIOD, expectation=None))

    @rule()
    def submits(self) -> None:
        self.tries(lambda p: submit(p, client(), rules(), on=DAY))

    @rule()
    def returns(self) -> None:
        copies = [uuid7() for _ in self.plan.latest.items]
        self.tries(lambda p: send_back(p, ReturnReason.PLAN_PADDING, on=DAY, next_id=uuid7(), copies=copies, note=None))

    @rule()
    def approves(self) -> None:
        self.tries(lambda p: approve(p, client(), rules(), on=DAY))

    @rule()
    def refers(self) -> None:
        self.tries(put_in_force)

    @invariant()
    def versions_are_numbered_and_kept(self) -> None:
        assert [v.no for v in self.plan.versions] == list(range(1, len(self.plan.versions) + 1))
        assert all(v.status is Status.RETURNED for v in self.plan.versions[:-1])
        for version in self.plan.versions:
            if version.submitted_on is not None:
                first = self.sent.setdefault(version.no, version)
                assert (version.items, version.period) == (first.items, first.period)

    @invariant()
    def nothing_over_quota_is_ever_sent(self) -> None:
        assert all(v.total <= client().quota for v in self.sent.values())

    @invariant()
    def nothing_is_sent_without_a_visit(self) -> None:
        assert not self.sent or (self.plan.contacted_on and self.plan.visited_on)


PlanMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestPlanMachine = PlanMachine.TestCase

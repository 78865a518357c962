"""Whatever is asked, sent and reviewed in whatever order: never two open requests, never more than half, only two agreements extend."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from uuid import uuid4

from chassis.kernel.refusal import Refusal
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from prof_service.domain.engagement import NEXT as TRAINING_NEXT
from prof_service.domain.engagement import Status as Training
from prof_service.domain.extension import NEXT, Standing, Status
from prof_service.domain.extension_request import request_extension, withdraw
from prof_service.domain.extension_review import review
from prof_service.domain.extension_terms import Decision
from prof_service.domain.sessions import Served, TrainingRules, deliver
from schemas.professional_codes import AfterRefusal, ReviewResult
from schemas.professional_codes import ExtensionReviewer as By
from schemas.professional_codes import ExtensionReviewReason as Why

ROLES = ("care_manager", "a_case_manager", "care_supervisor", "b_unit")


def machine(extension):
    """The machine needs the builders, which a fixture finds."""

    class Extending(RuleBasedStateMachine):
        @initialize(groups=st.integers(1, 4), at_once=st.booleans(), times=st.integers(2, 8))
        def in_training(self, groups, at_once, times):
            then = AfterRefusal.CLOSE_AT_ONCE if at_once else AfterRefusal.FINISH_ORIGINAL
            self.rules = extension.rules(after_refusal=then)
            times = min(times, 3 * groups)
            self.served = list(extension.weekly(times))
            self.today = self.served[-1]
            self.requests = []
            self.engagement = extension.engagement(
                groups=groups,
                sessions_approved=3 * groups,
                sessions_delivered=times,
                last_served_on=self.today,
            )
            self.walked = [self.engagement.status]

        def take(self, after):
            if after.status is not self.engagement.status:
                self.walked.append(after.status)
            self.engagement = after

        @rule(days=st.integers(1, 40))
        def days_pass(self, days):
            self.today += timedelta(days=days)

        @rule()
        def a_session_is_served(self):
            who = {"session_id": uuid4(), "started_at": time(9), "ended_at": time(10), "staff": "ot-07"}
            served = Served(**who, served_on=self.today, guidance_targets=("client",))
            try:
                after, _ = deliver(self.engagement, TrainingRules(), served, today=self.today)
            except Refusal:
                return
            self.served.append(self.today)
            self.take(after)

        @rule(groups=st.integers(1, 4), back=st.integers(-1, 3), sent=st.booleans())
        def it_is_asked_for(self, groups, back, sent):
            on = self.today - timedelta(days=back)
            to = dict.fromkeys((By.CARE_MANAGER, By.A_CASE_MANAGER), on) if sent else {}
            form = extension.form(signed_on=on)
            asked = extension.application(groups=groups, applied_on=on, sent_on=to, form=form)
            at = Standing(
                engagement=self.engagement,
                cms_level=4,
                served_on=tuple(self.served),
                earlier=tuple(self.requests),
            )
            try:
                after, request, _ = request_extension(at, self.rules, asked, extension.seats(), today=self.today)
            except Refusal:
                return
            self.requests.append(request)
            self.take(after)

        @rule(
            role=st.sampled_from(ROLES),
            person=st.sampled_from(["p-1", "p-2"]),
            agree=st.booleans(),
            groups=st.none() | st.integers(1, 4),
            end=st.none() | st.dates(date(2024, 7, 1), date(2024, 12, 1)),
        )
        def it_is_reviewed(self, role, person, agree, groups, end):
            if not self.requests:
                return
            said = Decision(result=ReviewResult.DISAGREE, reason=Why.OTHER)
            if agree:
                said = Decision(result=ReviewResult.AGREE, groups=groups, agreed_end=end)
            who = extension.person(role, named=person)
            request = self.requests[-1]
            try:
                after, engagement = review(request, self.engagement, self.rules, said, who, on=self.today)
            except Refusal:
                return
            assert after.status is request.status or after.status in NEXT[request.status]
            self.requests[-1] = after
            self.take(engagement)

        @rule()
        def it_is_taken_back(self):
            if self.requests and self.requests[-1].status is Status.SUBMITTED:
                self.requests[-1], free = withdraw(self.requests[-1], self.engagement, on=self.today)
                self.take(free)

        @invariant()
        def one_application_and_one_open_at_most(self):
            for request in getattr(self, "requests", ()):
                assert len(self.requests) == 1
                pending = request.status is Status.SUBMITTED
                assert self.engagement.extension_pending == pending

        @invariant()
        def only_two_agreements_of_two_persons_extend(self):
            if not getattr(self, "requests", ()):
                return
            request = self.requests[-1]
            agreed = [r.reviewed_by for r in request.reviews if r.result is ReviewResult.AGREE]
            extended = self.engagement.extended_groups > 0
            assert extended == (request.status is Status.APPROVED)
            assert not extended or len(set(agreed)) == 2

        @invariant()
        def never_more_than_half_and_never_beyond_the_limit(self):
            if not hasattr(self, "engagement"):
                return
            at = self.engagement
            assert at.extended_groups <= at.groups // 2
            assert at.sessions_delivered <= at.sessions_allowed <= at.sessions_approved * 3 // 2
            assert at.extended_until is None or date(2024, 8, 1) <= at.extended_until <= date(2024, 11, 1)
            assert all(day < at.ends for day in self.served)

        @invariant()
        def the_status_is_reached_by_its_history(self):
            assert all(b in TRAINING_NEXT[a] for a, b in pairwise(getattr(self, "walked", [])))

    return Extending


def test_random_orders_of_requests_and_reviews(extension):
    case = machine(extension).TestCase
    case.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
    case("runTest").runTest()


def test_the_machine_can_extend(extension):
    """So that the invariants above speak of something."""
    one = machine(extension)()
    one.in_training(groups=4, at_once=False, times=8)
    one.it_is_asked_for(groups=2, back=0, sent=True)
    one.it_is_reviewed("care_manager", "p-1", True, None, None)
    one.it_is_reviewed("a_case_manager", "p-2", True, 1, None)
    assert one.engagement.status is Training.EXTENDED
    assert replace(one.requests[-1]).agreed_groups == 1

"""Whatever is tried in whatever order: never a session too many, too soon, unanswered or outside the period."""

from datetime import date, time, timedelta
from itertools import pairwise
from uuid import uuid4

from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from chassis.testing.harness import packs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from prof_service.domain.engagement import IN_SERVICE, NEXT, Engagement, Referral, Status, refer, release, reply
from prof_service.domain.sessions import Served, deliver, next_session_from
from prof_service.policies import training_rules


class Training(RuleBasedStateMachine):
    """One engagement, by the real pack of a county, over any days."""

    @initialize(county=st.sampled_from(["nantou", "taoyuan", "yilan"]), groups=st.integers(1, 2))
    def approved(self, county, groups):
        self.today = date(2024, 2, 1)
        self.pack = packs().county(county)
        self.sessions = []
        self.walked = [Status.ITEM_APPROVED]
        self.engagement = Engagement(
            id=uuid4(),
            case_id=uuid4(),
            county=county,
            plan_id=uuid4(),
            plan_item_id=uuid4(),
            service_code="CA07",
            groups=groups,
            visits_per_group=3,
            sessions_approved=3 * groups,
            period=Period(date(2024, 2, 1), date(2024, 8, 1)),
            status=Status.ITEM_APPROVED,
        )

    def take(self, after):
        if after.status is not self.engagement.status:
            self.walked.append(after.status)
        self.engagement = after

    @rule(days=st.integers(1, 40))
    def days_pass(self, days):
        self.today += timedelta(days=days)

    @rule()
    def is_referred(self):
        try:
            self.take(refer(self.engagement, Referral(id=uuid4(), unit_id=uuid4(), referred_on=self.today)))
        except Refusal:
            assert self.engagement.referral is not None

    @rule()
    def is_answered(self):
        if self.engagement.referral is not None:
            self.take(reply(self.engagement, self.engagement.referral.id, replied_on=self.today))

    @rule()
    def is_released(self):
        if self.engagement.referral is not None:
            self.take(release(self.engagement, self.engagement.referral.id))

    @rule(back=st.integers(-1, 20))
    def a_session_is_entered(self, back):
        on = self.today - timedelta(days=back)
        rules = training_rules(self.pack, self.engagement)
        promised = next_session_from(self.engagement, rules)
        served = Served(
            session_id=uuid4(),
            served_on=on,
            started_at=time(9),
            ended_at=time(10),
            staff="ot-07",
            guidance_targets=("client",),
        )
        try:
            after, session = deliver(self.engagement, rules, served, today=self.today)
        except Refusal:
            return
        assert promised is not None
        assert on >= promised
        assert self.engagement.referral.replied_on is not None
        self.sessions.append(session)
        self.take(after)

    @invariant()
    def sessions_are_numbered_spaced_and_no_more_than_approved(self):
        if not hasattr(self, "engagement"):
            return
        days = [s.served_on for s in self.sessions]
        assert [s.no for s in self.sessions] == list(range(1, len(days) + 1))
        assert len(days) <= self.engagement.sessions_approved
        assert all(self.engagement.period.has(day) and day <= self.today for day in days)
        gap = {"nantou": 6, "taoyuan": 7, "yilan": 0}[self.engagement.county]
        assert all((b - a).days >= gap for a, b in pairwise(days) if gap)

    @invariant()
    def the_status_is_reached_by_its_history_and_fits_the_sessions(self):
        if not hasattr(self, "engagement"):
            return
        assert all(b in NEXT[a] for a, b in pairwise(self.walked))
        assert (self.engagement.status in IN_SERVICE | {Status.CLOSING}) == bool(self.sessions)


TestTraining = Training.TestCase
TestTraining.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

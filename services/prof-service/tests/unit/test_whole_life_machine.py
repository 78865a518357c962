"""Whatever is done in whatever order, through several goals: no session too many, none inside the gap, no status unreached."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from uuid import uuid4

from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from chassis.testing.harness import packs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from prof_service.domain.closing import begin_closing
from prof_service.domain.closure import close
from prof_service.domain.eligibility import Client, Item, ItemRules, open_engagement
from prof_service.domain.engagement import IN_SERVICE, NEXT, OVER, Referral, Status, refer, reply
from prof_service.domain.gap import earlier_of
from prof_service.domain.goals import Plan, activate
from prof_service.domain.practice import caught_up, practice_of
from prof_service.domain.restart import may_request, not_restarted, restarted, to_reassessment
from prof_service.domain.sessions import Served, deliver
from prof_service.policies import gap_rule, practice_rule, training_rules
from schemas.professional_codes import ClosingCause, RestartPath

PACK = packs().county("nantou")
CODES = ("CA07", "CA08", "CB01", "CB01a")


class Life(RuleBasedStateMachine):
    """One case with its engagements one after the other or beside each other."""

    @initialize()
    def begins(self):
        self.today = date(2024, 2, 1)
        self.all, self.walked, self.days = {}, {}, {}

    def take(self, after):
        walked = self.walked.setdefault(after.id, [after.status])
        if walked[-1] is not after.status:
            walked.append(after.status)
        self.all[after.id] = after

    def attempt(self, change, which):
        if not self.all:
            return
        before = list(self.all.values())[which % len(self.all)]
        with suppress(Refusal):
            self.take(change(before))

    def practice(self, engagement):
        return practice_of(engagement, practice_rule(PACK, engagement))

    @rule(days=st.integers(1, 60))
    def days_pass(self, days):
        self.today += timedelta(days=days)
        for before in list(self.all.values()):
            after, ends = before, before.ends
            if after.status in IN_SERVICE and self.today >= ends:
                after = begin_closing(after, ClosingCause.PERIOD_OVER, on=self.today)
                self.take(after)
            now = caught_up(after, self.practice(after), today=self.today)
            if after.status is Status.CLOSED and now.status is Status.RESTARTABLE:
                self.take(replace(now, status=Status.SELF_PRACTICE))
            self.take(now)

    @rule(code=st.sampled_from(CODES), groups=st.integers(1, 2))
    def an_item_is_approved(self, code, groups):
        item = Item(
            case_id=uuid4(),
            county="nantou",
            plan_id=uuid4(),
            plan_item_id=uuid4(),
            service_code=code,
            groups=groups,
            visits_per_group=2,
            period=Period(self.today, self.today + timedelta(days=60)),
        )
        earlier = [e for before in self.all.values() for e in earlier_of(before, gap_rule(PACK, before))]
        try:
            opened = open_engagement(uuid4(), item, Client(cms_level=4, in_institution=False), ItemRules(), earlier)
        except Refusal:
            return
        referral = Referral(id=uuid4(), unit_id=uuid4(), referred_on=self.today)
        self.take(opened)
        self.take(refer(opened, referral))
        self.take(reply(self.all[opened.id], referral.id, replied_on=self.today))

    @rule(which=st.integers(0, 9))
    def a_session_is_served(self, which):
        def serve(before):
            served = Served(
                session_id=uuid4(),
                served_on=self.today,
                started_at=time(9),
                ended_at=time(10),
                staff="ot-07",
                guidance_targets=("client",),
            )
            after, _ = deliver(before, training_rules(PACK, before), served, today=self.today)
            self.days.setdefault(after.id, []).append(self.today)
            if after.status is Status.CLOSING and self.walked[after.id][-1] is Status.REPLIED:
                self.walked[after.id].append(Status.FIRST_SERVED)
            if after.status is Status.CLOSING and self.walked[after.id][-1] in {
                Status.FIRST_SERVED,
                Status.GOAL_ACTIVE,
            }:
                self.walked[after.id].append(Status.IN_TRAINING)
            return after

        self.attempt(serve, which)

    @rule(which=st.integers(0, 9))
    def the_goal_is_activated(self, which):
        def set_goal(before):
            plan = Plan(period=before.period, groups=before.groups, guidance_targets=())
            return before if before.status not in IN_SERVICE else activate(before, plan, on=self.today)

        self.attempt(set_goal, which)

    @rule(which=st.integers(0, 9), groups=st.integers(1, 2), days=st.integers(1, 90))
    def an_extension_is_agreed(self, which, groups, days):
        def extend(before):
            if before.status is not Status.IN_TRAINING:
                return before
            until = before.ends + timedelta(days=days)
            return replace(before, status=Status.EXTENDED, extended_groups=groups, extended_until=until)

        self.attempt(extend, which)

    @rule(which=st.integers(0, 9), cause=st.sampled_from([ClosingCause.CRITERION, ClosingCause.MEDICAL]))
    def somebody_closes(self, which, cause):
        self.attempt(lambda before: begin_closing(before, cause, on=self.today), which)

    @rule(which=st.integers(0, 9))
    def the_papers_come(self, which):
        self.attempt(lambda before: close(before, on=self.today), which)

    @rule(which=st.integers(0, 9), path=st.sampled_from(list(RestartPath)), agreed=st.booleans())
    def it_is_asked_for_again(self, which, path, agreed):
        def ask(before):
            practice = self.practice(before)
            may_request(before, practice, path, open_request=None, today=self.today)
            if path is RestartPath.A:
                assert self.today >= before.ends + timedelta(days=90)
            asked = before if path is RestartPath.A else to_reassessment(before, practice, today=self.today)
            self.through_the_calendar(before)
            self.take(asked)
            if agreed:
                return restarted(asked, practice, path, on=self.today)
            return not_restarted(asked, practice, today=self.today)

        self.attempt(ask, which)

    def through_the_calendar(self, before):
        for status in (Status.SELF_PRACTICE, Status.RESTARTABLE):
            now = caught_up(before, self.practice(before), today=self.today).status
            order = [Status.CLOSED, Status.SELF_PRACTICE, Status.RESTARTABLE]
            if before.status in order and order.index(before.status) < order.index(status) <= order.index(now):
                self.take(replace(before, status=status))

    @invariant()
    def never_more_sessions_than_approved_and_extended(self):
        for engagement in getattr(self, "all", {}).values():
            served = self.days.get(engagement.id, [])
            assert len(served) == engagement.sessions_delivered <= engagement.sessions_allowed
            assert all(engagement.whole_period.has(day) for day in served)

    @invariant()
    def no_session_of_the_same_code_inside_the_interval(self):
        found = list(getattr(self, "all", {}).values())
        for earlier in found:
            ends = earlier.ends + timedelta(days=90)
            waived = earlier.is_medical and earlier.reassessed_on is not None
            if earlier.sessions_delivered == 0 or waived or earlier.status not in OVER:
                continue
            for later in found:
                same = gap_rule(PACK, earlier).same_code(earlier.service_code, later.service_code)
                if later.period.starts > earlier.period.starts and same and later.sessions_delivered:
                    first = self.days[earlier.id][0]
                    if first < later.period.starts and earlier.extended_until is None:
                        assert all(day >= ends for day in self.days[later.id])

    @invariant()
    def every_status_is_reached_by_its_history(self):
        for walked in getattr(self, "walked", {}).values():
            assert all(b in NEXT[a] for a, b in pairwise(walked)), walked

    @invariant()
    def what_is_over_has_its_day_and_cause(self):
        for engagement in getattr(self, "all", {}).values():
            assert (engagement.status in OVER) == (engagement.closing_cause is not None)
            practice = self.practice(engagement)
            assert practice is not None
            assert (practice.ends - practice.starts).days == 90


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

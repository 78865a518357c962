"""The way of a case: no step but those of the lifecycle, whatever the order in which they are tried."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from chassis.kernel.money import Money
from chassis.kernel.refusal import Refusal
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from intake.domain.assessment import Assessment, AssessmentRules, Problem, assess, submit
from intake.domain.case import ENDED, NEXT, Case, Status, begin_service, refer_to_a_unit
from intake.domain.closure import close
from intake.domain.screening import EligibilityRules, screen_in, screen_out
from intake.domain.sign_off import SignOffRules, approve, give_back, may_sign_as, not_open
from intake.domain.visit import Visit, book_visit

TODAY = date(2024, 1, 15)
ELIGIBLE = EligibilityRules(groups=("elderly65",), ages={"elderly65": 65}, rule="REG-02")
ASSESSING = AssessmentRules(most_problems=5, ranking_rule="NT-05-01", problem_numbers=frozenset(range(1, 35)))
SIGNING = SignOffRules(
    other_person=True,
    other_person_rule="NA-02-12",
    lowest=2,
    highest=8,
    levels_rule="NA-02-09",
    quotas={level: Money(10000 * level) for level in range(2, 9)},
    foreign_carer_quotas={},
    foreign_carer_percent=30,
)


def a_case(**changed: object) -> Case:
    case = Case(
        id=uuid4(),
        person_id=uuid4(),
        reference="A-2222-2222",
        status=Status.APPLIED,
        channel="phone",
        case_source="self",
        applied_on=TODAY,
        district="埔里鎮",
        residence="home",
    )
    return replace(case, **changed)  # type: ignore[arg-type]


def an_assessment(case: Case, level: int = 4) -> Assessment:
    return Assessment(
        id=uuid4(),
        case_id=case.id,
        visit_id=case.visit_id or uuid4(),
        visited_on=TODAY,
        cms_level=level,
        welfare_class=3,
        foreign_care_worker=False,
        problems=(Problem(1, 4),),
        assessor="assessor",
        mode="division",
    )


def test_the_table_covers_every_status() -> None:
    assert set(NEXT) == set(Status)
    assert set().union(*NEXT.values()) == set(Status) - {Status.APPLIED}


def test_a_case_has_ended_when_nothing_follows() -> None:
    assert {Status.SCREENED_OUT, Status.NOT_OPENED, Status.PERMANENTLY_CLOSED} == set(ENDED)


@pytest.mark.parametrize("status", [s for s in Status if s not in ENDED])
def test_every_open_case_may_end_for_good(status: Status) -> None:
    assert close(a_case(status=status), closure_type="permanent", reason="death").status is Status.PERMANENTLY_CLOSED


@pytest.mark.parametrize("status", [s for s in Status if s in ENDED])
def test_an_ended_case_stays_ended(status: Status) -> None:
    with pytest.raises(Refusal):
        close(a_case(status=status), closure_type="permanent", reason="death")


def test_before_the_approval_no_case_is_closed_for_a_time() -> None:
    for status in (Status.APPLIED, Status.VISIT_SCHEDULED, Status.ASSESSED, Status.PENDING_SIGN_OFF):
        with pytest.raises(Refusal) as refused:
            close(a_case(status=status), closure_type="temporary", reason="hospital")
        assert refused.value.rule == "NA-05-10"
    assert (
        close(a_case(status=Status.APPROVED), closure_type="temporary", reason="hospital").status
        in NEXT[Status.APPROVED]
    )


def test_repeated_facts_of_other_services_change_nothing() -> None:
    dispatched = refer_to_a_unit(a_case(status=Status.APPROVED))
    assert refer_to_a_unit(dispatched) is dispatched
    served = begin_service(dispatched)
    assert begin_service(served) is served
    assert refer_to_a_unit(served) is served


class WayOfACase(RuleBasedStateMachine):
    """Tries every step at any time; what the domain accepts must be an arrow of the lifecycle."""

    def __init__(self) -> None:
        super().__init__()
        self.case = a_case()
        self.assessment: Assessment | None = None
        self.seen = [Status.APPLIED]
        self.signed_by: str | None = None

    def _try(self, step: object) -> bool:
        try:
            after = step()  # type: ignore[operator]
        except Refusal:
            return False
        if after.status is not self.case.status:
            assert after.status in NEXT[self.case.status]
            self.seen.append(after.status)
        self.case = after
        return True

    @rule()
    def screened_in(self) -> None:
        born_on = date(1940, 1, 1)
        self._try(lambda: screen_in(self.case, ELIGIBLE, group="elderly65", born_on=born_on, screened_on=TODAY))

    @rule()
    def screened_out(self) -> None:
        self._try(lambda: screen_out(self.case, target="other", screened_on=TODAY))

    @rule()
    def booked(self) -> None:
        visit = Visit(id=uuid4(), case_id=self.case.id, mode="division", scheduled_on=TODAY, assessor="assessor")
        self._try(lambda: book_visit(self.case, visit, a_unit_told=False))

    @rule(level=st.integers(0, 9))
    def assessed(self, level: int) -> None:
        found = an_assessment(self.case, level)
        if self._try(lambda: assess(self.case, found, ASSESSING, today=TODAY)):
            self.assessment = found

    @rule()
    def submitted(self) -> None:
        self._try(lambda: submit(self.case))

    @rule()
    def returned(self) -> None:
        self._try(lambda: give_back(self.case))

    @rule(signer=st.sampled_from(["assessor", "supervisor"]))
    def approved(self, signer: str) -> None:
        def step() -> Case:
            may_sign_as(self.case, SIGNING, assessors=frozenset({"assessor"}), signer=signer)
            assert self.assessment is not None
            return approve(self.case, self.assessment, SIGNING)[0]

        if self._try(step):
            self.signed_by = signer

    @rule()
    def not_opened(self) -> None:
        if self.assessment is not None:
            found = self.assessment
            self._try(lambda: not_open(self.case, found, SIGNING, target="c_unit"))

    @rule()
    def referred(self) -> None:
        self._try(lambda: refer_to_a_unit(self.case))

    @rule()
    def served(self) -> None:
        self._try(lambda: begin_service(self.case))

    @rule(closure_type=st.sampled_from(["temporary", "permanent"]))
    def closed(self, closure_type: str) -> None:
        self._try(lambda: close(self.case, closure_type=closure_type, reason="withdrawn"))

    @invariant()
    def nobody_is_approved_without_screening_visit_and_another_ones_signature(self) -> None:
        if Status.APPROVED not in self.seen:
            return
        assert self.case.screened_on is not None
        assert self.case.visit_id is not None
        assert self.signed_by == "supervisor"
        assert self.assessment is not None
        assert SIGNING.grants(self.assessment.cms_level)


TestWayOfACase = WayOfACase.TestCase
TestWayOfACase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)

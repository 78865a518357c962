"""What do the tests of care-plan build on? Events as others publish them, a draft as the portal sends it, and plans of the domain."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
from care_plan.domain.client import Client
from care_plan.domain.goals import GoalRule, GoalStatement
from care_plan.domain.items import Item
from care_plan.domain.plan import Assignment, Plan, start
from care_plan.domain.professional import Limit, ProfessionalRules, RankedRule
from care_plan.domain.providers import Offer, ProvidersRule
from care_plan.domain.quota import ForeignCarerRule, QuotaRule
from care_plan.domain.review import PlanRules
from chassis.kernel.ids import uuid7
from chassis.kernel.money import Money
from chassis.kernel.periods import Period
from chassis.testing.harness import Harness
from schemas.codes import GuidanceTarget, ReferralMethod, Residence, UnitType
from schemas.events.dispatch import CaseReferred
from schemas.events.intake import NeedsAssessed, QuotaApproved
from schemas.events.parts import RankedProblem

DRESSING, BATHING, EATING = 4, 2, 3
REFERRED = date(2024, 1, 18)
B1, B2 = uuid4(), uuid4()
PERIOD = Period(date(2024, 2, 1), date(2024, 8, 1))


def goal(**changed: Any) -> GoalStatement:
    """Guidance for the client and the spouse."""
    targets = (GuidanceTarget.CLIENT, GuidanceTarget.PRIMARY_CAREGIVER)
    stated = {"problem_no": DRESSING, "service_code": "CA07", "guidance_targets": targets, "unit_id": B1}
    return GoalStatement(**{**stated, **changed})


def item(**changed: Any) -> Item:
    """CA07, four groups, two a month."""
    planned: dict[str, Any] = {
        "id": uuid7(),
        "service_code": "CA07",
        "pool": "care_professional",
        "price": Money(4500),
        "quantity": 2,
        "groups": 4,
        "problem_no": DRESSING,
        "goal": goal(),
        "offer": Offer(units=(B1, B2), chosen=B1),
    }
    return Item(**{**planned, **changed})


def bathing(**changed: Any) -> Item:
    """BA01, basic body cleaning."""
    plain = {"service_code": "BA01", "price": Money(260), "groups": None, "goal": None, "problem_no": None}
    return item(**{**plain, "quantity": 8, **changed})


def client(**changed: Any) -> Client:
    """Level 4."""
    known = {"quota": Money(18580), "ranked_problems": (DRESSING, BATHING, EATING), "foreign_care_worker": False}
    return Client(**{**known, **changed})


def rules(**changed: Any) -> PlanRules:
    """As Nantou has them in 2024."""
    professional = ProfessionalRules(
        ranked=RankedRule(rule="NT-05-01"),
        goal=GoalRule(rule="NT-05-07", fields=("problem", "combination", "guidance_target", "unit")),
        groups=Limit(rule="NT-09-10", most=4),
        months=Limit(rule="NT-09-09", most=6),
    )
    of_county: dict[str, Any] = {
        "quota": QuotaRule(rule="NA-02-24"),
        "providers": ProvidersRule(rule="NA-02-25", least=2, fewer_if_recorded=True),
        "foreign_carer": ForeignCarerRule(rule="NT-03-02", usable_for=("C",)),
        "professional": professional,
    }
    return PlanRules(**{**of_county, **changed})


def assignment(**changed: Any) -> Assignment:
    """A referral to an A unit."""
    given: dict[str, Any] = {"referral_id": uuid4(), "unit_id": uuid4(), "referred_on": REFERRED}
    return Assignment(**{**given, **changed})


def plan(*items: Item, period: Period | None = PERIOD, **changed: Any) -> Plan:
    """A plan under work, contacted and visited, with these items."""
    begun = start(uuid7(), uuid7(), case_id=uuid4(), county="nantou", by=assignment(), quota_approved=True)
    written = replace(begun.latest, items=items, period=period)
    visited: dict[str, Any] = {"contacted_on": date(2024, 1, 19), "visited_on": date(2024, 1, 22)}
    return replace(begun, **{**visited, "versions": (written,), **changed})


def needs_assessed(case_id: UUID, assessment_id: UUID, problems: tuple[int, ...]) -> NeedsAssessed:
    """Wed 17 Jan: level 4."""
    return NeedsAssessed(
        case_id=case_id,
        assessment_id=assessment_id,
        cms_level=4,
        welfare_class=3,
        foreign_care_worker=False,
        problems=ranked(problems),
        visited_on=date(2024, 1, 17),
        assessor="care_manager-1",
        mode="division",
    )


def quota_approved(case_id: UUID, assessment_id: UUID, **changed: Any) -> QuotaApproved:
    """Thu 18 Jan: 18,580 a month."""
    signed: dict[str, Any] = {
        "case_id": case_id,
        "assessment_id": assessment_id,
        "cms_level": 4,
        "welfare_class": 3,
        "monthly_quota_twd": 18580,
        "quota_percent": 100,
        "valid_from": REFERRED,
        "foreign_care_worker": False,
        "problems": ranked((DRESSING, BATHING, EATING)),
        "district": "埔里鎮",
        "residence": Residence.HOME,
        "approved_on": REFERRED,
    }
    return QuotaApproved(**{**signed, **changed})


def case_referred(case_id: UUID, unit_id: UUID, **changed: Any) -> CaseReferred:
    """To an A unit."""
    referred: dict[str, Any] = {
        "case_id": case_id,
        "referral_id": uuid4(),
        "unit_id": unit_id,
        "unit_type": UnitType.A,
        "method": ReferralMethod.PICKED,
        "affiliated": False,
        "candidates": 2,
        "referred_on": REFERRED,
        "referred_at": datetime(2024, 1, 18, 2, tzinfo=UTC),
        "district": "埔里鎮",
    }
    return CaseReferred(**{**referred, **changed})


def ranked(problems: tuple[int, ...]) -> tuple[RankedProblem, ...]:
    """In this order."""
    return tuple(RankedProblem(rank=n, problem_no=no) for n, no in enumerate(problems, start=1))


def draft_item(**changed: Any) -> dict[str, Any]:
    """The item as the portal sends it."""
    sent: dict[str, Any] = {
        "service_code": "CA07",
        "quantity": 2,
        "groups": 4,
        "problem_no": DRESSING,
        "goal_statement": {
            "problem_no": DRESSING,
            "service_code": "CA07",
            "guidance_targets": ["client", "primary_caregiver"],
            "unit_id": str(B1),
        },
        "providers_offered": [str(B1), str(B2)],
        "chosen_unit_id": str(B1),
    }
    return {**sent, **changed}


def draft(*items: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The draft as the portal sends it."""
    return {
        "items": list(items) or [draft_item()],
        "period_from": "2024-02-01",
        "period_to": "2024-08-01",
        **changed,
    }


class Story:
    """One case and its plan, told to the service by events and HTTP."""

    def __init__(self, service: Harness, county: str = "nantou") -> None:
        self.service = service
        self.county = county
        self.case_id, self.assessment_id, self.unit = uuid4(), uuid4(), uuid4()
        self.referral = case_referred(self.case_id, self.unit)
        self.plan_id = ""

    @property
    def a_manager(self) -> dict[str, str]:
        """A case manager of the A unit."""
        return self.service.bearer("a_case_manager", unit=self.unit, county=self.county)

    @property
    def centre(self) -> dict[str, str]:
        """A care manager."""
        return self.service.bearer("care_manager", county=self.county)

    async def begin(self, **quota: Any) -> Self:
        """Assessed, signed off, referred on Thu 18 Jan."""
        self.service.clock.advance_to(REFERRED)
        for event in (
            needs_assessed(self.case_id, self.assessment_id, (DRESSING, BATHING, EATING)),
            quota_approved(self.case_id, self.assessment_id, **quota),
            self.referral,
        ):
            await self.service.give(event, county=self.county)
        found = await self.service.get("/v1/plans", by=self.a_manager, case_id=str(self.case_id))
        self.plan_id = found.json()["items"][0]["id"]
        return self

    async def post(
        self, noun: str, body: dict[str, Any] | None = None, *, by: dict[str, str] | None = None, **params: Any
    ) -> httpx.Response:
        """A command on the plan, by the A case manager unless told."""
        return await self.service.post(f"/v1/plans/{self.plan_id}/{noun}", body, by=by or self.a_manager, **params)

    async def done(
        self, noun: str, body: dict[str, Any] | None = None, *, by: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """A command that is not refused."""
        answer = await self.post(noun, body, by=by)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def plan(self, *, by: dict[str, str] | None = None) -> dict[str, Any]:
        """The plan with its actions."""
        answer = await self.service.get(f"/v1/plans/{self.plan_id}", by=by or self.a_manager)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def visited(self) -> Self:
        """Contact on Fri 19, visit on Mon 22 Jan."""
        self.service.clock.advance_to(date(2024, 1, 22))
        await self.done("contacts", {"kind": "phone", "made_on": "2024-01-19"})
        await self.done("contacts", {"kind": "home", "made_on": "2024-01-22"})
        return self

    async def submitted(self, *items: dict[str, Any]) -> Self:
        """Drafted and sent on Mon 22 Jan."""
        await self.visited()
        await self.done("drafts", draft(*items))
        await self.done("submissions")
        return self


def refused(answer: httpx.Response, rule: str, *status: int) -> dict[str, Any]:
    """The answer is a problem that names its paragraph."""
    assert answer.status_code in (status or (403, 409, 422)), answer.text
    problem = answer.json()
    assert problem["rule"] == rule, problem
    assert problem["source"]["section"], problem
    return problem

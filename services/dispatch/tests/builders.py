"""Which sentences do the tests of dispatch speak? Units, cases and referrals, made by the commands and events that make them."""

from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID, uuid4

from chassis.testing.harness import harness
from dispatch.definition import DEFINITION
from schemas.codes import ClosureType, SuspensionReason
from schemas.events.audit import DispatchResumed, DispatchSuspended
from schemas.events.care_plan import CarePlanApproved
from schemas.events.intake import CaseClosed, QuotaApproved
from schemas.events.parts import ApprovedItem, RankedProblem
from schemas.events.prof_service import FirstServiceDelivered

DISTRICT = "埔里鎮"


class Town:
    """A county's dispatch under test."""

    def __init__(self, running, county):
        self.h = running
        self.county = county

    def by(self, role, unit=None, person=None):
        return self.h.bearer(role, unit=unit, person=person, county=self.county)

    async def unit(self, kind="B", **changed):
        body = {
            "unit_type": kind,
            "name": "示範單位（虛構）",
            "districts": [DISTRICT],
            "service_codes": ["AA01"] if kind == "A" else ["CA07", "BA01"],
            "contracted_from": "2023-01-01",
            **changed,
        }
        answer = await self.h.post("/v1/units", body, by=self.by("county_gov"))
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    async def case(self, **changed):
        case_id = uuid4()
        await self.h.give(quota(case_id, **changed), county=self.county)
        return case_id

    async def dispatch(self, case_id, unit_id=None, **body):
        given = {"client_choice": False, "reason_code": "nearest_to_client", **body}
        if unit_id:
            given["unit_id"] = str(unit_id)
        return await self.h.post(f"/v1/cases/{case_id}/a-dispatches", given, by=self.by("care_manager"))

    async def planned(self, a_unit, code="CA07", chosen=None, **changed):
        """A case with its A unit and one approved item: (case, item)."""
        case_id = await self.case(**changed)
        answer = await self.dispatch(case_id, a_unit)
        assert answer.status_code == 201, answer.text
        item = uuid4()
        await self.h.give(plan(case_id, item, code, chosen), county=self.county)
        return case_id, item

    async def refer(self, case_id, item, a_unit, unit_id=None, **body):
        given = {"plan_item_id": str(item), "client_choice": unit_id is not None, **body}
        if unit_id:
            given["unit_id"] = str(unit_id)
        by = self.by("a_case_manager", unit=a_unit)
        return await self.h.post(f"/v1/cases/{case_id}/b-referrals", given, by=by)

    async def referred(self, a_unit, b_unit, code="CA07"):
        """A referral to the unit that the client named: (case, item, referral)."""
        case_id, item = await self.planned(a_unit, code)
        answer = await self.refer(case_id, item, a_unit, b_unit)
        assert answer.status_code == 201, answer.text
        return case_id, item, answer.json()

    async def reply(self, referral_id, unit, answer="accepted", **body):
        path = f"/v1/referrals/{referral_id}/replies"
        return await self.h.post(path, {"answer": answer, **body}, by=self.by("b_unit", unit=unit))

    async def principle(self, a_unit, mode):
        path = f"/v1/units/{a_unit}/reassignment-principles"
        return await self.h.post(path, {"mode": mode}, by=self.by("a_case_manager", unit=a_unit))

    async def read(self, referral_id, by=None):
        answer = await self.h.get(f"/v1/referrals/{referral_id}", by=by or self.by("care_manager"))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def referrals(self, by=None, **params):
        answer = await self.h.get("/v1/referrals", by=by or self.by("care_manager"), **params)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def suspend(self, unit_id, reason=SuspensionReason.DEMERIT_POINTS, until=None):
        suspension = uuid4()
        said = DispatchSuspended(
            unit_id=unit_id, suspension_id=suspension, reason=reason, from_on=date(2024, 1, 1), until_on=until
        )
        await self.h.give(said, county=self.county)
        return suspension

    async def resume(self, unit_id, suspension, on):
        said = DispatchResumed(unit_id=unit_id, suspension_id=suspension, resumed_on=on)
        await self.h.give(said, county=self.county)

    async def served(self, case_id, referral, on):
        said = FirstServiceDelivered(
            case_id=case_id,
            engagement_id=uuid4(),
            referral_id=referral["id"],
            unit_id=referral["unit_id"],
            service_code=referral["service_code"],
            served_on=on,
        )
        await self.h.give(said, county=self.county, source="/prof-service")

    async def close(self, case_id, on):
        said = CaseClosed(case_id=case_id, closure_type=ClosureType.PERMANENT, reason="death", closed_on=on)
        await self.h.give(said, county=self.county)

    async def kinds(self):
        """The names of all published events about cases, in order."""
        return [e["type"].removeprefix("tw.ltc.").removesuffix(".v1") for e in await self.h.events()]


def quota(case_id, **changed):
    said = {
        "case_id": case_id,
        "assessment_id": uuid4(),
        "cms_level": 4,
        "welfare_class": 3,
        "monthly_quota_twd": 18580,
        "quota_percent": 100,
        "valid_from": date(2024, 1, 18),
        "foreign_care_worker": False,
        "problems": (RankedProblem(rank=1, problem_no=1),),
        "district": DISTRICT,
        "residence": "home",
        "approved_on": date(2024, 1, 18),
        **changed,
    }
    return QuotaApproved.model_validate(said)


def plan(case_id, item, code="CA07", chosen=None):
    approved = ApprovedItem(
        plan_item_id=item, service_code=code, quantity=1, groups=4, monthly_twd=4500, unit_id=chosen
    )
    return CarePlanApproved(
        case_id=case_id,
        plan_id=uuid4(),
        version=1,
        items=(approved,),
        total_twd=4500,
        approved_on=date(2024, 1, 24),
        period_from=date(2024, 2, 1),
        period_to=date(2024, 8, 1),
    )


@asynccontextmanager
async def town(folder, county="nantou", at=date(2024, 2, 5)):
    async with harness(DEFINITION, folder, at=at) as running:
        yield Town(running, county)

"""How does a test come to a case at a certain point of its way? By sending the commands that bring it there."""

from typing import Any
from uuid import UUID, uuid4

import httpx
from chassis.testing.harness import Harness
from schemas.events.dispatch import CaseReferred
from schemas.events.prof_service import FirstServiceDelivered

DISTRICT = "埔里鎮"
PERSON = {
    "name": "測試個案甲",
    "national_id": "A123456789",
    "phone": "0900-000-000",
    "address": "虛構路一段1號",
    "born_on": "1944-03-01",
}
SECRETS = ("測試個案甲", "A123456789", "0900-000-000", "虛構路一段1號", "1944-03-01", "測試備註")


def application(**changed: Any) -> dict[str, Any]:
    """By the 1966 line, for somebody of 79."""
    form = {
        "channel": "hotline_1966",
        "case_source": "self",
        "person": PERSON,
        "district": DISTRICT,
        "residence": "home",
        "eligible_group": "elderly65",
    }
    return {**form, **changed}


def person(**changed: Any) -> dict[str, Any]:
    return {**PERSON, **changed}


def assessment(**changed: Any) -> dict[str, Any]:
    """Level 4, dressing first."""
    form = {
        "visited_on": "2024-01-15",
        "cms_level": 4,
        "welfare_class": 3,
        "foreign_care_worker": False,
        "problems": [{"problem_no": 4, "measures": ["CA07"]}, {"problem_no": 2}],
    }
    return {**form, **changed}


class Cases:
    """Sends the commands of intake in a county."""

    def __init__(self, intake: Harness[Any], county: str = "nantou") -> None:
        self.intake = intake
        self.county = county

    def by(self, role: str, *, unit: UUID | None = None, person: str | None = None) -> dict[str, str]:
        return self.intake.bearer(role, unit=unit, person=person, county=self.county)

    async def post(self, case_id: str, noun: str, body: dict[str, Any] | None = None, **how: Any) -> httpx.Response:
        by = how.pop("by", None) or self.by(how.pop("role", "care_manager"))
        return await self.intake.post(f"/v1/cases/{case_id}/{noun}", body, by=by, **how)

    async def apply(self, *, by: dict[str, str] | None = None, **changed: Any) -> httpx.Response:
        form = application(**changed)
        return await self.intake.post("/v1/applications", form, by=by or self.by("care_manager"))

    async def applied(self, **changed: Any) -> str:
        return done(await self.apply(**changed))["id"]

    async def screened(self, **changed: Any) -> str:
        case_id = await self.applied(**changed)
        done(await self.post(case_id, "screenings", {"outcome": "target"}))
        return case_id

    async def booked(self, **changed: Any) -> str:
        case_id = await self.screened(**changed)
        done(await self.post(case_id, "home-visits", {"scheduled_on": "2024-01-15", "mode": "division"}))
        return case_id

    async def assessed(self, found: dict[str, Any] | None = None, **changed: Any) -> str:
        case_id = await self.booked(**changed)
        done(await self.post(case_id, "assessments", assessment(**(found or {}))))
        return case_id

    async def submitted(self, found: dict[str, Any] | None = None, **changed: Any) -> str:
        case_id = await self.assessed(found, **changed)
        done(await self.post(case_id, "assessment-submissions"))
        return case_id

    async def approved(self, found: dict[str, Any] | None = None, **changed: Any) -> str:
        case_id = await self.submitted(found, **changed)
        done(await self.post(case_id, "sign-offs", {"decision": "approved"}, role="care_supervisor"))
        return case_id

    async def seen(self, case_id: str, **who: Any) -> dict[str, Any]:
        return done(await self.intake.get(f"/v1/cases/{case_id}", by=who.get("by") or self.by("care_manager")))


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refused(answer: httpx.Response, rule: str, status: int) -> dict[str, Any]:
    """A problem that names its paragraph, in two languages' one."""
    assert answer.status_code == status, answer.text
    problem: dict[str, Any] = answer.json()
    assert problem["rule"] == rule, problem
    assert problem["source"]["section"]
    return problem


def fake_id(number: int) -> str:
    """Made up, with a check digit that fits: A1, seven digits of `number`, and the digit that brings the sum to a full ten."""
    digits = f"1{number:07d}"
    weighted = 1 + sum(int(d) * w for d, w in zip(digits, range(8, 0, -1), strict=True))
    return f"A{digits}{-weighted % 10}"


def a_referral(case_id: str, unit: UUID, *, unit_type: str = "A") -> CaseReferred:
    """Dispatch has referred the case to a unit."""
    return CaseReferred.model_validate(
        {
            "case_id": case_id,
            "referral_id": uuid4(),
            "unit_id": unit,
            "unit_type": unit_type,
            "method": "picked",
            "affiliated": False,
            "candidates": 2,
            "referred_on": "2024-01-18",
            "referred_at": "2024-01-18T09:00:00+08:00",
            "district": DISTRICT,
        }
    )


def a_first_service(case_id: str, unit: UUID) -> FirstServiceDelivered:
    """The first session of an item was served."""
    return FirstServiceDelivered.model_validate(
        {
            "case_id": case_id,
            "engagement_id": uuid4(),
            "referral_id": uuid4(),
            "unit_id": unit,
            "service_code": "CA07",
            "served_on": "2024-02-20",
        }
    )

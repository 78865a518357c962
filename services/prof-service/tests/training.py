"""How far is a case in a test? A case with one CA07 item, its units, and steps that bring it on."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from chassis.testing.harness import Harness
from prof_service.store.work import Work
from schemas.codes import UnitType
from schemas.events.dispatch import CaseReferred


class Training:
    """One case at a unit B1, waited for by an A unit."""

    def __init__(self, running: Harness[Work], builders: Any, county: str) -> None:
        self.running = running
        self.builders = builders
        self.county = county
        self.case_id, self.item_id = uuid4(), uuid4()
        self.a_unit, self.b1, self.b2 = uuid4(), uuid4(), uuid4()
        self.referral: CaseReferred | None = None

    async def approved(
        self, *, groups: int = 4, level: int = 4, period: tuple[date, date] = (date(2024, 2, 1), date(2024, 8, 1))
    ) -> "Training":
        """The plan with its item, and somebody qualified at each unit."""
        await self.staffed(self.b1)
        await self.staffed(self.b2)
        item = self.builders.item(groups=groups, item_id=self.item_id)
        await self.give(self.builders.quota(self.case_id, level=level))
        await self.give(
            self.builders.referred(self.case_id, None, self.a_unit, unit_type=UnitType.A, on=date(2024, 1, 18))
        )
        starts, ends = period
        await self.give(self.builders.plan(self.case_id, item, a_unit=self.a_unit, period_from=starts, period_to=ends))
        return self

    async def staffed(self, unit: UUID, code: str = "ot-07", *, service_codes: tuple[str, ...] = ("CA07",)) -> None:
        """An occupational therapist who is certified, registered, practises at the unit and is trained since 2023."""
        by = self.by("b_unit", unit=unit)
        registered = await self.running.post("/v1/staff", {"code": code, "discipline": "occupational_therapist"}, by=by)
        assert registered.status_code == 201, registered.text
        held: list[dict[str, Any]] = [
            {"kind": kind, "valid_from": "2023-01-01"} for kind in ("certificate", "registration", "practice")
        ]
        held += [{"kind": "training", "valid_from": "2023-01-01", "service_code": c} for c in service_codes]
        answer = await self.running.post(f"/v1/staff/{code}/qualifications", {"qualifications": held}, by=by)
        assert answer.status_code == 201, answer.text

    async def referred(self, unit: UUID | None = None) -> "Training":
        """To B1, unless told."""
        self.referral = self.builders.referred(self.case_id, self.item_id, unit or self.b1)
        await self.give(self.referral)
        return self

    async def replied(self) -> "Training":
        """The unit takes it."""
        await self.give(self.builders.replied(self.referral))
        return self

    async def ready(self, **how: Any) -> "Training":
        """Everything before the first session; the clock stands on Tue 20 Feb 2024."""
        await (await (await self.approved(**how)).referred()).replied()
        self.running.clock.advance_to(date(2024, 2, 20))
        return self

    async def give(self, event: Any) -> None:
        """From the log."""
        await self.running.give(event, county=self.county)

    def by(self, role: str = "prof_staff", unit: UUID | None = None, county: str | None = None) -> dict[str, str]:
        """A token; of B1, unless told."""
        if role in {"prof_staff", "b_unit"}:
            unit = unit or self.b1
        if role == "a_case_manager":
            unit = unit or self.a_unit
        return self.running.bearer(role, unit=unit, county=county or self.county)

    async def engagement(self, by: dict[str, str] | None = None) -> dict[str, Any]:
        """As the unit sees it."""
        by = by or self.by("care_manager")
        [found] = (await self.running.get("/v1/engagements", by=by, case_id=str(self.case_id))).json()["items"]
        answer = await self.running.get(f"/v1/engagements/{found['id']}", by=by)
        assert answer.status_code == 200, answer.text
        whole: dict[str, Any] = answer.json()
        return whole

    async def post(
        self, what: str, body: dict[str, Any], *, by: dict[str, str] | None = None, **params: Any
    ) -> httpx.Response:
        """A command on the engagement."""
        engagement = await self.engagement()
        return await self.running.post(f"/v1/engagements/{engagement['id']}/{what}", body, by=by or self.by(), **params)

    async def served(self, on: date, *, by: dict[str, str] | None = None, **how: Any) -> httpx.Response:
        """A session on that day, entered on that day."""
        self.running.clock.advance_to(on)
        return await self.post("sessions", self.builders.session_body(on.isoformat(), **how), by=by)

    async def served_times(self, count: int) -> date:
        """So many sessions from 20 Feb on, a week apart; the day of the last."""
        day = date(2024, 2, 20)
        for _ in range(count):
            answer = await self.served(day)
            assert answer.status_code == 201, answer.text
            day += timedelta(days=7)
        return day - timedelta(days=7)

    def now(self) -> datetime:
        """Of the service's clock."""
        return self.running.clock.now()

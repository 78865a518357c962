"""What does the county do while things break? It sends cases by HTTP at a steady rate, each command again with its key until it is done."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from chassis.settings import Settings
from chassis.tokens import development_issuer
from ltc.demo.papers import DISTRICT, PERSON
from ltc.demo.people import Bearer, Headers, bearer_of
from ltc.up import Process

DAY = "2024-01-17"
_UNKNOWN_YET = {404, 409, 500, 502, 503}
"""Answers after which a client sends the command again: facts are under way, or something is away."""
_PATIENCE_SECONDS = 240.0


def _made_up_ids() -> Iterator[str]:
    """Well-formed national ids, each once: A1, seven digits that count, and the check digit."""
    for n in itertools.count():
        digits = [1, 0, 1, *map(int, f"{n:07d}")]  # A counts as 10
        weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1)
        check = -sum(d * w for d, w in zip(digits, weights, strict=True)) % 10
        yield f"A1{n:07d}{check}"


@dataclass
class Driver:
    """Sends to the APIs in turn; remembers every command that was accepted, by service and key."""

    folder: Path
    processes: Callable[[], list[Process]]
    client: httpx.AsyncClient
    accepted: list[tuple[str, str]] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    repeated: int = 0
    _people: Any = field(default_factory=_made_up_ids)
    _turn: Any = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        issuer = development_issuer(Settings(state_dir=self.folder))
        self.bearer: Bearer = bearer_of(issuer, "nantou")
        self.manager = self.bearer("care_manager")
        self.unit = ""

    async def contract_unit(self) -> None:
        """The one A unit to which all cases go."""
        unit = {
            "unit_type": "A",
            "name": "示範社區整合型服務中心（虛構）",
            "districts": [DISTRICT],
            "service_codes": ["AA01", "AA02"],
            "capacity": 100000,
            "contracted_from": "2024-01-01",
        }
        self.unit = (await self.done("dispatch", "/v1/units", unit, self.bearer("county_gov")))["id"]

    async def case(self) -> None:
        """One case, from the application to the acceptance by its A unit."""
        form = {
            "channel": "hotline_1966",
            "case_source": "self",
            "person": {**PERSON, "national_id": next(self._people)},
        }
        more = {"district": DISTRICT, "residence": "home", "eligible_group": "elderly65"}
        case = (await self.done("intake", "/v1/applications", {**form, **more}, self.manager))["id"]
        at = f"/v1/cases/{case}"
        screened = {"outcome": "target", "eligible_group": "elderly65"}
        await self.done("intake", f"{at}/screenings", screened, self.manager)
        await self.done("intake", f"{at}/home-visits", {"scheduled_on": DAY, "mode": "division"}, self.manager)
        await self.done("intake", f"{at}/assessments", _ASSESSMENT, self.manager)
        await self.done("intake", f"{at}/assessment-submissions", {}, self.manager)
        supervisor = self.bearer("care_supervisor", n=2)
        await self.done("intake", f"{at}/sign-offs", {"decision": "approved"}, supervisor)
        picked = {"unit_id": self.unit, "client_choice": False, "reason_code": "nearest_to_client"}
        referral = await self.done("dispatch", f"{at}/a-dispatches", picked, self.manager)
        by = self.bearer("a_case_manager", unit=self.unit)
        await self.done("dispatch", f"/v1/referrals/{referral['id']}/acceptances", {}, by)
        self.cases.append(case)

    async def done(self, service: str, path: str, body: dict[str, Any], by: Headers) -> Any:
        """POST until it is done, always with the same key. AssertionError for a refusal that no waiting ends."""
        key = str(uuid4())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while (answer := await self._once(service, path, body, {**by, "Idempotency-Key": key})) is None:
                self.repeated += 1
                await asyncio.sleep(0.25)
        assert answer.is_success, f"{service}{path}: {answer.status_code} {answer.text}"
        self.accepted.append((service, key))
        return answer.json()

    async def _once(self, service: str, path: str, body: dict[str, Any], headers: Headers) -> httpx.Response | None:
        apis = [p.port for p in self.processes() if p.service == service and p.kind == "api"]
        url = f"http://127.0.0.1:{apis[next(self._turn) % len(apis)]}{path}"
        try:
            answer = await self.client.post(url, json=body, headers=headers)
        except httpx.TransportError:
            return None
        return None if answer.status_code in _UNKNOWN_YET else answer


_ASSESSMENT = {
    "visited_on": DAY,
    "cms_level": 4,
    "welfare_class": 3,
    "foreign_care_worker": False,
    "problems": [{"problem_no": n} for n in (4, 2, 3)],
}

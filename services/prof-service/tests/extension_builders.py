"""What do tests of extensions start with? A training at its 8th session, an application that is complete, and two reviewers."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from chassis.kernel.periods import Period
from chassis.testing.harness import packs
from prof_service.domain.engagement import Engagement, Referral, Status
from prof_service.domain.extension import Standing
from prof_service.domain.extension_conditions import Evidence, Form
from prof_service.domain.extension_request import Application, Seats
from prof_service.domain.extension_review import Person
from prof_service.domain.signatures import Signer
from prof_service.extension_policies import extension_rules
from schemas.professional_codes import ExtensionReviewer as By

EIGHTH = date(2024, 4, 9)
FIRST = date(2024, 2, 20)
A_UNIT = uuid4()


def engagement(**changes: Any) -> Engagement:
    """Four groups of three, 1 Feb to 31 Jul 2024, eight sessions served."""
    base = Engagement(
        id=uuid4(),
        case_id=uuid4(),
        county="nantou",
        plan_id=uuid4(),
        plan_item_id=uuid4(),
        service_code="CA07",
        groups=4,
        visits_per_group=3,
        sessions_approved=12,
        period=Period(date(2024, 2, 1), date(2024, 8, 1)),
        status=Status.IN_TRAINING,
        referral=Referral(
            id=uuid4(), unit_id=uuid4(), referred_on=date(2024, 2, 16), replied_on=date(2024, 2, 16), served_on=FIRST
        ),
        first_referred_on=date(2024, 2, 16),
        sessions_delivered=8,
        first_served_on=FIRST,
        last_served_on=EIGHTH,
    )
    return replace(base, **changes)


def weekly(times: int) -> tuple[date, ...]:
    """The days of so many sessions, a week apart."""
    return tuple(FIRST + timedelta(days=7 * n) for n in range(times))


def standing(times: int = 8, *, level: int = 4, earlier: Any = (), closed: bool = False, **changes: Any) -> Standing:
    """With so many sessions."""
    served = weekly(times)
    count = {"sessions_delivered": times, "last_served_on": served[-1] if served else None}
    of = engagement(**(count | changes))
    return Standing(engagement=of, cms_level=level, served_on=served, earlier=tuple(earlier), closure_entered=closed)


def rules(county: str = "nantou", **changes: Any) -> Any:
    """As the pack of a county gives them."""
    return replace(extension_rules(packs().county(county), engagement(county=county)), **changes)


def evidence(**changes: Any) -> Evidence:
    """Progress shown and described, and four months after the discharge."""
    shown = {"benefit_expected": True, "progress_shown": True, "progress_described": True, "goal_not_expected": True}
    return Evidence(**({**shown, "discharged_on": date(2023, 12, 1)} | changes))


def form(**changes: Any) -> Form:
    """Signed by the family, by hand, on the day of the 8th session."""
    return Form(**({"signer": Signer.FAMILY, "by_hand": True, "signed_on": EIGHTH} | changes))


def application(**changes: Any) -> Application:
    """Two groups, on the day of the 8th session."""
    base = {"groups": 2, "applied_on": EIGHTH, "evidence": evidence(), "form": form()}
    return Application(**(base | changes))


def seats(*reviewers: By) -> Seats:
    """Of Nantou, unless told."""
    who = reviewers or (By.CARE_MANAGER, By.A_CASE_MANAGER)
    return Seats(request_id=uuid4(), review_ids={each: uuid4() for each in who}, a_unit_id=A_UNIT)


def person(*roles: str, named: str = "", unit: Any = None, a_unit: Any = A_UNIT) -> Person:
    """Who reviews."""
    sits = A_UNIT if "a_case_manager" in roles and unit is None else unit
    return Person(id=named or "+".join(roles), roles=frozenset(roles), unit_id=sits, a_unit_id=a_unit)


def body(engagement_id: str, **changes: Any) -> dict[str, Any]:
    """The application as it is sent."""
    complete = {
        "engagement_id": engagement_id,
        "groups": 2,
        "benefit_expected": True,
        "progress_shown": True,
        "goal_not_expected": True,
        "discharged_on": "2023-12-01",
        "form": {"signer": "family", "by_hand": True, "signed_on": "2024-04-09"},
        "texts": {"progress": "可自行穿脫上衣", "unmet": "下半身穿脫仍需協助", "reason": "再兩組可達成"},
    }
    return complete | changes


AGREED = {"result": "agree", "groups": 2, "agreed_end": "2024-09-30"}
REFUSED = {"result": "disagree", "reason_code": "no_category", "reason": "未符合條件"}


class Extending:
    """A case at its 8th session on Tue 9 Apr 2024, and what is done about its extension."""

    def __init__(self, training: Any) -> None:
        self.training = training
        self.running = training.running
        self.county = training.county

    async def ready(self, *, sessions: int = 8, **how: Any) -> "Extending":
        """So many sessions served; the clock stands on the day of the last."""
        await self.training.ready(**how)
        await self.training.served_times(sessions)
        return self

    async def ask(self, *, by: dict[str, str] | None = None, **changes: Any) -> Any:
        """The application; of B1, unless told."""
        engagement_id = (await self.training.engagement())["id"]
        by = by or self.training.by()
        return await self.running.post("/v1/extension-requests", body(engagement_id, **changes), by=by)

    async def asked(self, **changes: Any) -> dict[str, Any]:
        """The request, which must be taken."""
        answer = await self.ask(**changes)
        assert answer.status_code == 201, answer.text
        request: dict[str, Any] = answer.json()
        return request

    async def review(self, request: dict[str, Any], role: str, said: dict[str, Any], **who: Any) -> Any:
        """A result of this role."""
        by = self.training.by(role, **who)
        return await self.running.post(f"/v1/extension-requests/{request['id']}/reviews", said, by=by)

    async def agreed(self, **changes: Any) -> dict[str, Any]:
        """Asked for, and agreed to by both."""
        request = await self.asked(**changes)
        for role in ("care_manager", "a_case_manager"):
            answer = await self.review(request, role, AGREED)
            assert answer.status_code == 201, answer.text
        after: dict[str, Any] = answer.json()
        return after

    async def seen(self, request: dict[str, Any], role: str = "care_manager") -> dict[str, Any]:
        """The request as this role sees it."""
        found = await self.running.get(f"/v1/extension-requests/{request['id']}", by=self.training.by(role))
        assert found.status_code == 200, found.text
        view: dict[str, Any] = found.json()
        return view

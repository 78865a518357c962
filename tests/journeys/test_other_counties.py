"""The same steps under other counties' packs: Yilan's plan deadline, Taoyuan's rotation."""

import asyncio
from datetime import date

from ltc.demo.papers import DISTRICT
from ltc.demo.story import FirstCase

from tests.journeys.conftest import Journey


async def _approved(story: FirstCase, person: dict[str, str]) -> str:
    """A case with an approved quota in the story's county, on Thu 18 Jan 2024."""
    manager = story.bearer("care_manager")
    case = await story.portal.done("/intake/v1/applications", story.application_form(person=person), by=manager)
    path = f"/intake/v1/cases/{case['id']}"
    await story.portal.done(f"{path}/screenings", {"outcome": "target", "eligible_group": "elderly65"}, by=manager)
    await story.portal.done(f"{path}/home-visits", {"scheduled_on": "2024-01-18", "mode": "division"}, by=manager)
    assessed = story.assessment(visited_on="2024-01-18")
    await story.portal.done(f"{path}/assessments", assessed, by=manager)
    await story.portal.done(f"{path}/assessment-submissions", by=manager)
    await story.portal.done(f"{path}/sign-offs", {"decision": "approved"}, by=story.bearer("care_supervisor", n=2))
    await story.portal.until(f"/dispatch/v1/cases/{case['id']}/a-candidates", bool, by=manager)
    return case["id"]


def _person(national_id: str) -> dict[str, str]:
    return {
        "name": "測試個案",
        "national_id": national_id,
        "phone": "0900-000-000",
        "address": "虛構路1號",
        "born_on": "1940-01-01",
    }


async def test_in_yilan_the_plan_is_due_three_calendar_days_after_the_referral(embedded: Journey) -> None:
    story = embedded.first_case("yilan")
    await story.contract_units()
    embedded.clock.advance_to(date(2024, 1, 18))
    case_id = await _approved(story, _person("A123456789"))
    picked = {"unit_id": story.units["A1"], "client_choice": False, "reason_code": "nearest_to_client"}
    await story.portal.done(f"/dispatch/v1/cases/{case_id}/a-dispatches", picked, by=story.bearer("care_manager"))

    def due(page: dict) -> bool:
        return any(item["case_id"] == case_id for item in page["items"])

    owed = await story.portal.until("/care-plan/v1/work-items", due, by=story.a_case_manager())
    [item] = [i for i in owed["items"] if i["case_id"] == case_id]
    assert (item["name"], item["due_on"], item["rule"]) == ("a_plan", "2024-01-21", "YL-31-04")  # a Sunday: it stays


async def test_in_taoyuan_the_next_of_the_rotation_list_is_taken_also_with_two_at_once(embedded: Journey) -> None:
    story = embedded.first_case("taoyuan")
    await story.contract_units()
    order = [story.units[key] for key in ("A1", "A2", "A3")]
    rotation = {"unit_type": "A", "district": DISTRICT, "unit_ids": order}
    await story.portal.done("/dispatch/v1/rotation-lists", rotation, by=story.bearer("county_gov"))
    embedded.clock.advance_to(date(2024, 1, 18))
    cases = [await _approved(story, _person(n)) for n in ("A123456789", "B123456780")]
    manager = story.bearer("care_manager")
    answers = await asyncio.gather(
        *(
            story.portal.done(f"/dispatch/v1/cases/{case}/a-dispatches", {"client_choice": False}, by=manager)
            for case in cases
        )
    )
    assert {answer["unit_id"] for answer in answers} == {story.units["A1"], story.units["A2"]}
    named = await _approved(story, _person("A123456798"))
    choice = {"client_choice": True, "unit_id": story.units["A1"]}
    chosen = await story.portal.done(f"/dispatch/v1/cases/{named}/a-dispatches", choice, by=manager)
    assert (chosen["unit_id"], chosen["method"]) == (story.units["A1"], "client_choice")

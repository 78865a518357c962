"""Who may do what: each step by its role, other counties and other units see nothing."""

from uuid import uuid4

import pytest
from chassis.access import Role, routes_without_access
from chassis.settings import Settings
from chassis.testing.harness import Harness
from intake.app import create_app

from services.intake.tests.builders import Cases, a_referral, application, assessment, done, fake_id, person, refused

COMMANDS = {
    "screenings": ({"outcome": "target"}, {"care_manager"}),
    "home-visits": ({"scheduled_on": "2024-01-17", "mode": "division"}, {"care_manager"}),
    "assessments": (assessment(), {"care_manager"}),
    "assessment-submissions": ({}, {"care_manager"}),
    "sign-offs": ({"decision": "approved"}, {"care_supervisor"}),
    "assessment-returns": ({"reason": "incomplete"}, {"care_supervisor"}),
    "closures": ({"closure_type": "permanent", "reason": "death"}, {"care_manager"}),
    "person-reveals": (
        {"purpose": "home_visit"},
        {"care_manager", "care_supervisor", "a_case_manager", "b_unit", "prof_staff"},
    ),
    "note-reveals": ({"purpose": "review"}, {"care_manager", "care_supervisor"}),
}


@pytest.mark.parametrize("noun", COMMANDS)
async def test_a_command_is_refused_for_every_other_role(cases: Cases, noun: str) -> None:
    body, allowed = COMMANDS[noun]
    case_id = await cases.applied()
    for role in set(Role) - allowed:
        answer = await cases.post(case_id, noun, body, by=cases.by(role, unit=uuid4()))
        assert answer.status_code == 403, role
        assert set(answer.json()["allowed_roles"]) == allowed


async def test_an_application_is_refused_for_every_other_role(cases: Cases) -> None:
    for role in set(Role) - {"care_manager", "care_supervisor", "a_case_manager"}:
        assert (await cases.apply(by=cases.by(role, unit=uuid4()))).status_code == 403, role


@pytest.mark.parametrize("noun", COMMANDS)
async def test_a_foreign_case_is_missing_byte_for_byte(cases: Cases, taoyuan: Cases, noun: str) -> None:
    body, allowed = COMMANDS[noun]
    case_id = await cases.applied()
    role = min(allowed & {"care_manager", "care_supervisor"})
    foreign = await taoyuan.post(case_id, noun, body, role=role)
    unknown_id = str(uuid4())
    unknown = await taoyuan.post(unknown_id, noun, body, role=role)
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.text.replace(case_id, unknown_id) == unknown.text


async def test_another_county_reads_nothing(intake: Harness, cases: Cases, taoyuan: Cases) -> None:
    case_id = await cases.applied()
    by = taoyuan.by("care_manager")
    assert (await intake.get(f"/v1/cases/{case_id}", by=by)).status_code == 404
    assert (await intake.get(f"/v1/cases/{case_id}/assessments", by=by)).status_code == 404
    assert done(await intake.get("/v1/cases", by=by))["items"] == []


async def test_a_unit_sees_a_case_from_its_referral_on(intake: Harness, cases: Cases) -> None:
    case_id, unit = await cases.approved(), uuid4()
    by = cases.by("a_case_manager", unit=unit)
    assert (await intake.get(f"/v1/cases/{case_id}", by=by)).status_code == 404
    assert (await cases.post(case_id, "person-reveals", {"purpose": "home_visit"}, by=by)).status_code == 404
    await intake.give(a_referral(case_id, unit))
    assert (await cases.seen(case_id, by=by))["status"] == "dispatched_to_a"
    assert done(await intake.get(f"/v1/cases/{case_id}/assessments", by=by))["items"][0]["cms_level"] == 4
    assert done(await cases.post(case_id, "person-reveals", {"purpose": "home_visit"}, by=by))["name"] == "測試個案甲"
    elsewhere = cases.by("a_case_manager", unit=uuid4())
    assert (await intake.get(f"/v1/cases/{case_id}", by=elsewhere)).status_code == 404
    assert (await cases.post(case_id, "person-reveals", {"purpose": "home_visit"}, by=elsewhere)).status_code == 404


async def test_an_a_unit_applies_for_what_it_has_found_and_sees_that_alone(intake: Harness, cases: Cases) -> None:
    unit = uuid4()
    by = cases.by("a_case_manager", unit=unit)
    found = done(await cases.apply(by=by))
    assert found["self_found_by_a_unit_id"] == str(unit)
    assert (await cases.seen(found["id"], by=by))["id"] == found["id"]
    named = {"by": by, "self_found_by_a_unit_id": str(uuid4())}
    refused(await cases.apply(**named), "AM-148", 403)


async def test_every_route_says_who_may(tmp_path) -> None:
    settings = Settings(env="test", database_url="postgresql://nowhere/none", state_dir=tmp_path)
    assert routes_without_access(create_app(settings)) == []


async def test_the_list_is_filtered_and_paged(intake: Harness, cases: Cases) -> None:
    ids = [await cases.applied(person=person(national_id=fake_id(n))) for n in range(5)]
    await cases.applied(person=person(national_id=fake_id(9)), district="草屯鎮")
    done(await cases.post(ids[0], "screenings", {"outcome": "not_target"}))
    by = cases.by("care_manager")
    first = done(await intake.get("/v1/cases", by=by, district="埔里鎮", status="applied", limit=3))
    assert [c["id"] for c in first["items"]] == ids[1:4]
    rest = done(
        await intake.get("/v1/cases", by=by, district="埔里鎮", status="applied", limit=3, cursor=first["next"])
    )
    assert [c["id"] for c in rest["items"]] == ids[4:]
    assert rest["next"] is None
    assert len(done(await intake.get("/v1/cases", by=by))["items"]) == 6
    assert (await intake.get("/v1/cases", by=by, cursor="WzFd")).status_code == 400


async def test_a_case_lists_what_may_be_done_and_why_not_the_rest(cases: Cases) -> None:
    seen = await cases.seen(await cases.applied())
    actions = {a["name"]: a for a in seen["actions"]}
    assert [name for name, a in actions.items() if a["open"]] == ["screenings", "closures"]
    assert actions["home-visits"]["refusal"]["rule"] == "NA-02-03"
    assert actions["assessments"]["refusal"]["rule"] == "NA-02-04"


async def test_the_same_key_gives_the_same_answer(intake: Harness, cases: Cases) -> None:
    headers = {"Idempotency-Key": "one", **cases.by("care_manager")}
    first = await intake.client.post("/v1/applications", json=application(), headers=headers)
    again = await intake.client.post("/v1/applications", json=application(), headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await intake.client.post("/v1/applications", json=application(channel="phone"), headers=headers)
    assert other.status_code == 422

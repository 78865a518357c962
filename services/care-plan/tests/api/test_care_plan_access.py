"""Who may what: every route names its roles, another unit or county finds nothing, and nothing leaks sideways."""

from pathlib import Path
from uuid import uuid4

import pytest
from care_plan.app import create_app
from care_plan.definition import DEFINITION
from care_plan_builders import Story, draft
from chassis.access import routes_without_access
from chassis.settings import Settings
from chassis.testing.harness import Harness, migrated_database

A, CARE, SUPERVISOR = "a_case_manager", "care_manager", "care_supervisor"
READERS = {A, CARE, SUPERVISOR, "county_gov", "health_bureau", "social_bureau"}
ROLES = {*READERS, "b_unit", "prof_staff", "platform_operator", "discharge_planner"}
COMMANDS: dict[str, tuple[dict[str, object], set[str]]] = {
    "contacts": ({"kind": "phone", "made_on": "2024-01-18"}, {A}),
    "drafts": (draft(), {A}),
    "submissions": ({}, {A}),
    "returns": ({"reason": "incomplete"}, {CARE, SUPERVISOR}),
    "approvals": ({}, {CARE, SUPERVISOR}),
    "versions/1/reveals": ({"purpose": "plan_review"}, {A, CARE, SUPERVISOR}),
}
QUERIES = ("", "/versions/1")


async def test_no_route_forgets_to_say_who_may(tmp_path: Path) -> None:
    settings = Settings(env="test", database_url=await migrated_database(DEFINITION), state_dir=tmp_path)
    assert routes_without_access(create_app(settings)) == []


@pytest.mark.parametrize("noun", COMMANDS)
async def test_a_command_is_for_its_roles_only(story: Story, service: Harness, noun: str) -> None:
    body, allowed = COMMANDS[noun]
    for role in ROLES - allowed:
        answer = await story.post(noun, body, by=service.bearer(role, unit=story.unit))
        assert answer.status_code == 403, role
        assert set(answer.json()["allowed_roles"]) == allowed
    for role in allowed:
        answer = await story.post(noun, body, by=service.bearer(role, unit=story.unit))
        assert answer.status_code in {201, 409}, answer.text


@pytest.mark.parametrize("path", QUERIES)
async def test_a_plan_is_read_by_its_unit_and_the_county(story: Story, service: Harness, path: str) -> None:
    for role in ROLES:
        answer = await service.get(f"/v1/plans/{story.plan_id}{path}", by=service.bearer(role, unit=story.unit))
        assert answer.status_code == (200 if role in READERS else 403), role


async def test_without_a_token_nothing_is_told(story: Story, service: Harness) -> None:
    assert (await service.client.get(f"/v1/plans/{story.plan_id}")).status_code == 401


@pytest.mark.parametrize("noun", COMMANDS)
async def test_a_case_manager_of_another_unit_or_county_gets_the_bytes_of_an_unknown_id(
    story: Story, service: Harness, noun: str
) -> None:
    body, allowed = COMMANDS[noun]
    other_unit = service.bearer(A, unit=uuid4())
    no_unit = service.bearer(A)
    other_county = {role: service.bearer(role, unit=story.unit, county="taoyuan") for role in allowed}
    strangers = [*other_county.values(), *([other_unit, no_unit] if A in allowed else [])]
    for by in strangers:
        foreign = await story.post(noun, body, by=by)
        unknown = await service.post(f"/v1/plans/{uuid4()}/{noun}", body, by=by)
        assert foreign.status_code == unknown.status_code == 404
        assert {**foreign.json(), "instance": ""} == {**unknown.json(), "instance": ""}


async def test_another_unit_and_another_county_see_no_plan(story: Story, service: Harness) -> None:
    for by in (service.bearer(A, unit=uuid4()), service.bearer(CARE, county="yilan")):
        assert (await service.get("/v1/plans", by=by)).json()["items"] == []
        for path in QUERIES:
            assert (await service.get(f"/v1/plans/{story.plan_id}{path}", by=by)).status_code == 404


async def test_a_person_with_both_roles_writes_in_the_plans_of_the_own_unit_only(
    story: Story, service: Harness
) -> None:
    token = service.issuer.token(person="both-1", county="nantou", roles=[A, CARE], unit=uuid4())
    by = {"Authorization": f"Bearer {token}"}
    assert (await service.get(f"/v1/plans/{story.plan_id}", by=by)).status_code == 200
    assert (await story.post("drafts", draft(), by=by)).status_code == 404

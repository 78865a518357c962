"""Who is refused?"""

import asyncio
from uuid import uuid4

import pytest
from audit.definition import DEFINITION
from chassis.access import Role, routes_without_access
from chassis.app import build_app
from chassis.migrate import differences
from chassis.settings import Settings

ID = uuid4()
COUNTY = {"care_manager", "care_supervisor", "county_gov", "health_bureau", "social_bureau"}
UNITS = {"a_case_manager", "b_unit", "prof_staff"}
BUREAUS = {"health_bureau", "social_bureau"}
ROUTES = {
    "GET /v1/cases": COUNTY,
    f"GET /v1/cases/{ID}/timeline": {role.value for role in Role},
    f"GET /v1/units/{ID}/timeline": COUNTY | UNITS,
    "GET /v1/timeliness?month=2024-02": COUNTY | UNITS,
    "GET /v1/suspensions": COUNTY | UNITS,
    f"POST /v1/units/{ID}/suspensions": BUREAUS,
    f"POST /v1/suspensions/{ID}/ends": BUREAUS,
}


def test_every_route_says_who_may(tmp_path) -> None:
    settings = Settings(env="test", database_url="postgresql://unused", state_dir=tmp_path)
    assert routes_without_access(build_app(DEFINITION, settings)) == []


@pytest.mark.parametrize("route", ROUTES)
async def test_other_roles_are_refused(running, route) -> None:
    method, path = route.split()
    for role in Role:
        body = {"json": {"reason": "demerit_points", "from_on": "2024-02-01"}} if method == "POST" else {}
        headers = running.bearer(role.value, unit=uuid4())
        answer = await running.client.request(method, path, headers=headers, **body)
        assert (answer.status_code == 403) is (role.value not in ROUTES[route]), (role, answer.text)


@pytest.mark.parametrize("route", ROUTES)
async def test_nobody_comes_without_a_token(running, route) -> None:
    method, path = route.split()
    assert (await running.client.request(method, path)).status_code == 401


async def test_a_unit_role_without_a_unit_measures_nothing(running) -> None:
    answer = await running.get("/v1/timeliness", by=running.bearer("b_unit"), month="2024-02")
    assert answer.status_code == 403


async def test_the_migrations_make_the_tables_that_the_code_expects(running) -> None:
    assert await asyncio.to_thread(differences, DEFINITION, running.service.settings.database_url) == []

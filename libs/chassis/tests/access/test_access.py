"""Who gets in where, and does a forgotten access rule show?"""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from chassis.access import COUNTYWIDE, SYSTEM, Actor, AsAnyone, Role, allow, open_to_all, routes_without_access
from chassis.issuer import DevelopmentIssuer
from chassis.problems import install_problems
from chassis.tokens import Verifier
from fastapi import APIRouter, Depends, FastAPI
from starlette.responses import Response
from starlette.routing import Mount, Route

AsProvider = Annotated[Actor, allow(Role.B_UNIT, Role.PROF_STAFF)]
UNIT = UUID("01890000-0000-7000-8000-000000000001")


def application() -> FastAPI:
    app = FastAPI()
    install_problems(app)

    @app.get("/sessions")
    async def sessions(by: AsProvider) -> dict[str, str]:
        return {"person": by.person, "unit": str(by.unit)}

    @app.get("/me")
    async def me(by: AsAnyone) -> str:
        return by.person

    @app.get("/livez", dependencies=[open_to_all("a probe has no token")])
    async def livez() -> str:
        return "ok"

    return app


@pytest.fixture
async def client(verifier: Verifier) -> AsyncIterator[httpx.AsyncClient]:
    app = application()
    app.state.verifier = verifier
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ltc") as client:
        yield client


def bearer(issuer: DevelopmentIssuer, role: Role) -> dict[str, str]:
    token = issuer.token(person="p-1", county="nantou", roles=[role], unit=UNIT)
    return {"Authorization": f"Bearer {token}"}


async def test_a_role_that_may_gets_in(client: httpx.AsyncClient, issuer: DevelopmentIssuer) -> None:
    answer = await client.get("/sessions", headers=bearer(issuer, Role.B_UNIT))
    assert answer.json() == {"person": "p-1", "unit": str(UNIT)}


async def test_a_role_that_may_not_is_told_which_may(client: httpx.AsyncClient, issuer: DevelopmentIssuer) -> None:
    answer = await client.get("/sessions", headers=bearer(issuer, Role.CARE_MANAGER))
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["allowed_roles"] == ["b_unit", "prof_staff"]


@pytest.mark.parametrize("role", list(Role))
async def test_any_role_may_where_anyone_may(client: httpx.AsyncClient, issuer: DevelopmentIssuer, role: Role) -> None:
    assert (await client.get("/me", headers=bearer(issuer, role))).json() == "p-1"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic cDpw", "Bearer nonsense", "nonsense"])
async def test_no_or_a_bad_token_is_401_with_a_challenge(client: httpx.AsyncClient, header: str | None) -> None:
    answer = await client.get("/me", headers={} if header is None else {"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:ltc:problem:unauthenticated"
    assert "nonsense" not in answer.text


async def test_two_tokens_are_none(client: httpx.AsyncClient, issuer: DevelopmentIssuer) -> None:
    twice = [*bearer(issuer, Role.B_UNIT).items()] * 2
    assert (await client.get("/me", headers=twice)).status_code == 401


async def test_what_is_open_needs_no_token(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).json() == "ok"


def test_a_complete_application_has_no_route_without_access() -> None:
    assert routes_without_access(application()) == []


def test_a_forgotten_route_is_named() -> None:
    app = application()
    app.add_api_route("/v1/cases", lambda: None, methods=["POST"])
    assert routes_without_access(app) == ["POST /v1/cases"]


def test_a_forgotten_route_in_a_nested_router_is_named_with_its_whole_path() -> None:
    app, outer, inner = application(), APIRouter(prefix="/outer"), APIRouter(prefix="/inner")
    inner.add_api_route("/forgotten", lambda: None)
    inner.add_api_route("/guarded", lambda: None, dependencies=[allow(Role.B_UNIT)])
    outer.include_router(inner)
    app.include_router(outer, prefix="/v1")
    assert routes_without_access(app) == ["GET /v1/outer/inner/forgotten"]


def test_a_rule_on_the_including_router_or_below_a_dependency_counts() -> None:
    def case_of(by: AsProvider) -> Actor:
        return by

    app, router = application(), APIRouter()
    router.add_api_route("/a", lambda: None)
    app.include_router(router, dependencies=[allow(Role.B_UNIT)])
    app.add_api_route("/b", lambda: None, dependencies=[Depends(case_of)])
    assert routes_without_access(app) == []


def test_a_forgotten_route_in_a_mounted_application_is_named() -> None:
    whole, service, inner = FastAPI(), application(), FastAPI()
    service.add_api_route("/v1/forgotten", lambda: None)
    inner.add_api_route("/deep", lambda: None)
    service.mount("/inner", inner)
    whole.mount("/intake", service)
    assert routes_without_access(whole) == ["GET /intake/v1/forgotten", "GET /intake/inner/deep"]


def test_websockets_plain_routes_and_foreign_mounts_are_no_way_around() -> None:
    app = application()
    app.add_api_websocket_route("/ws", lambda: None)
    app.router.routes.append(Route("/plain", lambda _: Response()))
    app.router.routes.append(Mount("/files", Response()))
    assert routes_without_access(app) == ["* /ws", "GET,HEAD /plain", "* /files"]


def test_an_access_rule_without_a_role_or_a_reason_is_no_rule() -> None:
    with pytest.raises(ValueError, match="role"):
        allow()
    with pytest.raises(ValueError, match="reason"):
        open_to_all(" ")


def test_the_markers_say_what_they_allow() -> None:
    assert allow(Role.B_UNIT).dependency.access_roles == {Role.B_UNIT}
    assert open_to_all("why").dependency.access_roles == frozenset()


def test_only_the_system_is_the_system_and_it_sees_no_county_by_itself() -> None:
    assert SYSTEM.is_system
    assert not SYSTEM.countywide
    assert not Actor("system", "nantou", frozenset({Role.B_UNIT})).is_system


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_countywide_or_not(role: Role) -> None:
    assert Actor("p", "nantou", frozenset({role})).countywide == (role in COUNTYWIDE)

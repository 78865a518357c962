"""`GET /v1/policies/{county}`: what is in force, and where each value comes from."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest
from chassis.access import Actor, Role, routes_without_access
from chassis.policy import Packs
from chassis.policy_routes import policy_router
from chassis.problems import install_problems
from fastapi import FastAPI

PROBE = Actor(person="p-1", county="nantou", roles=frozenset({Role.CARE_MANAGER}))


class AnyToken:
    """Lets every token in: whose token it is, is tried where access is tested."""

    async def verify(self, token: str) -> Actor:
        return PROBE


@pytest.fixture
def app(packs: Packs) -> FastAPI:
    app = FastAPI()
    install_problems(app)
    app.state.verifier = AnyToken()
    app.include_router(policy_router(lambda request: packs, lambda request: date(2024, 2, 5)))
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://t", headers={"Authorization": "Bearer x"}) as c:
        yield c


def named(body: dict[str, Any], name: str) -> dict[str, Any]:
    return next(rule for rule in body["rules"] if rule["name"] == name)


async def test_each_rule_in_force_tells_values_source_period_and_pack(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/policies/nantou")).json()
    assert (body["on"], body["answers_from"]) == ("2024-02-05", "2023-07-01")
    reply = named(body, "c_reply")
    assert reply["values"] == {"due": "3 working_day", "if_due_on_day_off": "keep"}
    assert (reply["ref"], reply["starts"], reply["ends"]) == ("nantou/c_reply@2023-07-01", "2023-07-01", None)
    assert reply["source"]["rule"] == "NT-04-08"
    assert reply["source"]["section"] == "肆.五.(一)"
    assert named(body, "eligible_levels")["pack"] == "national"


async def test_the_day_selects_the_versions(client: httpx.AsyncClient) -> None:
    for on, ends in (("2025-12-31", "2026-01-01"), ("2026-01-01", None)):
        body = (await client.get("/v1/policies/nantou", params={"on": on})).json()
        assert named(body, "eligible_groups")["ends"] == ends
    tables = {table["table"]: table for table in body["benefits"]}
    assert tables["problems"]["rows_in_force"] == 34


async def test_before_the_first_day_the_answer_says_from_when_there_is_one(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/policies/nantou", params={"on": "2023-06-30"})
    assert answer.status_code == 422
    assert answer.json()["answers_from"] == "2023-07-01"
    assert answer.json()["type"].endswith("policy_not_answered")


async def test_a_county_older_than_the_national_pack_shows_its_own_rules_alone(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/policies/chiayi-city", params={"on": "2020-05-31"})).json()
    assert {rule["pack"] for rule in body["rules"]} == {"chiayi-city"}


async def test_an_unknown_county_is_missing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/policies/atlantis")
    assert answer.status_code == 404
    assert "atlantis" not in str({**answer.json(), "instance": ""})


async def test_without_a_token_nobody_is_answered(app: FastAPI, client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/policies/nantou", headers={"Authorization": ""})).status_code == 401
    assert routes_without_access(app) == []

"""Does every no leave as a problem document that names its rule, and says nothing that it should not?"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import httpx
import pytest
from chassis.documents import SCHEMA, language_of
from chassis.kernel.money import Money
from chassis.kernel.refusal import No
from chassis.problems import (
    REFUSALS,
    RESPONSES,
    KeyReused,
    NotAllowed,
    NotFound,
    Problem,
    Unauthenticated,
    VersionConflict,
    document,
    from_refusal,
    install_problems,
)
from fastapi import FastAPI, Request
from jsonschema import validate
from starlette.exceptions import HTTPException

CASE = UUID("01890000-0000-7000-8000-00000000000a")
TOO_SOON = No("session_too_soon", "NT-04-19", "兩次須間隔 5 天：最早 {earliest}。", "Five days apart: from {earliest}.")
OVER = No("over_quota", "NA-03-01", "超過額度 {quota} 元。", "Over the quota of {quota}.", "invalid")
SELF = No("own_assessment", "NA-02-12", "不得核定自己的評估。", "Not one's own assessment.", "forbidden")


class Level(StrEnum):
    FOUR = "4"


@dataclass
class Source:
    rule: str
    document: str
    section: str


class Packs:
    def source(self, rule: str) -> Source:
        return {"NT-04-19": Source("NT-04-19", "南投縣手冊", "肆.三")}[rule]


RAISED: dict[str, Any] = {
    "conflict": lambda: TOO_SOON(earliest=date(2024, 2, 25), engagement=CASE, level=Level.FOUR),
    "invalid": lambda: OVER(quota=Money(18580), ids={CASE}, open=True, none=None),
    "forbidden": SELF,
    "unknown": lambda: NotFound("case", "unknown-id"),
    "foreign": lambda: NotFound("case", CASE),
    "version": lambda: VersionConflict("p-9", datetime(2024, 2, 5, 1, 2, 3, tzinfo=UTC), 7),
    "key": KeyReused,
    "token": Unauthenticated,
    "role": lambda: NotAllowed(["care_supervisor"]),
    "teapot": lambda: HTTPException(418, "what somebody typed"),
    "unchanged": lambda: HTTPException(304),
}


def application() -> FastAPI:
    app = FastAPI()
    install_problems(app)
    app.state.packs = Packs()

    @app.get("/raise/{name}", responses=RESPONSES)
    async def raise_it(name: str) -> None:
        raise RAISED[name]()

    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application()), base_url="http://ltc") as client:
        yield client


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("conflict", 409),
        ("invalid", 422),
        ("forbidden", 403),
        ("unknown", 404),
        ("version", 409),
        ("key", 422),
        ("token", 401),
        ("role", 403),
        ("teapot", 418),
    ],
)
async def test_each_no_has_its_status_and_the_shape_of_rfc_9457(
    client: httpx.AsyncClient, name: str, status: int
) -> None:
    answer = await client.get(f"/raise/{name}?q=secret-of-the-query")
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["type"].startswith("urn:ltc:problem:")
    assert body["instance"] == f"/raise/{name}"
    assert "secret" not in answer.text
    assert "typed" not in answer.text
    validate(body, SCHEMA)


async def test_a_refusal_names_its_rule_its_source_and_its_facts(client: httpx.AsyncClient) -> None:
    body = (await client.get("/raise/conflict")).json()
    assert body["type"] == "urn:ltc:problem:session_too_soon"
    assert body["rule"] == "NT-04-19"
    assert body["source"] == {"rule": "NT-04-19", "document": "南投縣手冊", "section": "肆.三"}
    assert body["facts"] == {"earliest": "2024-02-25", "engagement": str(CASE), "level": "4"}


async def test_a_rule_that_no_pack_cites_stands_alone(client: httpx.AsyncClient) -> None:
    body = (await client.get("/raise/invalid")).json()
    assert (body["rule"], body["source"]) == ("NA-03-01", None)
    assert body["facts"] == {"quota": 18580, "ids": [str(CASE)], "open": True, "none": None}


async def test_without_packs_a_refusal_is_still_a_refusal() -> None:
    app = application()
    del app.state.packs
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ltc") as client:
        assert (await client.get("/raise/conflict")).json()["source"] is None


async def test_refusals_are_counted_by_rule(client: httpx.AsyncClient) -> None:
    before = REFUSALS.labels("NA-02-12")._value.get()
    await client.get("/raise/forbidden")
    assert REFUSALS.labels("NA-02-12")._value.get() == before + 1


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "zh-TW"),
        ("", "zh-TW"),
        ("*", "zh-TW"),
        ("de", "zh-TW"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-TW"),
        ("en,zh-TW;q=0.5", "en"),
        ("en;q=0.5, zh", "zh-TW"),
        ("en;q=0", "zh-TW"),
        ("en;q=rubbish", "zh-TW"),
        ("en,zh", "zh-TW"),
    ],
)
async def test_chinese_unless_english_is_preferred(client: httpx.AsyncClient, asked: str | None, language: str) -> None:
    headers = {"Accept-Language": asked if asked is not None else ""}
    answer = await client.get("/raise/conflict", headers=headers)
    says = {"zh-TW": "兩次須間隔 5 天：最早 2024-02-25。", "en": "Five days apart: from 2024-02-25."}
    assert answer.headers["content-language"] == language
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.json()["detail"] == says[language]


async def test_a_foreign_row_and_an_unknown_id_get_the_same_bytes(client: httpx.AsyncClient) -> None:
    unknown, foreign = await client.get("/raise/unknown"), await client.get("/raise/foreign")
    assert unknown.content.replace(b"/raise/unknown", b"") == foreign.content.replace(b"/raise/foreign", b"")
    assert {**unknown.headers, "content-length": ""} == {**foreign.headers, "content-length": ""}
    assert str(CASE) not in foreign.text


async def test_a_version_conflict_says_who_and_when(client: httpx.AsyncClient) -> None:
    answer = await client.get("/raise/version")
    body = answer.json()
    assert (body["changed_by"], body["changed_at"], body["version"]) == ("p-9", "2024-02-05T01:02:03+00:00", 7)


async def test_a_version_conflict_is_412_where_the_request_sent_if_match(client: httpx.AsyncClient) -> None:
    answer = await client.get("/raise/version", headers={"If-Match": '"6"'})
    assert answer.status_code == answer.json()["status"] == 412


async def test_an_unknown_address_and_a_wrong_method_are_problems(client: httpx.AsyncClient) -> None:
    unknown, wrong = await client.get("/nowhere/王"), await client.delete("/raise/key")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:ltc:problem:no_such_route")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "urn:ltc:problem:method_not_allowed")
    assert wrong.headers["allow"] == "GET"
    assert unknown.json()["instance"] == "/nowhere/%E7%8E%8B"


async def test_not_modified_is_no_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/raise/unchanged")
    assert (answer.status_code, answer.content) == (304, b"")


async def test_in_a_mounted_service_the_instance_is_the_whole_path() -> None:
    whole = FastAPI()
    whole.mount("/intake", application())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(whole), base_url="http://ltc") as client:
        assert (await client.get("/intake/raise/key")).json()["instance"] == "/intake/raise/key"


def test_a_refusal_can_be_shown_without_being_raised() -> None:
    scope = {"type": "http", "path": "/v1/x", "headers": [(b"accept-language", b"en")], "app": application()}
    request = Request(scope)
    shown = document(request, from_refusal(request, TOO_SOON(earliest=date(2024, 2, 25))))
    assert (shown["status"], shown["rule"], language_of(request)) == (409, "NT-04-19", "en")


def test_openapi_shows_the_problems() -> None:
    documented = application().openapi()["paths"]["/raise/{name}"]["get"]["responses"]
    assert set(documented) == {"200", "401", "403", "404", "409", "412", "422"}
    assert documented["422"]["content"] == {"application/problem+json": {"schema": SCHEMA}}


def test_a_problem_keeps_its_members() -> None:
    assert Problem(status=400, code="x", zh="甲", en="a", until=1).members == {"until": 1}

"""Does a refused request name every wrong field, and repeat nothing of what was sent?"""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import httpx
import pytest
from chassis.problems import install_problems
from fastapi import FastAPI, Header, Query
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, field_validator

SECRET = "王小明A123456789"


class Ranked(BaseModel):
    kind: Literal["ranked"]
    rank: int


class Noted(BaseModel):
    kind: Literal["noted"]
    note: str = Field(max_length=3)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    case_id: UUID
    level: int = Field(ge=2, le=8)
    bundle: str = Field(pattern=r"^[A-Z]{2}\d{2}$")
    day: date
    at: AwareDatetime
    amount: Decimal
    flag: bool
    channel: Literal["1966", "walk-in"]
    site: HttpUrl
    problems: list[Annotated[str, Field(max_length=4)]] = Field(max_length=5)
    item: Annotated[Ranked | Noted, Field(discriminator="kind")]
    either: int | UUID
    named: dict[str, int]
    judged: str

    @field_validator("judged")
    @classmethod
    def echo(cls, value: str) -> str:
        raise ValueError(f"{value} is not acceptable")


def application() -> FastAPI:
    app = FastAPI()
    install_problems(app)

    @app.post("/v1/{case_id}")
    async def post(
        case_id: UUID, body: Body, page: Annotated[int, Query()] = 1, if_match: Annotated[int, Header()] = 1
    ) -> None: ...

    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application()), base_url="http://ltc") as client:
        yield client


def everything_wrong() -> dict[str, Any]:
    fields = dict.fromkeys(Body.model_fields, SECRET)
    return {
        **fields,
        "problems": [SECRET],
        "item": {"kind": SECRET},
        "named": {SECRET: SECRET, "fine": SECRET},
        "surplus": SECRET,
        SECRET: SECRET,
        "0912345678": 1,
        "A123456789": 1,
    }


@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_every_wrong_field_is_named_and_no_value_repeated(client: httpx.AsyncClient, language: str) -> None:
    answer = await client.post(
        "/v1/12-not-a-uuid-34",
        params={"page": SECRET},
        headers={"If-Match": "not-a-number", "Accept-Language": language},
        json=everything_wrong(),
    )
    body = answer.json()
    assert (answer.status_code, body["type"]) == (422, "urn:ltc:problem:invalid_request")
    fields = {error["field"] for error in body["errors"]}
    assert {f"body.{name}" for name in Body.model_fields if name not in {"problems", "named", "either"}} <= fields
    assert {"body.problems.0", "body.named.fine", "body.named.?", "body.surplus", "body.?"} <= fields
    assert {"path.case_id", "query.page", "header.if-match"} <= fields
    told = answer.text.replace("/v1/12-not-a-uuid-34", "")
    for piece in ("王", "小明", "A12345", "0912345", "not-a-number", "12-not", "is not acceptable"):
        assert piece not in told
    assert all(error["message"] and error["code"] for error in body["errors"])


async def test_messages_come_in_the_language_that_was_asked_for(client: httpx.AsyncClient) -> None:
    chinese = await client.post(f"/v1/{UUID(int=1)}", json={})
    english = await client.post(f"/v1/{UUID(int=1)}", json={}, headers={"Accept-Language": "en"})
    assert {e["message"] for e in chinese.json()["errors"]} == {"必填。"}
    assert {e["message"] for e in english.json()["errors"]} == {"This field is required."}


async def test_what_is_allowed_is_said(client: httpx.AsyncClient) -> None:
    wrong = {"level": 9, "channel": "fax", "problems": list("abcdef"), "bundle": "x"}
    answer = await client.post(f"/v1/{UUID(int=1)}", json=wrong, headers={"Accept-Language": "en"})
    says = {e["field"]: e["message"] for e in answer.json()["errors"]}
    assert says["body.level"] == "Must be at most 8."
    assert says["body.channel"] == "Must be one of: '1966' or 'walk-in'."
    assert says["body.problems"] == "At most 5 items."
    assert says["body.bundle"] == r"Must match ^[A-Z]{2}\d{2}$."


@pytest.mark.parametrize("rubbish", [b"{", b'{"name": "\xe7\x8e\x8b', b"\xff\xfe", f"[{SECRET}".encode()])
async def test_what_is_no_json_is_a_problem_and_not_repeated(client: httpx.AsyncClient, rubbish: bytes) -> None:
    answer = await client.post(f"/v1/{UUID(int=1)}", content=rubbish, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "王" not in answer.text


@given(value=st.text(alphabet=st.characters(min_codepoint=0x20000, max_codepoint=0x2A6D6), min_size=3, max_size=12))
async def test_no_text_comes_back_wherever_it_is_put(value: str) -> None:
    body = {**dict.fromkeys(Body.model_fields, value), value: value, "named": {value: value}, "problems": [value]}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application()), base_url="http://ltc") as client:
        answer = await client.post(f"/v1/{UUID(int=1)}", json=body)
    assert answer.status_code == 422
    assert value not in answer.text

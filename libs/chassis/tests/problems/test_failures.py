"""Does a bug stay inside? An error id for the caller; for the log the type and the places, never a value."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from chassis.access import AsAnyone
from chassis.failures import Aborted, report
from chassis.problems import install_problems
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.responses import StreamingResponse
from structlog.testing import capture_logs

SECRET = "王小明"


class Answer(BaseModel):
    number: int


def _breaks(name: str) -> None:
    if name == "database":
        bug = asyncpg.UniqueViolationError("duplicate key")
        bug.detail = f"Key (name)=({SECRET}) already exists."
        raise bug
    try:
        {}[SECRET]
    except KeyError as first:
        raise RuntimeError(f"no {SECRET}") from first


def application() -> FastAPI:
    app = FastAPI()
    install_problems(app)

    @app.get("/fails/{name}")
    async def fails(name: str) -> None:
        _breaks(name)

    @app.get("/response")
    async def response() -> Answer:
        return {"number": SECRET}  # type: ignore[return-value]

    @app.get("/half")
    async def half() -> StreamingResponse:
        async def body() -> AsyncIterator[str]:
            yield "begun"
            _breaks("late")

        return StreamingResponse(body())

    @app.get("/guarded")
    async def guarded(by: AsAnyone) -> None: ...

    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application()), base_url="http://ltc") as client:
        yield client


@pytest.mark.parametrize("path", ["/fails/database", "/fails/chained", "/response", "/guarded"])
async def test_a_bug_tells_the_caller_an_error_id_and_nothing_else(client: httpx.AsyncClient, path: str) -> None:
    token = {"Authorization": "Bearer x"}  # /guarded: the application has no verifier, which is a bug of ours
    with capture_logs() as logs:
        answer = await client.get(path, headers=token)
    body = answer.json()
    assert answer.status_code == 500
    assert set(body) == {"type", "title", "status", "detail", "instance", "error_id"}
    assert [line["error_id"] for line in logs] == [body["error_id"]]
    assert SECRET not in answer.text
    assert SECRET not in repr(logs)


async def test_the_log_has_types_and_places_of_the_whole_chain(client: httpx.AsyncClient) -> None:
    with capture_logs() as logs:
        await client.get("/fails/chained")
    outer, inner = logs[0]["causes"]
    assert (outer["exception"], inner["exception"]) == ("builtins.RuntimeError", "builtins.KeyError")
    assert any("_breaks" in place and "test_failures.py" in place for place in outer["traceback"])
    assert logs[0]["log_level"] == "error"


async def test_a_failure_after_the_answer_began_breaks_the_connection_without_detail(
    client: httpx.AsyncClient,
) -> None:
    with capture_logs() as logs, pytest.raises(Aborted) as told:
        await client.get("/half")
    assert SECRET not in repr(told.value)
    assert told.value.__cause__ is None
    assert told.value.__context__ is None
    assert SECRET not in repr(logs)


def test_a_chain_that_runs_in_a_circle_ends() -> None:
    first, second = ValueError(SECRET), ValueError(SECRET)
    first.__cause__, second.__cause__ = second, first
    with capture_logs() as logs:
        report(first)
    assert len(logs[0]["causes"]) == 2

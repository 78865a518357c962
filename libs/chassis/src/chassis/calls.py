"""How does one HTTP request become one command? Idempotency-Key, If-Match, dry run, and the answer with its ETag."""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import structlog
from fastapi import Header, Query, Request, Response
from pydantic import BaseModel

from chassis.access import Actor
from chassis.clock import local_date
from chassis.kernel.refusal import Refusal
from chassis.lost import LOST
from chassis.problems import KeyReused, Problem
from chassis.service import Service
from chassis.telemetry import COMMANDS, span
from chassis.work import Remembered, Work

W = TypeVar("W", bound=Work)

_EARLIER = "SELECT request_hash, status, headers, body FROM idempotency_keys WHERE caller = $1 AND key = $2"
_log = structlog.get_logger()
_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_ETAG = re.compile(r'^(?:W/)?"(\d{1,9})"$')


class Answered(Exception):
    """The request has its answer although the command did not commit: a replay or a dry run."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class BadIfMatch(Problem):
    """If-Match is no version of ours."""

    def __init__(self) -> None:
        super().__init__(
            status=400,
            code="bad_if_match",
            zh='If-Match 必須是先前回應的 ETag，例如 "3"。',
            en='If-Match must be the ETag of an earlier answer, such as "3".',
        )


class Call(Generic[W]):
    """One request that changes something. `async with call.begin(by) as work: …; return call.answer(view)`."""

    def __init__(self, request: Request, key: str | None, if_match: str | None, dry_run: bool) -> None:
        self._request = request
        self._service: Service[W] = request.app.state.service
        self._key = key
        self._if_match = _version(if_match)
        self._dry_run = dry_run
        self._response: Response | None = None

    @property
    def today(self) -> date:
        """The county's day on which the request arrived."""
        return local_date(self._service.clock.now())

    @asynccontextmanager
    async def begin(self, by: Actor) -> AsyncIterator[W]:
        """The command's transaction. The same key and request gives the first answer again; another request gives 422.

        The key is looked up only when the command does not go through: a second one stumbles over the first one's
        effects, or at the latest over its key.
        """
        try:
            with span(self._name, self._request.headers.get("traceparent")):
                async with self._service.begin(by, dry_run=self._dry_run, if_match=self._if_match) as work:
                    yield work
                    work.remember = await self._remembered(by)
        except Exception as failed:
            if not isinstance(failed, LOST) and (earlier := await self._earlier(by)):
                self._tell("replayed")
                raise Answered(earlier) from None
            self._tell_failed(failed)
            raise
        self._tell("dry_run" if self._dry_run else "done", **_facts(work))
        if self._dry_run:
            raise Answered(self._would_be(work))

    def answer(self, body: BaseModel, *, status: int = 200, version: int | None = None) -> Response:
        """The answer to the caller; with a version it carries the ETag that the next If-Match repeats.

        It is kept as it is for the same Idempotency-Key: ids, codes, numbers and dates, nothing that somebody typed."""
        headers = {} if version is None else {"ETag": f'"{version}"'}
        self._response = Response(
            body.model_dump_json(), status_code=status, headers=headers, media_type="application/json"
        )
        return self._response

    async def _remembered(self, by: Actor) -> Remembered | None:
        answer = self._response
        if self._key is None or self._dry_run or answer is None:
            return None
        headers = {"ETag": answer.headers["ETag"]} if "ETag" in answer.headers else {}
        # Keyed, since a body may hold what can be guessed, such as a national id
        request_hash = self._service.sealer.index("request", await self._digest())
        return Remembered(_caller(by), self._key, request_hash, answer.status_code, headers, bytes(answer.body))

    async def _earlier(self, by: Actor) -> Response | None:
        if self._key is None or self._dry_run:
            return None
        async with self._service.database.acquire() as connection:
            row = await connection.fetchrow(_EARLIER, _caller(by), self._key)
        if row is None:
            return None
        if row["request_hash"] not in self._service.sealer.indexes("request", await self._digest()):
            raise KeyReused
        headers = {**row["headers"], "Idempotency-Replayed": "true"}
        return Response(row["body"], status_code=row["status"], headers=headers, media_type="application/json")

    async def _digest(self) -> str:
        url = self._request.url
        request = f"{self._request.method} {url.path}?{url.query}\n".encode() + await self._request.body()
        return hashlib.sha256(request).hexdigest()

    def _would_be(self, work: W) -> Response:
        events = [{"type": envelope.type, "data": event.model_dump(mode="json")} for envelope, event in work.events]
        body = {
            "dry_run": True,
            "status": self._response.status_code if self._response else 200,
            "would_be": json.loads(bytes(self._response.body)) if self._response else None,
            "events": events,
            "deadlines": [clock.model_dump(mode="json") for clock in work.clocks()],
        }
        return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")

    @property
    def _name(self) -> str:
        """Method and route, such as `POST /v1/cases/{case_id}/referrals`."""
        route = self._request.scope.get("route")
        return f"{self._request.method} {getattr(route, 'path', self._service.name)}"

    def _tell(self, outcome: str, **more: object) -> None:
        COMMANDS.labels(self._service.name, outcome).inc()
        ids = {name: value for name, value in self._request.path_params.items() if _UUID.match(str(value))}
        _log.info("command", service=self._service.name, command=self._name, outcome=outcome, **ids, **more)

    def _tell_failed(self, failed: Exception) -> None:
        """A bug is told by whoever answers for it, see failures."""
        if isinstance(failed, Refusal):
            self._tell("refused", rule=failed.rule, code=failed.no.code)
        elif isinstance(failed, Problem):
            self._tell("refused", code=failed.code)
        else:
            self._tell("failed")


def call_dependency() -> Callable[..., Any]:
    """`Call = Annotated[calls.Call[Work], Depends(call_dependency())]` in a service's `api/`."""

    async def call(
        request: Request,
        idempotency_key: Annotated[
            str | None,
            Header(
                min_length=1,
                max_length=200,
                description="同一請求重送時沿用同一鍵，得到同一回應。The same key and request gives the same answer.",
            ),
        ] = None,
        if_match: Annotated[
            str | None, Header(max_length=20, description="先前回應的 ETag。The ETag of the version that was read.")
        ] = None,
        dry_run: Annotated[
            bool, Query(description="試算：執行後全部復原。Runs the whole command, answers what would be, rolls back.")
        ] = False,
    ) -> Call[Any]:
        return Call(request, idempotency_key, if_match, dry_run)

    return call


def _facts(work: Work) -> dict[str, object]:
    """What the log says of a command: ids and types."""
    events = [{"id": str(envelope.id), "type": envelope.type} for envelope, _ in work.events]
    return {"cases": sorted({str(envelope.subject) for envelope, _ in work.events}), "events": events}


def _caller(by: Actor) -> str:
    return f"{by.county}/{by.person}/{by.unit or UUID(int=0)}"


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    match = _ETAG.match(if_match.strip())
    if match is None:
        raise BadIfMatch
    return int(match.group(1))

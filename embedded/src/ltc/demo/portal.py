"""How does a county portal speak to the services? HTTP only, each change with its own Idempotency-Key, and patience for facts under way."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx

from ltc.demo.people import Headers

_PATIENCE_SECONDS = 30
_STEP_SECONDS = 0.05


class Refused(Exception):
    """A step of the story was refused: the problem document says why."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}")
        self.answer = answer


class Portal:
    """A client of all five services under one address."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def post(
        self, path: str, body: dict[str, Any] | None = None, *, by: Headers, **params: str
    ) -> httpx.Response:
        """POST, whatever the answer."""
        headers = {"Idempotency-Key": str(uuid4()), **by}
        return await self._client.post(path, json=body or {}, headers=headers, params=params)

    async def done(self, path: str, body: dict[str, Any] | None = None, *, by: Headers) -> Any:
        """POST and the answer's JSON; Refused if it was not done."""
        answer = await self.post(path, body, by=by)
        if not answer.is_success:
            raise Refused(answer)
        return answer.json()

    async def ask(self, path: str, *, by: Headers, **params: str) -> httpx.Response:
        """GET, whatever the answer."""
        return await self._client.get(path, headers=by, params=params)

    async def get(self, path: str, *, by: Headers, **params: str) -> Any:
        """GET and the answer's JSON; Refused if there is none."""
        answer = await self.ask(path, by=by, **params)
        if not answer.is_success:
            raise Refused(answer)
        return answer.json()

    async def until(self, path: str, ready: Callable[[Any], bool], *, by: Headers, **params: str) -> Any:
        """GET again and again until the answer is there and `ready`: facts need a moment from service to service."""

        async def look() -> Any:
            answer = await self.ask(path, by=by, **params)
            return answer.json() if answer.is_success and ready(answer.json()) else None

        return await patiently(look, path)


async def patiently(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """The first answer of `look` that is not None; TimeoutError says what was waited for."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(_STEP_SECONDS)
    raise TimeoutError(f"not seen within {_PATIENCE_SECONDS} s: {what}")

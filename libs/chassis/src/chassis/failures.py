"""What happens with a bug? The caller gets an error id and nothing of the inside; the log gets type and places."""

import traceback
from uuid import uuid4

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.documents import Problem, answer

log = structlog.get_logger("chassis.failures")


class Aborted(Exception):
    """A failure after the answer had begun: all that is left is to break the connection."""


class Failures:
    """Catches what no handler knows, before the server would print its message, in which PostgreSQL repeats values."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Aborted:
            raise
        except Exception as bug:
            error_id = report(bug)
        else:
            return None
        if started:
            raise Aborted(error_id)
        return await answer(Request(scope), _failed(error_id))(scope, receive, send)


def report(bug: BaseException) -> str:
    """Log a bug without its message, its locals or bind values, and return the id that finds it in the log."""
    error_id = str(uuid4())
    log.error("unexpected_failure", error_id=error_id, causes=causes(bug))
    return error_id


def causes(bug: BaseException) -> list[dict[str, object]]:
    """Type and places of an exception and of what it came from; never a message."""
    return [_described(error) for error in _chain(bug)]


def _chain(bug: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    step: BaseException | None = bug
    while step is not None and step not in chain:
        chain.append(step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return chain


def _described(error: BaseException) -> dict[str, object]:
    places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    kind = type(error)
    return {"exception": f"{kind.__module__}.{kind.__qualname__}", "traceback": places}


def _failed(error_id: str) -> Problem:
    return Problem(
        status=500,
        code="internal_error",
        zh="系統發生未預期的錯誤；請將 error_id 告知維運人員。",
        en="Something unexpected went wrong. Tell the operators the error_id.",
        error_id=error_id,
    )

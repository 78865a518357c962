"""What does a caller hear when the database is away, or two commands were in each other's way? To try again."""

import asyncpg
from fastapi import FastAPI, Request, Response

from chassis.lost import AGAIN
from chassis.problems import Problem, answer

_GONE = (
    ConnectionError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InternalClientError,
    asyncpg.InsufficientResourcesError,
)
"""Fewer than LOST: what may as well be a bug stays a 500."""


class Away(Problem):
    """Nothing was done, and nothing is wrong with the request."""

    def __init__(self) -> None:
        super().__init__(
            status=503,
            code="try_again",
            zh="系統暫時無法完成作業，未作任何變更，請稍後以同一 Idempotency-Key 重送。",
            en="The service cannot do this just now. Send it again soon, with the same Idempotency-Key.",
            headers={"Retry-After": "1"},
        )


def install_away(app: FastAPI) -> None:
    """Answer 503 instead of 500."""
    for kind in (*_GONE, *AGAIN):
        app.add_exception_handler(kind, _away)


async def _away(request: Request, _: Exception) -> Response:
    return answer(request, Away())

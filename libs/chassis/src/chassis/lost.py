"""What is no poison? A database that is away, and a transaction that met another one: both are tried again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg

from chassis.bus import Unavailable
from chassis.kernel.refusal import Refusal

LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InsufficientResourcesError,
    Unavailable,
)
"""The database or the log does not answer."""
AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError)
"""Another transaction was in the way."""
_AMBIGUOUS = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, Unavailable)


class HandlerFailed(Exception):
    """A handler raised what would look like a lost database, while its database was there."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@contextmanager
def own_failures(connection: Any) -> Iterator[None]:
    """Around a handler: its own FileNotFoundError or wrong number of arguments must not be retried for ever."""
    try:
        yield
    except _AMBIGUOUS as failed:
        if connection.is_closed():
            raise
        raise HandlerFailed(type(failed).__name__) from failed


def reason_of(failed: Exception) -> str:
    """The kind of failure or the rule that refused: never a message, which may repeat a value."""
    if isinstance(failed, Refusal):
        return f"{failed.no.code} ({failed.rule})"
    return failed.kind if isinstance(failed, HandlerFailed) else type(failed).__name__

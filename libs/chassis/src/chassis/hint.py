"""How does the relay hear of a commit? By one NOTIFY after it, coalesced over a few milliseconds, on a connection of its own.

A NOTIFY inside the transaction would make PostgreSQL serialise commits. The hint may be lost: the relay also looks by itself.
"""

import asyncio

import asyncpg
import structlog

from chassis.db import connect
from chassis.lost import LOST

_COALESCE_SECONDS = 0.003
_log = structlog.get_logger()


class Hint:
    """Sends `NOTIFY channel` soon after `give`, at most one per few milliseconds."""

    def __init__(self, url: str, channel: str) -> None:
        self._url = url
        self._channel = channel
        self._task: asyncio.Task[None] | None = None
        self._again = False
        self._connection: asyncpg.Connection | None = None

    def give(self) -> None:
        """A commit happened. Returns at once."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send())

    async def close(self) -> None:
        """Stop; hints that are not sent are lost, which is allowed."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._connection is not None:
            self._connection.terminate()  # it holds nothing, and a lost server would never answer a goodbye
            self._connection = None

    async def _send(self) -> None:
        while self._again:
            self._again = False
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await connect(self._url)
                await self._connection.execute(f"NOTIFY {self._channel}")
            except LOST as lost:
                _log.info("hint_lost", reason=type(lost).__name__)
            await asyncio.sleep(_COALESCE_SECONDS)  # the first goes at once, those that follow closely go together

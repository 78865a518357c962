"""Who reads a partition of the PostgreSQL log? Whoever holds its session lock; a lost connection drops its locks."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

import asyncpg

from chassis.bus import LostPartition, Received, Unavailable
from chassis.bus.postgres_share import Share

WAKE = "ltc_log"
"""The channel on which appenders and members give a hint; a payload says that membership changed."""
LOST = (
    *(OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError),
    *(asyncpg.OperatorInterventionError, asyncpg.InsufficientResourcesError, asyncpg.InternalClientError),
)
"""How asyncpg says that the server is not there. InternalClientError: the server ended the session while it was idle."""
_LOOK = 0.5  # seconds between looks without a hint
_LONGEST_PAUSE = 5.0  # seconds between two attempts to connect

_FETCH = """
with next as (
    select n.position
    from unnest($1::text[], $2::int[], $3::bigint[]) as mine (topic, partition, position)
    cross join lateral (
        select l.position from log l
        where l.topic = mine.topic and l.partition = mine.partition and l.position > mine.position
        order by l.position limit $4
    ) n
    order by n.position limit $4
)
select l.topic, l.partition, l.position, l.key, l.headers, l.value
from next join log l using (position) order by position
"""
_COMMIT = """
update cursors c set position = greatest(c.position, done.position)
from unnest($2::text[], $3::int[], $4::bigint[]) as done (topic, partition, position)
where c.consumer_group = $1 and c.topic = done.topic and c.partition = done.partition
"""
_LAG = """
select count(*) from cursors c
join unnest($2::text[], $3::int[]) as mine (topic, partition) using (topic, partition)
join log l on l.topic = c.topic and l.partition = c.partition and l.position > c.position
where c.consumer_group = $1
"""


class PostgresSubscription:
    """One member on a connection of its own, whose session locks are its claim to partitions."""

    def __init__(self, url: str, group: str, topics: Sequence[str], partitions: int, max_batch: int) -> None:
        self._url = url
        self._group = group
        self._share = Share(group, topics, partitions)
        self._max_batch = max_batch
        self._connection: Any = None
        self._one_at_a_time = (
            asyncio.Lock()
        )  # a connection runs one statement at a time, and lag() may come from elsewhere
        self._woken = asyncio.Event()
        self._members_changed = False
        self._next_look_at_members = 0.0
        self._left = False

    async def join(self) -> None:
        """Connect and enter the group. Raises Unavailable."""
        try:
            async with self._one_at_a_time:
                self._connection = await asyncpg.connect(self._url, timeout=10, command_timeout=60)
                await self._connection.add_listener(WAKE, self._on_hint)
                await self._share.enter(self._connection)
                await self._tell_members()
        except LOST as lost:
            self._drop_connection()
            raise Unavailable(f"the log's database does not answer: {type(lost).__name__}") from lost

    async def leave(self) -> None:
        """Leave the group: the connection's end frees the partitions, the hint lets the others take them at once."""
        self._left = True
        self._woken.set()
        async with self._one_at_a_time:
            with suppress(*LOST):
                if self._connection is not None:
                    await self._share.release_all(self._connection)
                    await self._tell_members()
                    await self._connection.close(timeout=2)
            self._drop_connection()

    async def __aiter__(self) -> AsyncIterator[Sequence[Received]]:
        pause = 0.05
        while not self._left:
            try:
                if self._connection is None:
                    await self.join()
                batch = await self._next_batch()
                pause = 0.05
            except (Unavailable, *LOST):
                self._drop_connection()
                await self._wait(pause * random.uniform(0.5, 1))  # noqa: S311  no secret
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            if batch:
                yield batch
            else:
                await self._wait(_LOOK)

    async def commit(self, batch: Sequence[Received]) -> None:
        """Move the cursor; raises LostPartition if this member no longer owns a partition of the batch."""
        done: dict[tuple[str, int], int] = {}
        for message in batch:
            place = (message.topic, message.partition)
            done[place] = max(message.offset, done.get(place, 0))
        async with self._one_at_a_time:
            if self._connection is None or not self._share.delivered(done):
                raise LostPartition(f"{self._group} lost a partition of {len(done)}")
            topics, partitions = zip(*done, strict=True) if done else ((), ())
            try:
                await self._connection.execute(_COMMIT, self._group, topics, partitions, list(done.values()))
            except LOST as lost:
                self._drop_connection()
                raise LostPartition(f"{self._group} lost its connection: {type(lost).__name__}") from lost

    async def lag(self) -> int:
        """Messages behind the cursors of this member's partitions; 0 while it has no connection, so no partition."""
        async with self._one_at_a_time:
            topics, partitions, _ = self._share.positions()
            if self._connection is None or not topics:
                return 0
            return int(await self._connection.fetchval(_LAG, self._group, topics, partitions))

    async def _next_batch(self) -> list[Received]:
        self._woken.clear()  # before the look: a hint that comes during it must not be forgotten
        async with self._one_at_a_time:
            await self._balance()
            topics, partitions, positions = self._share.positions()
            if not topics:
                return []
            rows = await self._connection.fetch(_FETCH, topics, partitions, positions, self._max_batch)
            batch = [_received(row) for row in rows]
            self._share.note_delivered(batch)
            return batch

    async def _balance(self) -> None:
        """Between batches: give up what is too much, take what is free and due to us."""
        now = asyncio.get_running_loop().time()
        if not self._members_changed and now < self._next_look_at_members:
            return
        self._members_changed, self._next_look_at_members = False, now + _LOOK
        if await self._share.balance(self._connection):
            await self._tell_members()

    async def _tell_members(self) -> None:
        await self._connection.execute(f"notify {WAKE}, 'members'")

    def _on_hint(self, _connection: object, pid: int, _channel: str, payload: str) -> None:
        if payload and not (self._connection and pid == self._connection.get_server_pid()):
            self._members_changed = True
        self._woken.set()

    async def _wait(self, seconds: float) -> None:
        if not self._left:
            with suppress(TimeoutError):  # not wait_for, which in Python 3.11 may swallow a cancellation
                async with asyncio.timeout(seconds):
                    await self._woken.wait()

    def _drop_connection(self) -> None:
        self._share.forget()
        self._next_look_at_members = 0.0
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


def _received(row: Any) -> Received:
    return Received(
        topic=row["topic"],
        key=row["key"],
        headers=json.loads(row["headers"]),
        value=row["value"],
        partition=row["partition"],
        offset=row["position"],
    )

"""How does PostgreSQL serve as the event log? An append-only table whose positions become visible in order."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg

from chassis.bus import Message, Subscription, Unavailable
from chassis.bus.postgres_member import LOST, WAKE, PostgresSubscription

_APPENDING = 0x6C7463  # the advisory lock of appenders; members use two-number locks, which are another space

_SCHEMA = """
create table if not exists layout (partitions integer not null, one_row boolean primary key default true check (one_row));
create table if not exists log (
    position bigint generated always as identity primary key,
    topic text not null,
    partition integer not null,
    key text not null,
    headers text not null,
    value bytea not null,
    appended_at timestamptz not null default now()
);
create index if not exists log_by_partition on log (topic, partition, position);
create index if not exists log_by_age on log using brin (appended_at);
create table if not exists cursors (
    id integer generated always as identity,
    consumer_group text not null,
    topic text not null,
    partition integer not null,
    position bigint not null default 0,
    primary key (consumer_group, topic, partition)
) with (fillfactor = 50);
"""

# One statement, so that the lock lives no longer than it must. Numbers are drawn after the lock is held, and in the
# order of the batch: `order by` comes before the identity's default.
_APPEND = """
with turn as materialized (select pg_advisory_xact_lock($1))
insert into log (topic, partition, key, headers, value)
select m.topic, m.partition, m.key, m.headers, m.value
from turn cross join unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::bytea[])
     with ordinality as m (topic, partition, key, headers, value, nr)
order by m.nr
"""


class PostgresBus:
    """The log in a database of its own. `prepare()` once before use."""

    def __init__(self, url: str, partitions: int = 24) -> None:
        self._url = url
        self._partitions = partitions
        self._opened: asyncpg.Pool[Any] | None = None

    async def prepare(self) -> None:
        """Create the tables if they are not there; safe when several processes do it at once.

        Raises ValueError if the log was made with another number of partitions: keys would move, and lose order.
        """
        async with self._connection() as connection, connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", _APPENDING)
            await connection.execute(_SCHEMA)
            await connection.execute("insert into layout values ($1) on conflict do nothing", self._partitions)
            found = await connection.fetchval("select partitions from layout")
        if found != self._partitions:
            raise ValueError(f"the log has {found} partitions, and was asked to have {self._partitions}")

    async def publish(self, messages: Sequence[Message]) -> None:
        """Append all, in one transaction. Raises Unavailable; then it is not known whether they were appended."""
        if not messages:
            return
        rows = [
            (m.topic, partition_of(m.key, self._partitions), m.key, json.dumps(m.headers), m.value) for m in messages
        ]
        async with self._connection() as connection:
            await connection.execute(_APPEND, _APPENDING, *(list(column) for column in zip(*rows, strict=True)))
            await self._hint(connection)

    @asynccontextmanager
    async def subscribe(
        self, group: str, topics: Sequence[str], *, max_batch: int = 500
    ) -> AsyncIterator[Subscription]:
        """Join the group; raises Unavailable. Once joined, a lost connection is made again, with back-off."""
        subscription = PostgresSubscription(self._url, group, topics, self._partitions, max_batch)
        try:
            await subscription.join()
            yield subscription
        finally:
            await subscription.leave()

    async def purge(self, before: datetime) -> int:
        """Delete what was appended before then, read or not, and return how much that was."""
        async with self._connection() as connection:
            done = await connection.execute("delete from log where appended_at < $1", before)
        return int(done.removeprefix("DELETE "))

    async def close(self) -> None:
        """Release the connections of publishing."""
        if self._opened is not None:
            try:
                await asyncio.wait_for(self._opened.close(), timeout=5)
            except TimeoutError:
                self._opened.terminate()
            self._opened = None

    async def _hint(self, connection: Any) -> None:
        """After the commit: inside, it would make all commits of the server queue. Members also look by themselves."""
        try:
            await connection.execute(f"notify {WAKE}")
        except LOST:
            connection.terminate()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        if self._opened is None:
            self._opened = asyncpg.create_pool(self._url, min_size=0, max_size=4, command_timeout=60, reset=_keep)
        try:
            await self._opened  # opens the pool once; it connects only when asked
            async with self._opened.acquire(timeout=10) as connection:
                try:
                    yield connection
                except LOST:
                    connection.terminate()  # or the pool would hand it out again
                    raise
        except LOST as lost:
            raise Unavailable(f"the log's database does not answer: {type(lost).__name__}") from lost


async def _keep(_connection: object) -> None:
    """Publishing leaves nothing behind in its session, so that putting a connection back costs no round trip."""


def partition_of(key: str, partitions: int) -> int:
    """Where a key lives, the same in every process and release."""
    return zlib.crc32(key.encode()) % partitions

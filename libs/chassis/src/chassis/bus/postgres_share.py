"""How many partitions are one member's share? All by the number of members, counted from the locks they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.bus import Received

Place = tuple[str, int]
"""Topic and partition."""

# Locks of two numbers: what it is about, and the id of a cursor row.
_MEMBER = 1
_OWNER = 2

_REGISTER = """
insert into cursors (consumer_group, topic, partition)
select $1, t, p from unnest($2::text[]) as t cross join generate_series(0, $3::int - 1) as p
where not exists (select from cursors c where (c.consumer_group, c.topic, c.partition) = ($1, t, p))
on conflict do nothing
"""
_ENTER = """
select pg_advisory_lock_shared($3, id) from cursors where consumer_group = $1 and topic = any($2) and partition = 0
"""
_MEMBERS = """
select c.topic, count(distinct l.pid) as members, count(distinct l.pid) filter (where l.pid < pg_backend_pid()) as rank
from cursors c join pg_locks l on l.locktype = 'advisory' and l.objsubid = 2 and l.granted
    and l.classid = $3::int::oid and l.objid = c.id::oid
    and l.database = (select oid from pg_database where datname = current_database())
where c.consumer_group = $1 and c.topic = any($2) and c.partition = 0
group by c.topic
"""
_TAKE = """
with held as materialized (
    select objid from pg_locks
    where locktype = 'advisory' and objsubid = 2 and classid = $3::int::oid
      and database = (select oid from pg_database where datname = current_database())
), free as materialized (
    select id, partition from cursors
    where consumer_group = $1 and topic = $2 and id::oid not in (select objid from held)
    order by partition limit $4
)
select partition from free where pg_try_advisory_lock($3, id)
"""
# A statement of its own, after the lock: what the last owner committed meanwhile must be seen.
_POSITIONS = """
select partition, position from cursors where consumer_group = $1 and topic = $2 and partition = any($3)
"""
_RELEASE = """
select pg_advisory_unlock($4, id) from cursors where consumer_group = $1 and topic = $2 and partition = any($3)
"""


class Share:
    """The partitions that one connection owns, and up to which position each was delivered."""

    def __init__(self, group: str, topics: Sequence[str], partitions: int) -> None:
        self._group = group
        self._topics = sorted(set(topics))
        self._partitions = partitions
        self._delivered: dict[Place, int] = {}

    async def enter(self, connection: Any) -> None:
        """Make the group known and be counted as a member for as long as the connection lives."""
        await connection.execute(_REGISTER, self._group, self._topics, self._partitions)
        await connection.execute(_ENTER, self._group, self._topics, _MEMBER)

    async def balance(self, connection: Any) -> bool:
        """Own an equal part of each topic; the first members own the rest. True if something became free for others."""
        freed = False
        counted = await connection.fetch(_MEMBERS, self._group, self._topics, _MEMBER)
        for topic, members, rank in counted:
            mine = sorted(p for t, p in self._delivered if t == topic)
            due = self._partitions // members + (rank < self._partitions % members)
            if len(mine) > due:
                await self._release(connection, topic, mine[due:])
                freed = True
            elif len(mine) < due:
                await self._take(connection, topic, due - len(mine))
        return freed

    async def release_all(self, connection: Any) -> None:
        """Give up membership and every partition."""
        await connection.execute("select pg_advisory_unlock_all()")
        self.forget()

    def forget(self) -> None:
        """The connection is gone, and the locks with it."""
        self._delivered.clear()

    def positions(self) -> tuple[list[str], list[int], list[int]]:
        """Topic, partition and last delivered position of what is owned, as three columns."""
        return [t for t, _ in self._delivered], [p for _, p in self._delivered], list(self._delivered.values())

    def note_delivered(self, batch: Sequence[Received]) -> None:
        """Go on behind these."""
        for message in batch:
            self._delivered[message.topic, message.partition] = message.offset

    def delivered(self, upto: Mapping[Place, int]) -> bool:
        """Whether all this was delivered since its partitions were taken: what came before a loss will come again."""
        return all(position <= self._delivered.get(place, -1) for place, position in upto.items())

    async def _take(self, connection: Any, topic: str, most: int) -> None:
        taken = [row[0] for row in await connection.fetch(_TAKE, self._group, topic, _OWNER, most)]
        if taken:
            for partition, position in await connection.fetch(_POSITIONS, self._group, topic, taken):
                self._delivered[topic, partition] = position

    async def _release(self, connection: Any, topic: str, partitions: list[int]) -> None:
        for partition in partitions:
            del self._delivered[topic, partition]  # first, so that no commit passes once the lock may be gone
        await connection.execute(_RELEASE, self._group, topic, partitions, _OWNER)

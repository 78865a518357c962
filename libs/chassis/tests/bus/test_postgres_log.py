"""What must the log table promise that Kafka does by its nature?"""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
from chassis.bus import LostPartition, Message, Received, Unavailable
from chassis.bus.postgres import PostgresBus, partition_of
from chassis.local_postgres import start_server
from chassis.testing.postgres import drop_database, fresh_database

from .conftest import Member, Transport, read, until, values


async def test_a_late_commit_of_an_appender_at_the_same_time_is_not_stepped_over(log: Transport) -> None:
    """Statements of a slow appender hold the turn, so that nobody can publish a later position before it commits."""
    url = log.open_elsewhere[1]
    slow = await asyncpg.connect(url)
    member = Member(log)
    await log.publish(("a", "before"))
    await until(lambda: member.values)
    transaction = slow.transaction()
    await transaction.start()
    await _append(slow, "late", "a")
    quick = asyncio.create_task(log.publish(("a", "quick")))
    await asyncio.sleep(0.7)  # longer than a member waits between two looks
    assert not quick.done()
    assert member.values == ["before"]
    await transaction.commit()
    await until(lambda: len(member.values) == 3)
    assert member.values == ["before", "late", "quick"]
    await quick
    await member.leave()
    await slow.close()


async def test_many_appenders_and_members_at_once_lose_and_double_nothing(log: Transport) -> None:
    members = [Member(log), Member(log)]
    sent = [[(f"case-{n % 9}", f"{appender}:{n}") for n in range(60)] for appender in range(4)]

    async def append(pairs: list[tuple[str, str]]) -> None:
        for start in range(0, len(pairs), 3):
            await log.publish(*pairs[start : start + 3])

    await asyncio.gather(*(append(pairs) for pairs in sent))
    await until(lambda: len({v for m in members for v in m.values}) == 240)
    for pairs in sent:
        for member in members:
            mine = [v for v in member.values if v.startswith(pairs[0][1][:2])]
            for case in range(9):
                of_case = [int(v[2:]) for v in mine if int(v[2:]) % 9 == case]
                assert list(dict.fromkeys(of_case)) == sorted(set(of_case))
    for member in members:
        await member.leave()


async def test_a_member_whose_connection_is_cut_joins_again_and_its_late_commit_is_refused(log: Transport) -> None:
    await log.publish(("a", "1"), ("a", "2"))
    async with log.bus.subscribe(log.group, [log.topic]) as subscription:
        old = await read(subscription, 2)
        await _cut_all_connections(log.open_elsewhere[1])
        with pytest.raises(LostPartition):
            await subscription.commit(old)
        assert values(await read(subscription, 2, commit=True)) == ["1", "2"]
        assert await subscription.lag() == 0


async def test_members_hold_equal_shares_whoever_comes_and_goes(log: Transport) -> None:
    members = [Member(log) for _ in range(3)]
    url = log.open_elsewhere[1]
    watch = await asyncpg.connect(url)
    await _until_held(watch, [1, 1, 2])  # of four partitions
    await members.pop().leave()
    await _until_held(watch, [2, 2])
    await members.pop().leave()
    await _until_held(watch, [4])
    await watch.close()
    for member in members:
        await member.leave()


async def test_a_member_waits_while_the_database_is_away_and_goes_on_when_it_is_back() -> None:
    with tempfile.TemporaryDirectory(prefix="ltc-test-") as folder:
        server = start_server(Path(folder) / "pg")
        bus = PostgresBus(await server.database("log"), partitions=4)
        await bus.prepare()
        member = Member(Transport(bus, "cases", "g", [], bus.close))
        await bus.publish([Message("cases", "a", {}, b"1")])
        await until(lambda: member.values == ["1"])
        server.stop()
        with pytest.raises(Unavailable):
            await bus.publish([Message("cases", "a", {}, b"2")])
        server = start_server(Path(folder) / "pg")
        await bus.publish([Message("cases", "a", {}, b"2")])
        await until(lambda: member.values == ["1", "2"])
        await member.leave()
        await bus.close()
        server.stop()


async def test_many_may_prepare_the_log_at_once() -> None:
    url = await fresh_database("prepare")
    buses = [PostgresBus(url, partitions=4) for _ in range(6)]
    await asyncio.gather(*(bus.prepare() for bus in buses))
    for bus in buses:
        await bus.close()
    await drop_database(url)


async def test_a_log_does_not_change_its_number_of_partitions(log: Transport) -> None:
    other = PostgresBus(log.open_elsewhere[1], partitions=8)
    with pytest.raises(ValueError, match="has 4 partitions"):
        await other.prepare()
    await other.close()


async def test_a_commit_of_nothing_is_nothing(log: Transport) -> None:
    async with log.bus.subscribe(log.group, [log.topic]) as subscription:
        await subscription.commit([])


async def test_what_was_never_delivered_cannot_be_committed(log: Transport) -> None:
    async with log.bus.subscribe(log.group, [log.topic]) as subscription:
        with pytest.raises(LostPartition):
            await subscription.commit([Received(log.topic, "a", {}, b"", partition=0, offset=5)])


def test_a_key_lives_where_it_always_lived() -> None:
    assert [partition_of(key, 24) for key in ("a", "b", "個案")] == [3, 17, 18]


async def _append(connection: asyncpg.Connection, value: str, key: str) -> None:
    from chassis.bus.postgres import _APPEND, _APPENDING

    partition = partition_of(key, 4)
    await connection.execute(_APPEND, _APPENDING, ["cases"], [partition], [key], ["{}"], [value.encode()])


async def _cut_all_connections(url: str) -> None:
    connection = await asyncpg.connect(url)
    with suppress(asyncpg.PostgresError):
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    await connection.close()


async def _until_held(connection: asyncpg.Connection, shares: list[int]) -> None:
    """Wait until the members hold so many partitions each."""
    async with asyncio.timeout(10):
        while await _held(connection) != shares:  # noqa: ASYNC110  locks ring no bell
            await asyncio.sleep(0.02)


async def _held(connection: asyncpg.Connection) -> list[int]:
    rows = await connection.fetch(  # 2: locks of owners
        "select count(*) from pg_locks where locktype = 'advisory' and classid = 2 and granted "
        "and database = (select oid from pg_database where datname = current_database()) group by pid"
    )
    return sorted(row[0] for row in rows)

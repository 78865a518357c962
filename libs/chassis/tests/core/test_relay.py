"""Facts leave in order; a relay that is killed at any point loses nothing and at most repeats."""

import asyncio
import json
from collections import defaultdict
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from chassis import outbox
from chassis.access import SYSTEM
from chassis.bus import Unavailable
from chassis.outbox import Relay, purge, replay

from libs.chassis.tests.core.looking import fetch, made, until
from libs.chassis.tests.core.toy import ThingCounted

UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
HOLDER = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"


class Passing:
    """The real log, and what passed through here; `after` is called between the append and the return."""

    def __init__(self, bus, after=None):
        self.bus = bus
        self.after = after
        self.passed = 0

    async def publish(self, messages):
        await self.bus.publish(messages)
        self.passed += len(messages)
        if self.after:
            await self.after()


@asynccontextmanager
async def running(toy, bus):
    task = asyncio.create_task(Relay("toy", toy.service.database.url, bus).run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def on_log(log):
    connection = await asyncpg.connect(log._url)
    rows = await connection.fetch("SELECT key, headers, value FROM log ORDER BY position")
    await connection.close()
    return [(row["key"], json.loads(row["headers"])["ce_id"], json.loads(row["value"])) for row in rows]


async def in_outbox(toy):
    return [(str(r["key"]), str(r["event_id"])) for r in await fetch(toy, "SELECT * FROM outbox ORDER BY position")]


async def emit(toy, case, *numbers):
    async with toy.service.begin(SYSTEM) as work:
        work.step("nantou")
        for number in numbers:
            work.emit(ThingCounted(case_id=case, thing_id=case, count=number))


async def all_sent(toy):
    return await until(lambda: _none_unsent(toy))


async def _none_unsent(toy):
    return (await fetch(toy, UNSENT))[0][0] == 0


def once_in_order(messages):
    """What a consumer makes of the log: the first of each event, by key."""
    seen, kept = set(), defaultdict(list)
    for key, id_, _ in messages:
        if id_ not in seen:
            seen.add(id_)
            kept[key].append(id_)
    return kept


def by_key(rows):
    kept = defaultdict(list)
    for key, id_ in rows:
        kept[key].append(id_)
    return kept


async def test_a_commit_goes_to_the_log_with_its_headers_and_data(toy, log):
    case = uuid4()
    await made(toy, case_id=case)
    async with running(toy, log):
        await all_sent(toy)
    [(key, id_, data)] = await on_log(log)
    assert key == str(case)
    assert [(key, id_)] == await in_outbox(toy)
    assert data["clocks"][0]["due_on"] == "2024-02-15"


async def test_a_log_that_fails_after_the_append_is_sent_to_again_and_nothing_is_lost(toy, log):
    cases = [uuid4() for _ in range(5)]
    for number in range(4):
        for case in cases:
            await emit(toy, case, number)
    failures = iter([Unavailable("cut"), Unavailable("cut again")])

    async def fail():
        if failure := next(failures, None):
            raise failure

    async with running(toy, Passing(log, fail)):
        await all_sent(toy)
    messages = await on_log(log)
    assert len(messages) == 60  # each twice in vain, then once for good
    assert once_in_order(messages) == by_key(await in_outbox(toy))


async def test_a_relay_killed_between_publish_and_mark_leaves_the_rest_to_the_next(toy, log):
    case = uuid4()
    await emit(toy, case, *range(10))
    arrived = asyncio.Event()

    async def hang():
        arrived.set()
        await asyncio.Event().wait()

    async with running(toy, Passing(log, hang)):
        await arrived.wait()
    assert (await fetch(toy, UNSENT))[0][0] == 10
    await emit(toy, case, 10)
    async with running(toy, log):
        await all_sent(toy)
    assert once_in_order(await on_log(log)) == by_key(await in_outbox(toy))


async def test_a_second_relay_waits_and_takes_over_when_the_first_ones_connection_is_cut(toy, log, monkeypatch):
    monkeypatch.setattr(outbox, "_LOOK_SECONDS", 0.02)
    first, second = Passing(log), Passing(log)
    async with running(toy, first) as leading:
        await until(lambda: fetch(toy, HOLDER))
        async with running(toy, second):
            for number in range(5):
                await emit(toy, uuid4(), number)
                await all_sent(toy)
            assert (first.passed, second.passed) == (5, 0)
            await fetch(toy, f"SELECT pg_terminate_backend(pid) FROM ({HOLDER}) holder")
            leading.cancel()
            await emit(toy, uuid4(), 5)
            await all_sent(toy)
            assert (first.passed, second.passed) == (5, 1)


async def test_a_relay_that_loses_its_database_comes_back_by_itself(toy, log):
    async with running(toy, log):
        await until(lambda: fetch(toy, HOLDER))
        await fetch(toy, f"SELECT pg_terminate_backend(pid) FROM ({HOLDER}) holder")
        await emit(toy, uuid4(), 1)
        await all_sent(toy)


async def test_a_late_commit_with_a_smaller_position_is_not_skipped(toy, log):
    early, late = uuid4(), uuid4()
    async with running(toy, log):
        async with toy.service.begin(SYSTEM) as work:
            work.step("nantou")
            work.emit(ThingCounted(case_id=late, thing_id=late, count=1))
            await work.flush()
            work.steps.clear()
            await emit(toy, early, 2)
            await all_sent(toy)
        await all_sent(toy)
    assert [key for key, _, _ in await on_log(log)] == [str(early), str(late)]
    assert [key for key, _ in await in_outbox(toy)] == [str(late), str(early)]


async def test_a_commit_wakes_the_relay_and_leaves_within_tens_of_milliseconds(toy, log, monkeypatch):
    monkeypatch.setattr(outbox, "_LOOK_SECONDS", 60)  # it does not look by itself while this test runs
    arrived = asyncio.Event()

    async def arrive():
        arrived.set()

    async def seconds_from_commit_to_log():
        arrived.clear()
        started = asyncio.get_running_loop().time()
        await emit(toy, uuid4(), 1)
        async with asyncio.timeout(5):
            await arrived.wait()
        return asyncio.get_running_loop().time() - started

    listening = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%AS unsent%'"
    async with running(toy, Passing(log, arrive)):
        await until(lambda: fetch(toy, listening))
        await asyncio.sleep(0.05)
        await seconds_from_commit_to_log()  # connects the hint and the log
        took = [await seconds_from_commit_to_log() for _ in range(10)]
    assert min(took) < 0.1, took  # the others may have met a busy machine


@pytest.mark.parametrize("steps", range(5))
async def test_a_relay_leaves_when_told_also_in_the_moment_of_a_hint(toy, log, steps):
    """asyncio.wait_for of Python 3.11 forgets that it was cancelled if what it waits for comes at the same time."""
    relay = Relay("toy", toy.service.database.url, log)
    task = asyncio.create_task(relay.run())
    await until(lambda: fetch(toy, HOLDER))
    await asyncio.sleep(0.1)
    relay._hear()
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=2)
    task.cancel()
    assert done


async def test_an_idle_relay_does_not_poll_busily(toy, log):
    async with running(toy, log):
        await until(lambda: fetch(toy, HOLDER))
        before = await _transactions(toy)
        await asyncio.sleep(1.2)
        assert await _transactions(toy) - before < 20


async def _transactions(toy):
    await fetch(toy, "SELECT pg_stat_force_next_flush()")
    [row] = await fetch(toy, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
    return row[0]


async def test_more_than_one_batch_goes_in_order(toy, log, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 7)
    case = uuid4()
    await emit(toy, case, *range(30))
    async with running(toy, log):
        await all_sent(toy)
    assert [data["count"] for _, _, data in await on_log(log)] == list(range(30))


async def test_the_purge_takes_what_was_sent_long_ago_and_keeps_what_is_unsent_or_young(toy):
    for number in range(3):
        await emit(toy, uuid4(), number)
    await fetch(toy, "UPDATE outbox SET created_at = now() - interval '90 days'")
    await fetch(toy, "UPDATE outbox SET sent_at = now() - interval '31 days' WHERE data ->> 'count' = '0'")
    await fetch(toy, "UPDATE outbox SET sent_at = now() - interval '29 days' WHERE data ->> 'count' = '1'")
    async with toy.service.database.acquire() as connection:
        await purge(connection, 30)
    assert [event["count"] for event in await toy.events()] == [1, 2]


@pytest.mark.parametrize("chosen", ["everything", "one case", "since"])
async def test_chosen_history_can_be_sent_again_in_order(toy, log, chosen):
    one, other = uuid4(), uuid4()
    await emit(toy, one, 1, 2)
    await emit(toy, other, 3)
    await fetch(toy, "UPDATE outbox SET created_at = '2024-01-01Z' WHERE data ->> 'count' = '1'")
    await fetch(toy, "UPDATE outbox SET sent_at = now()")
    await emit(toy, one, 4)  # unsent: the relay's business
    since = datetime(2024, 1, 2, tzinfo=UTC) if chosen == "since" else None
    async with toy.service.database.acquire() as connection:
        sent = await replay(connection, log, since=since, key=one if chosen == "one case" else None)
    counts = [data["count"] for _, _, data in await on_log(log)]
    assert counts == {"everything": [1, 2, 3], "one case": [1, 2], "since": [2, 3]}[chosen]
    assert sent == len(counts)

"""A deadline that passes becomes a command, once, whatever the number of replicas; a command that is at work wins."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import pytest
from chassis import runner
from chassis.access import SYSTEM
from chassis.deadlines import Due
from chassis.runner import Runner
from prometheus_client import REGISTRY

from libs.chassis.tests.core.looking import cut, fetch, made, until
from libs.chassis.tests.core.toy import LOCK, CountOverdue, ThingCounted, count, make

LATE = date(2024, 2, 16)


async def many(toy, number):
    things = [uuid4() for _ in range(number)]
    for start in range(0, number, 100):
        async with toy.service.begin(SYSTEM) as work:
            for thing in things[start : start + 100]:
                work.step("nantou")
                await make(work, thing, None, thing)
    return things


async def fired_by(running):
    total = 0
    while fired := await running.fire():
        total += fired
    return total


def on_overdue(toy, monkeypatch, handler):
    monkeypatch.setitem(toy.service.definition.deadlines, "count", handler)


async def test_three_runners_at_once_fire_each_of_many_deadlines_once(toy):
    things = await many(toy, 500)
    toy.clock.advance_to(LATE)
    fired = await asyncio.gather(*(fired_by(Runner(toy.service)) for _ in range(3)))
    assert sum(fired) == 500
    assert sorted(event["thing_id"] for event in await toy.events(CountOverdue)) == sorted(map(str, things))
    assert await fired_by(Runner(toy.service)) == 0


async def test_a_claimed_deadline_is_left_out_by_the_other_runners_instead_of_waited_for(toy, monkeypatch):
    await many(toy, 2)
    monkeypatch.setattr(runner, "BATCH", 1)
    toy.clock.advance_to(LATE)
    claimed, go_on = asyncio.Event(), asyncio.Event()

    async def slow(due, work):
        claimed.set()
        await go_on.wait()
        work.emit(CountOverdue(case_id=due.case_id, thing_id=due.subject_id))

    on_overdue(toy, monkeypatch, slow)
    first = asyncio.create_task(Runner(toy.service).fire())
    await claimed.wait()
    claimed.clear()
    second = asyncio.create_task(Runner(toy.service).fire())
    await asyncio.wait_for(claimed.wait(), 5)
    go_on.set()
    assert await asyncio.gather(first, second) == [1, 1]
    assert len({event["thing_id"] for event in await toy.events(CountOverdue)}) == 2


async def test_a_deadline_fires_at_the_start_of_the_next_day_in_taipei_and_not_before(toy):
    await made(toy)
    assert await toy.advance_to(toy.clock.now().replace(day=15, hour=15, minute=59, second=59)) == 0
    assert await toy.advance_to(toy.clock.now().replace(day=15, hour=16, minute=0, second=0)) == 1


async def test_a_handler_that_fails_is_put_off_and_the_others_fire(toy, monkeypatch):
    things = await many(toy, 5)
    ill = things[2]

    async def fails(due, work):
        work.emit(CountOverdue(case_id=due.case_id, thing_id=due.subject_id))
        if due.subject_id == ill:
            raise ValueError

    on_overdue(toy, monkeypatch, fails)
    toy.clock.advance_to(LATE)
    running = Runner(toy.service)
    assert await running.fire() == 4
    assert await running.fire() == 0
    assert str(ill) not in {event["thing_id"] for event in await toy.events(CountOverdue)}
    [row] = [row for row in await toy.deadlines() if row["subject_id"] == ill]
    assert (row["fired_at"], row["attempts"]) == (None, 1)
    monkeypatch.undo()
    assert await Runner(toy.service).fire() == 1


@pytest.mark.parametrize("failure", [FileNotFoundError, KeyError])
async def test_a_handlers_own_failure_is_no_lost_database_and_stops_nobody(toy, monkeypatch, failure):
    things = await many(toy, 3)

    async def fails(due, work):
        if due.subject_id == things[0]:
            raise failure
        work.emit(CountOverdue(case_id=due.case_id, thing_id=due.subject_id))

    on_overdue(toy, monkeypatch, fails)
    toy.clock.advance_to(LATE)
    assert await Runner(toy.service).fire() == 2


async def test_a_handler_that_says_nothing_of_the_case_is_a_bug_and_does_not_count_as_fired(toy, monkeypatch):
    async def silent(_due, _work):
        pass

    on_overdue(toy, monkeypatch, silent)
    await made(toy)
    assert await toy.advance_to(LATE) == 0
    [row] = await toy.deadlines()
    assert row["fired_at"] is None


async def test_an_excused_reason_reaches_the_handler_and_stands_on_the_clock(toy, monkeypatch):
    found: list[Due] = []

    async def overdue(due, work):
        found.append(due)
        work.emit(CountOverdue(case_id=due.case_id, thing_id=due.subject_id))

    on_overdue(toy, monkeypatch, overdue)
    await made(toy)
    [row] = await toy.deadlines()
    answer = await toy.post(
        f"/v1/deadlines/{row['id']}/excuses", {"reason": "client_factor"}, by=toy.bearer("care_manager")
    )
    assert answer.status_code == 201, answer.text
    assert await toy.advance_to(LATE) == 1
    assert [due.excused_because for due in found] == ["client_factor"]
    [event] = await toy.events(CountOverdue)
    assert [(c["state"], c["reason"]) for c in event["clocks"]] == [("missed", "client_factor")]


async def test_what_is_met_or_cancelled_does_not_fire(toy):
    by = toy.bearer("care_manager")
    await toy.post(f"/v1/things/{await made(toy)}/counts", by=by)
    assert await toy.advance_to(LATE) == 0


async def test_what_was_missed_is_still_owed_and_met_late(toy):
    thing = await made(toy)
    await toy.advance_to(LATE)
    await toy.post(f"/v1/things/{thing}/counts", by=toy.bearer("care_manager"))
    [event] = await toy.events(ThingCounted)
    assert [clock["state"] for clock in event["clocks"]] == ["met_late"]


async def test_a_command_that_holds_the_aggregate_wins_and_the_deadline_is_met_and_never_missed(toy, monkeypatch):
    async def overdue(due, work):
        await work.lock(LOCK, "thing", thing_id=due.subject_id)
        work.emit(CountOverdue(case_id=due.case_id, thing_id=due.subject_id))

    on_overdue(toy, monkeypatch, overdue)
    thing = UUID(await made(toy))
    toy.clock.advance_to(LATE)
    running = Runner(toy.service)
    async with toy.service.begin(SYSTEM) as work:
        work.step("nantou")
        await count(work, thing)  # at the last moment, and the runner comes in between
        firing = asyncio.create_task(running.fire())
        await asyncio.sleep(0.05)  # it has claimed the deadline, and waits for the thing; the flush will wait for it
    assert await firing == 0
    await asyncio.sleep(0.25)
    assert await running.fire() == 0
    assert await toy.events(CountOverdue) == []
    [row] = await toy.deadlines()
    assert (row["state"], row["attempts"]) == ("met_late", 0)


async def test_a_database_lost_in_a_handler_leaves_the_deadline_for_the_next_round(toy, monkeypatch):
    lost = iter([True])

    async def overdue(due, work):
        if next(lost, False):
            await cut(toy, "state = 'idle in transaction'")
        work.emit(CountOverdue(case_id=due.case_id, thing_id=due.subject_id))

    on_overdue(toy, monkeypatch, overdue)
    await made(toy)
    toy.clock.advance_to(LATE)
    running = asyncio.create_task(Runner(toy.service).run())
    await until(lambda: toy.events(CountOverdue))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(await toy.events(CountOverdue)) == 1


async def test_the_metric_says_how_long_the_oldest_passed_deadline_waits(toy):
    await made(toy)
    toy.clock.advance_to(toy.clock.now().replace(day=15, hour=17, minute=0))  # an hour after it passed
    await Runner(toy.service)._measure()
    assert REGISTRY.get_sample_value("ltc_deadline_oldest_unfired_seconds", {"service": "toy"}) == 3600
    await Runner(toy.service).fire()
    await Runner(toy.service)._measure()
    assert REGISTRY.get_sample_value("ltc_deadline_oldest_unfired_seconds", {"service": "toy"}) == 0


async def test_looking_for_what_has_passed_uses_an_index(toy):
    await many(toy, 300)
    await fetch(toy, "ANALYZE deadlines")
    plan = await fetch(toy, "EXPLAIN " + runner._CLAIM, toy.clock.now(), [], 200)
    assert any("deadlines_to_fire" in row[0] for row in plan)

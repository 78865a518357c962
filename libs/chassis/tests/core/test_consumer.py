"""What others published has its effect once; what cannot be applied waits with its case, and the others flow."""

import asyncio
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import asyncpg
import pytest
from chassis.access import SYSTEM
from chassis.bus import Message, Received
from chassis.consumer import Consumer
from chassis.deadline_events import DeadlineSettled
from chassis.kernel.ids import uuid7
from chassis.parked import count_parked, drop_parked, list_parked, retry_parked, show_parked
from prometheus_client import REGISTRY

from libs.chassis.tests.core.looking import cut, fetch, made, received, until
from libs.chassis.tests.core.toy import LOOKS_LOST, POISON, ThingCounted, ThingGiven, ThingMade, make


def thing_made(case=None, thing=None, unit=None):
    return ThingMade(case_id=case or uuid4(), thing_id=thing or uuid4(), unit_id=unit)


def counted(made_event, n=1):
    return ThingCounted(case_id=made_event.case_id, thing_id=made_event.thing_id, count=n)


async def things(toy):
    return {row["id"]: row["count"] for row in await fetch(toy, "SELECT id, count FROM things")}


async def take(toy, *messages):
    await Consumer(toy.service, None).take(messages)


def taken(outcome):
    return REGISTRY.get_sample_value("ltc_events_taken_total", {"service": "toy", "outcome": outcome}) or 0.0


async def parked(toy):
    return [(row["type"], row["reason"]) for row in await list_parked(toy.service)]


# --- once in effect ---------------------------------------------------------------------------------------------------


async def test_a_batch_is_applied_in_order_and_its_effects_are_facts_with_their_cause(toy):
    made_event = thing_made()
    first, second = received(made_event), received(counted(made_event))
    await take(toy, first, second)
    assert await things(toy) == {made_event.thing_id: 1}
    rows = await fetch(toy, "SELECT headers ->> 'ce_causationid' AS cause FROM outbox ORDER BY position")
    assert [row["cause"] for row in rows] == [first.headers["ce_id"], second.headers["ce_id"]]


async def test_the_same_event_twice_in_one_batch_and_in_another_has_its_effect_once(toy):
    made_event = thing_made()
    first, second = received(made_event), received(counted(made_event))
    await take(toy, first, first, second, second)
    await take(toy, first, second)
    assert await things(toy) == {made_event.thing_id: 1}
    assert len(await toy.events()) == 2


async def test_two_members_who_take_the_same_batch_at_once_have_one_effect(toy):
    events = [thing_made() for _ in range(20)]
    batch = [received(event) for event in events]
    await asyncio.gather(*(take(toy, *batch) for _ in range(3)))
    assert await things(toy) == {event.thing_id: 0 for event in events}
    assert await parked(toy) == []


@asynccontextmanager
async def consuming(toy, log):
    task = asyncio.create_task(Consumer(toy.service, log).run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_crash_between_effect_and_offset_brings_the_batch_again_and_the_effect_stays_one(toy, log):
    made_event = thing_made()
    batch = [received(made_event), received(counted(made_event))]
    await log.publish([Message(m.topic, m.key, m.headers, m.value) for m in batch])
    async with log.subscribe("toy", toy.service.definition.topics) as subscription:
        async for delivered in subscription:
            await take(toy, *delivered)
            break  # killed before the commit of the offset
    after = thing_made()
    await log.publish([Message(m.topic, m.key, m.headers, m.value) for m in [received(after)]])
    async with consuming(toy, log):
        await until(lambda: fetch(toy, "SELECT FROM things WHERE id = $1", after.thing_id))
    assert await things(toy) == {made_event.thing_id: 1, after.thing_id: 0}


async def test_a_clock_that_anothers_fact_settles_is_told_by_an_event_of_its_own(toy, monkeypatch):
    async def meets(event, work):
        work.deadlines.meet("count", subject_id=event.thing_id, case_id=event.case_id, on=work.today)

    monkeypatch.setitem(toy.service.definition.events, ThingCounted, meets)
    made_event = thing_made()
    cause = received(counted(made_event))
    await take(toy, received(made_event), cause)
    [told] = await toy.events(DeadlineSettled)
    assert [(clock["name"], clock["state"]) for clock in told["clocks"]] == [("count", "met")]
    await take(toy, received(counted(made_event)))  # nothing is open any more: nothing to tell
    assert len(await toy.events(DeadlineSettled)) == 1


# --- skipped, ignored -------------------------------------------------------------------------------------------------


async def test_an_unknown_type_is_skipped_and_counted(toy):
    before = taken("unknown")
    await take(toy, received(thing_made(), headers={"ce_type": "tw.ltc.thing.teleported.v1"}))
    assert taken("unknown") == before + 1
    assert await fetch(toy, "SELECT FROM inbox") == []
    assert await parked(toy) == []


async def test_unknown_fields_and_headers_are_ignored(toy):
    made_event = thing_made()
    await take(toy, received(made_event, data={"added_in_a_later_release": 1}, headers={"ce_later": "x"}))
    assert await things(toy) == {made_event.thing_id: 0}


# --- malformed --------------------------------------------------------------------------------------------------------

MALFORMED = [
    pytest.param({"headers": {"ce_id": None}}, "Malformed", id="no id"),
    pytest.param({"headers": {"ce_id": "7"}}, "Malformed", id="an id that is no UUID"),
    pytest.param({"headers": {"ce_time": "yesterday"}}, "Malformed", id="a time that is none"),
    pytest.param({"value": b"{"}, "Malformed", id="broken JSON"),
    pytest.param({"value": b"[1]"}, "Malformed", id="JSON that is no object"),
    pytest.param({"value": b"\xff\xfe"}, "Malformed", id="bytes that are no text"),
    pytest.param({"value": b"[" * 100_000}, "RecursionError", id="JSON without a bottom"),
    pytest.param({"data": {"case_id": "seven"}}, "ValidationError", id="data that its class refuses"),
    pytest.param({"headers": {"ce_later": "a\0b"}, "value": b"{"}, "Malformed", id="a NUL that PostgreSQL cannot keep"),
    pytest.param({"county": "atlantis"}, "UnknownCounty", id="a county without a pack"),
]


@pytest.mark.parametrize(("wrong", "reason"), MALFORMED)
async def test_what_is_malformed_is_parked_and_the_rest_of_the_batch_is_applied(toy, wrong, reason):
    before, after = thing_made(), thing_made()
    await take(toy, received(before), received(thing_made(), **wrong), received(after))
    assert set(await things(toy)) == {before.thing_id, after.thing_id}
    assert [why for _, why in await parked(toy)] == [reason]


async def test_a_malformed_message_that_comes_again_is_parked_once(toy):
    message = received(thing_made(), headers={"ce_id": None}, offset=7)
    await take(toy, message)
    await take(toy, message)
    assert len(await parked(toy)) == 1


# --- poison -----------------------------------------------------------------------------------------------------------


async def test_poison_parks_that_event_and_the_later_ones_of_its_case_and_all_others_flow(toy):
    ill, well = thing_made(), thing_made()
    await take(toy, received(ill), received(well))
    poison, behind = received(counted(ill, POISON)), received(counted(ill))
    await take(toy, received(counted(well)), poison, behind, received(counted(well)))
    assert await things(toy) == {ill.thing_id: 0, well.thing_id: 2}
    assert await parked(toy) == [(ThingCounted.TYPE, "ValueError"), (ThingCounted.TYPE, "waits_behind_parked")]
    await take(toy, received(counted(ill)))
    assert len(await parked(toy)) == 3
    shown = await show_parked(toy.service, (await list_parked(toy.service))[0]["event_id"])
    assert shown["headers"]["ce_id"] == poison.headers["ce_id"]


async def test_a_refusal_parks_and_says_the_rule(toy):
    made_event = thing_made()
    await take(toy, received(made_event), *(received(counted(made_event)) for _ in range(4)))
    assert await things(toy) == {made_event.thing_id: 3}
    assert await parked(toy) == [(ThingCounted.TYPE, "thing_full (NT-09-10)")]


async def test_a_failed_handler_leaves_nothing_of_the_event_behind(toy):
    made_event = thing_made()
    poison = received(counted(made_event, POISON))
    await take(toy, received(made_event), poison)
    assert len(await fetch(toy, "SELECT FROM inbox")) == 1
    assert len(await toy.events()) == 1


@pytest.mark.parametrize("number", [POISON, LOOKS_LOST])
async def test_a_handlers_own_failure_is_no_lost_database(toy, number):
    made_event = thing_made()
    async with asyncio.timeout(5):
        await take(toy, received(made_event), received(counted(made_event, number)))
    assert len(await parked(toy)) == 1


async def test_a_wrong_number_of_arguments_in_a_handler_is_parked_and_not_tried_for_ever(toy, monkeypatch):
    async def wrong(_event, work):
        await work.connection.fetch("SELECT $1::int")

    monkeypatch.setitem(toy.service.definition.events, ThingCounted, wrong)
    async with asyncio.timeout(5):
        await take(toy, received(counted(thing_made())))
    assert await parked(toy) == [(ThingCounted.TYPE, "InterfaceError")]


async def test_retry_applies_in_order_what_can_be_applied_now(toy):
    made_event = thing_made()
    first, second = received(counted(made_event)), received(counted(made_event))
    await take(toy, first, second)  # the thing is not there yet: NotFound
    assert [why for _, why in await parked(toy)] == ["NotFound", "waits_behind_parked"]
    assert await retry_parked(toy.service, Consumer(toy.service, None)) == (0, 2)
    [attempts, _] = [row["attempts"] for row in await list_parked(toy.service)]
    assert attempts == 2
    async with toy.service.begin(SYSTEM) as work:
        work.step("nantou")
        await _make(work, made_event)
    assert await retry_parked(toy.service, Consumer(toy.service, None)) == (2, 0)
    assert await things(toy) == {made_event.thing_id: 2}
    causes = [r[0] for r in await fetch(toy, "SELECT headers ->> 'ce_causationid' FROM outbox ORDER BY position")][1:]
    assert causes == [first.headers["ce_id"], second.headers["ce_id"]]
    await take(toy, received(counted(made_event)))
    assert await things(toy) == {made_event.thing_id: 3}


async def test_retry_of_one_case_leaves_the_others_parked(toy):
    one, other = thing_made(), thing_made()
    await take(toy, received(counted(one)), received(counted(other)))
    for event in (one, other):
        async with toy.service.begin(SYSTEM) as work:
            work.step("nantou")
            await _make(work, event)
    assert await retry_parked(toy.service, Consumer(toy.service, None), key=str(one.case_id)) == (1, 1)
    assert await things(toy) == {one.thing_id: 1, other.thing_id: 0}


async def test_a_dropped_event_counts_as_had_and_the_later_ones_can_be_retried(toy):
    made_event = thing_made()
    poison = received(counted(made_event, POISON))
    await take(toy, received(made_event), poison, received(counted(made_event)))
    [first, _] = await list_parked(toy.service)
    assert await drop_parked(toy.service, first["event_id"])
    assert not await drop_parked(toy.service, uuid4())
    assert await retry_parked(toy.service, Consumer(toy.service, None)) == (1, 0)
    await take(toy, poison)  # a replay
    assert await things(toy) == {made_event.thing_id: 1}
    assert await count_parked(toy.service) == 0


async def test_a_retry_and_a_new_event_of_the_same_case_do_not_cross(toy):
    made_event = thing_made()
    events = [received(counted(made_event)) for _ in range(2)]
    await take(toy, events[0])
    async with toy.service.begin(SYSTEM) as work:
        work.step("nantou")
        await _make(work, made_event)
    for _ in range(2):
        await asyncio.gather(retry_parked(toy.service, Consumer(toy.service, None)), take(toy, events[1]))
    causes = [r[0] for r in await fetch(toy, "SELECT headers ->> 'ce_causationid' FROM outbox ORDER BY position")][1:]
    assert causes == [event.headers["ce_id"] for event in events]


# --- a lost database --------------------------------------------------------------------------------------------------


async def test_a_database_lost_in_the_middle_of_a_batch_is_tried_again_and_nothing_is_parked(toy):
    events = [thing_made() for _ in range(3)]
    blocker = await asyncpg.connect(toy.service.database.url)
    async with blocker.transaction():
        await blocker.execute("LOCK TABLE things IN ACCESS EXCLUSIVE MODE")
        taking = asyncio.create_task(take(toy, *(received(event) for event in events)))
        waits = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        await until(lambda: fetch(toy, waits))
        assert await cut(toy, "wait_event_type = 'Lock'") == 1
    await asyncio.wait_for(taking, 10)
    await blocker.close()
    assert await things(toy) == {event.thing_id: 0 for event in events}
    assert await parked(toy) == []


async def test_connections_cut_between_batches_are_made_again(toy):
    await take(toy, received(thing_made()))
    await cut(toy)
    await take(toy, received(thing_made()))
    assert len(await things(toy)) == 2


# --- relations --------------------------------------------------------------------------------------------------------


async def seen(toy, thing, unit):
    return (await toy.get(f"/v1/things/{thing}", by=toy.bearer("b_unit", unit=unit))).status_code


async def test_relations_open_and_close_by_events_also_unsubscribed_ones_and_rest_on_their_basis(toy):
    case, unit = uuid4(), uuid4()
    others = await made(toy, case_id=case)
    assert await seen(toy, others, unit) == 404
    first, second = thing_made(case, unit=unit), thing_made(case, unit=unit)
    await take(toy, received(first), received(second))
    assert await seen(toy, others, unit) == 200
    assert ThingGiven not in toy.service.definition.events
    await take(toy, received(ThingGiven(case_id=case, thing_id=first.thing_id, unit_id=unit)))
    assert await seen(toy, others, unit) == 200  # by the second
    await take(toy, received(ThingGiven(case_id=case, thing_id=second.thing_id, unit_id=unit)))
    assert await seen(toy, others, unit) == 404
    assert await seen(toy, first.thing_id, unit) == 200  # what it did itself


async def test_a_relation_that_ended_keeps_its_times(toy):
    case, unit = uuid4(), uuid4()
    others = await made(toy, case_id=case)
    event = thing_made(case, unit=unit)
    given = ThingGiven(case_id=case, thing_id=event.thing_id, unit_id=unit)
    await take(toy, received(event), received(given))
    assert await seen(toy, others, unit) == 404
    [row] = await fetch(toy, "SELECT * FROM relations")
    assert row["since"] <= row["until"] == toy.clock.now()


async def test_a_services_own_event_from_the_log_does_not_open_what_it_has_closed_since(toy):
    case, unit = uuid4(), uuid4()
    others = await made(toy, case_id=case)
    event = thing_made(case, unit=unit)
    own = received(event, source="/toy", id=uuid7())
    await take(toy, received(event))
    await take(toy, received(ThingGiven(case_id=case, thing_id=event.thing_id, unit_id=unit)))
    await take(toy, own)
    assert await seen(toy, others, unit) == 404


async def _make(work, event):
    await make(work, event.case_id, event.unit_id, event.thing_id)


def test_received_messages_show_no_value_when_printed():
    assert "secret" not in repr(Received("t", "k", {}, b"secret"))

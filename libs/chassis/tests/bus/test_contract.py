"""Do both transports keep the same promise?"""

import asyncio
from contextlib import AsyncExitStack

import pytest
from chassis.bus import Bus, LostPartition, Message, Received, Unavailable
from chassis.bus.kafka import KafkaBus
from chassis.bus.postgres import PostgresBus

from .conftest import Member, Transport, read, until, values

KEYS = [f"case-{n}" for n in range(24)]


async def test_messages_of_a_key_arrive_in_the_order_of_their_publishing(transport: Transport) -> None:
    for lap in range(10):
        await transport.publish(*[(key, f"{key}:{lap}") for key in KEYS])
    async with transport.bus.subscribe(transport.group, [transport.topic], max_batch=7) as subscription:
        got = values(await read(subscription, 240))
    for key in KEYS:
        assert [v for v in got if v.startswith(f"{key}:")] == [f"{key}:{lap}" for lap in range(10)]


async def test_a_batch_holds_no_more_than_was_asked_for(transport: Transport) -> None:
    await transport.publish(*[(key, key) for key in KEYS])
    async with transport.bus.subscribe(transport.group, [transport.topic], max_batch=5) as subscription:
        async for batch in subscription:
            assert 0 < len(batch) <= 5
            break


async def test_a_message_comes_out_as_it_went_in(transport: Transport) -> None:
    sent = Message(transport.topic, "個案-1", {"ce_type": "tw.ltc.x.v1", "ce_note": "長照"}, b"\x00\xff{}\n")
    await transport.bus.publish([sent])
    async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
        (got,) = await read(subscription, 1)
    assert Message(got.topic, got.key, got.headers, got.value) == sent


async def test_publishing_nothing_is_nothing(transport: Transport) -> None:
    await transport.bus.publish([])


async def test_what_was_committed_does_not_come_again(transport: Transport) -> None:
    await transport.publish(("a", "1"), ("b", "2"))
    async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
        await read(subscription, 2, commit=True)
    await transport.publish(("a", "3"))
    async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
        assert values(await read(subscription, 1)) == ["3"]


async def test_what_was_not_committed_comes_again_after_leaving(transport: Transport) -> None:
    await transport.publish(("a", "1"), ("a", "2"))
    for _ in range(2):
        async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
            assert values(await read(subscription, 2)) == ["1", "2"]


async def test_what_was_not_committed_comes_again_after_a_crash(transport: Transport) -> None:
    await transport.publish(("a", "1"), ("a", "2"))
    async with transport.crashing_member() as crashing:
        assert crashing.stdout is not None
        assert [await crashing.stdout.readline() for _ in range(2)] == [b"1\n", b"2\n"]
    async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
        assert values(await read(subscription, 2)) == ["1", "2"]


async def test_a_message_published_while_a_member_waits_arrives_at_once(transport: Transport) -> None:
    member = Member(transport)
    await transport.publish(("a", "warm"))
    await until(lambda: member.values)
    clock = asyncio.get_running_loop().time
    before = clock()
    await transport.publish(("a", "now"))
    await until(lambda: "now" in member.values)
    assert clock() - before < 0.4  # seconds; without the hint it would be half a second on average half the time
    await member.leave()


async def test_two_members_of_a_group_share_the_keys_and_none_is_doubled(transport: Transport) -> None:
    one, two = Member(transport), Member(transport)
    await _shared_by(transport, one, two)
    assert sorted(one.values + two.values) == sorted(KEYS)
    assert not set(one.keys) & set(two.keys)
    await one.leave()
    await two.leave()


async def test_when_a_member_leaves_the_other_takes_its_keys(transport: Transport) -> None:
    stays, leaves = Member(transport), Member(transport)
    await _shared_by(transport, stays, leaves)
    await leaves.leave()
    stays.clear()
    await transport.publish(*[(key, f"later {key}") for key in KEYS])
    await until(lambda: {f"later {key}" for key in KEYS} <= set(stays.values))
    await stays.leave()


async def test_when_a_member_is_killed_the_other_takes_its_keys_and_what_it_had_not_committed(
    transport: Transport,
) -> None:
    stays = Member(transport)
    await transport.publish(("a", "warm"))
    await until(lambda: stays.values)
    async with transport.crashing_member() as crashing:
        assert crashing.stdout is not None
        got_there = asyncio.create_task(crashing.stdout.readline())
        while not got_there.done():
            await transport.publish(*[(key, f"again {key}") for key in KEYS])
            await asyncio.wait({got_there}, timeout=0.3)
        stays.clear()
        await transport.publish(*[(key, f"last {key}") for key in KEYS])
    missed = {f"last {key}" for key in KEYS} | {got_there.result().decode().strip()}
    await until(lambda: missed <= set(stays.values))
    await stays.leave()


async def test_a_commit_after_the_partition_went_elsewhere_is_refused(transport: Transport) -> None:
    await transport.publish(*[(key, key) for key in KEYS])
    old: list[Received] = []
    async with transport.bus.subscribe(transport.group, [transport.topic]) as slow:
        old += await read(slow, len(KEYS))
        reading_on = asyncio.create_task(_exhaust(slow))
        async with transport.bus.subscribe(transport.group, [transport.topic]) as fresh:
            await read(fresh, 1)
            with pytest.raises(LostPartition):
                await slow.commit(old)
        reading_on.cancel()
        await asyncio.wait({reading_on})


async def test_a_new_group_starts_at_the_beginning_and_each_group_gets_everything(transport: Transport) -> None:
    await transport.publish(("a", "1"), ("b", "2"))
    for group in ("first", "second"):
        async with transport.bus.subscribe(group, [transport.topic]) as subscription:
            assert sorted(values(await read(subscription, 2, commit=True))) == ["1", "2"]


async def test_after_retention_a_slow_group_starts_at_the_oldest_message_left(transport: Transport) -> None:
    async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
        await transport.publish(("a", "read"))
        await read(subscription, 1, commit=True)
    await transport.publish(("a", "gone"), ("b", "gone"))
    await transport.forget_history()
    await transport.publish(("a", "left"))
    for group in (transport.group, "new"):
        async with transport.bus.subscribe(group, [transport.topic]) as subscription:
            assert values(await read(subscription, 1)) == ["left"]


async def test_lag_is_what_the_group_has_not_committed(transport: Transport) -> None:
    await transport.publish(*[(key, key) for key in KEYS])
    async with transport.bus.subscribe(transport.group, [transport.topic]) as subscription:
        got = await read(subscription, len(KEYS))
        assert await subscription.lag() == len(KEYS)
        await subscription.commit(got)
        assert await subscription.lag() == 0
        await transport.publish(("a", "one more"))
        assert await subscription.lag() == 1


async def test_a_group_reads_several_topics(log: Transport) -> None:
    await log.bus.publish([Message("cases", "a", {}, b"1"), Message("units", "u", {}, b"2")])
    async with log.bus.subscribe("g", ["cases", "units"]) as subscription:
        assert [(m.topic, m.value) for m in await read(subscription, 2)] == [("cases", b"1"), ("units", b"2")]


NOWHERE = [
    pytest.param(PostgresBus("postgresql://postgres@127.0.0.1:1/log"), id="postgres"),
    pytest.param(KafkaBus("127.0.0.1:1", "test", delivery_timeout=5), id="kafka"),
]


@pytest.mark.parametrize("bus", NOWHERE)
async def test_what_cannot_be_reached_is_unavailable(bus: Bus) -> None:
    with pytest.raises(Unavailable):
        await bus.publish([Message("cases", "a", {}, b"")])
    async with AsyncExitStack() as stack:
        with pytest.raises(Unavailable):
            await stack.enter_async_context(bus.subscribe("g", ["cases"]))
    await bus.close()


async def _shared_by(transport: Transport, *members: Member) -> None:
    """Publish laps of all keys until in one lap every member got some; that lap is what they then hold."""
    async with asyncio.timeout(20):
        while True:
            for member in members:
                member.clear()
            await transport.publish(*[(key, key) for key in KEYS])
            await until(lambda: {v for m in members for v in m.values} == set(KEYS))
            await asyncio.sleep(0.1)  # what is doubled would come by now
            if all(member.values for member in members) and sum(len(m.values) for m in members) == len(KEYS):
                return


async def _exhaust(subscription: object) -> None:
    async for _ in subscription:  # type: ignore[attr-defined]
        pass

"""A member of a group in a process of its own, to be killed: prints what it gets, commits nothing.

member.py postgres URL TOPIC GROUP | member.py kafka SERVERS PREFIX TOPIC GROUP
"""

import asyncio
import sys

from chassis.bus import Bus
from chassis.bus.kafka import KafkaBus
from chassis.bus.postgres import PostgresBus


async def main(kind: str, *where: str) -> None:
    *address, topic, group = where
    bus: Bus
    if kind == "postgres":
        bus = PostgresBus(address[0], partitions=4)
    else:
        bus = KafkaBus(address[0], "crashing", prefix=address[1], session_timeout=2)
    async with bus.subscribe(group, [topic]) as subscription:
        async for batch in subscription:
            for message in batch:
                print(message.value.decode(), flush=True)  # noqa: T201  its parent reads it


asyncio.run(main(*sys.argv[1:]))

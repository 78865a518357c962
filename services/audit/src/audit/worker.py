"""How does the side without HTTP start: relay, consumer, deadline runner?"""

import asyncio

from chassis.service import Service
from chassis.settings import Settings
from chassis.worker import bus_for, run_worker

from audit.definition import DEFINITION


def main() -> None:
    """Run until it is told to leave."""
    asyncio.run(_run(Settings()))


async def _run(settings: Settings) -> None:
    service = Service(DEFINITION, settings)
    bus = bus_for(settings)
    await service.open()
    try:
        await run_worker(service, bus)
    finally:
        await service.close()
        await bus.close()

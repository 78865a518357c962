"""How does the worker of dispatch start? Relay, consumer and deadline runner in one process."""

import asyncio

from chassis.service import Service
from chassis.settings import Settings
from chassis.worker import bus_for, run_worker

from dispatch.definition import DEFINITION


async def run(settings: Settings) -> None:
    """Run until cancelled."""
    service = Service(DEFINITION, settings)
    await service.open()
    try:
        await run_worker(service, bus_for(settings))
    finally:
        await service.close()


def main() -> None:
    """Run with the settings of the environment."""
    asyncio.run(run(Settings()))

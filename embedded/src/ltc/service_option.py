"""How does a command find the service that it is about? By name; its database from DATABASE_URL, or of the embedded county."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import typer
from chassis.bus import Bus
from chassis.service import Service
from chassis.settings import Settings
from chassis.worker import bus_for

from ltc.services import DEFINITIONS, definition
from ltc.state import recall


def _known(name: str) -> str:
    if name not in DEFINITIONS:
        raise typer.BadParameter(f"{name}; 可用 allowed: {', '.join(DEFINITIONS)}")
    return name


ServiceName = Annotated[str, typer.Argument(callback=_known, help="intake, care-plan, dispatch, prof-service, audit")]


def settings_for(name: str) -> Settings:
    """From the environment; without DATABASE_URL those that a running `ltc run` wrote down."""
    settings = Settings()
    if os.environ.get("DATABASE_URL"):
        return settings
    urls = recall(settings.state_dir, "databases.json")
    if urls is None:
        raise typer.BadParameter(
            "沒有 DATABASE_URL，也沒有執行中的 make run。Neither DATABASE_URL nor a run of `make run`."
        )
    return settings.model_copy(update={"database_url": urls[name], "log_database_url": urls["log"]})


@asynccontextmanager
async def opened(name: str) -> AsyncIterator[tuple[Service[Any], Bus]]:
    """The service and its log, for one operator command."""
    settings = settings_for(name)
    service, bus = Service(definition(name), settings), bus_for(settings)
    await service.open()
    try:
        yield service, bus
    finally:
        await bus.close()
        await service.close()

"""What does an operator do with events that could not be applied? List, show, retry, drop."""

import asyncio
import json
from typing import Annotated
from uuid import UUID

import typer
from chassis.consumer import Consumer
from chassis.parked import drop_parked, list_parked, retry_parked, show_parked
from rich import print as say
from rich.table import Table

from ltc.service_option import ServiceName, opened

app = typer.Typer(no_args_is_help=True, help="擱置事件。Parked events.")
_Key = Annotated[str | None, typer.Option(help="Only this case or unit")]


@app.command(name="list")
def list_(service: ServiceName, key: _Key = None, limit: int = 100) -> None:
    """列出擱置事件。What waits, in order."""

    async def work() -> None:
        async with opened(service) as (running, _):
            rows = await list_parked(running, key=key, limit=limit)
        columns = ("event_id", "type", "key", "reason", "attempts", "parked_at")
        table = Table(*columns)
        for row in rows:
            table.add_row(*(str(row[column]) for column in columns))
        say(table)

    asyncio.run(work())


@app.command()
def show(service: ServiceName, event_id: UUID) -> None:
    """檢視一筆擱置事件。One parked event: headers and data (ids and codes only)."""

    async def work() -> None:
        async with opened(service) as (running, _):
            row = await show_parked(running, event_id)
        if row is None:
            raise typer.BadParameter(f"{event_id} is not parked")
        row["value"] = row["value"].decode(errors="replace")
        say(json.dumps(row, ensure_ascii=False, indent=1, default=str))

    asyncio.run(work())


@app.command()
def retry(service: ServiceName, key: _Key = None) -> None:
    """依序重試。Apply parked events in order, case by case."""

    async def work() -> None:
        async with opened(service) as (running, bus):
            applied, left = await retry_parked(running, Consumer(running, bus), key=key)
        say(f"applied: {applied}, still parked: {left}")

    asyncio.run(work())


@app.command()
def drop(
    service: ServiceName,
    event_id: UUID,
    sure: Annotated[bool, typer.Option("--yes", prompt="放棄此事件？Give this event up?")] = False,
) -> None:
    """放棄一筆事件。Give an event up; the later ones of its case can then be retried."""

    async def work() -> None:
        async with opened(service) as (running, _):
            dropped = await drop_parked(running, event_id)
        say("dropped" if dropped else "was not parked")

    if sure:
        asyncio.run(work())

"""How is history taken out or sent again?"""

import asyncio
import json
from typing import Annotated
from uuid import UUID

import typer
from chassis.clock import parse_instant
from chassis.outbox import replay
from rich import print as say

from ltc.service_option import ServiceName, opened

app = typer.Typer(no_args_is_help=True, help="事件。Events.")
_EXPORT = """
SELECT position, headers, data::text AS data FROM outbox
WHERE position > $1 AND ($2::uuid IS NULL OR key = $2) ORDER BY position LIMIT 1000"""
_Case = Annotated[UUID | None, typer.Option("--key", help="Only this case or unit")]


@app.command()
def export(service: ServiceName, key: _Case = None) -> None:
    """匯出服務發布的事件（每行一筆 CloudEvents JSON）。What the service has published, one CloudEvent a line."""

    async def work() -> None:
        async with opened(service) as (running, _), running.database.acquire() as connection:
            position = 0
            while rows := await connection.fetch(_EXPORT, position, key):
                for row in rows:
                    event = {k.removeprefix("ce_"): v for k, v in row["headers"].items() if k.startswith("ce_")}
                    print(json.dumps({**event, "data": json.loads(row["data"])}, ensure_ascii=False))  # noqa: T201
                position = rows[-1]["position"]

    asyncio.run(work())


def replay_events(
    service: ServiceName,
    key: _Case = None,
    since: Annotated[str | None, typer.Option(help="Only what was published at or after this date or instant")] = None,
) -> None:
    """重送服務已發布的事件；接收端自動略過已處理者。Send published events again; consumers drop what they have had."""

    async def work() -> None:
        async with opened(service) as (running, bus), running.database.acquire() as connection:
            sent = await replay(connection, bus, since=parse_instant(since) if since else None, key=key)
        say(f"sent again: {sent}")

    asyncio.run(work())

"""What can an operator type? `ltc --help` lists it: run, up, down, ps, api, worker, migrate, clock, parked, replay, …"""

import asyncio
import sys
from enum import StrEnum
from typing import Annotated, NoReturn

import typer
import uvicorn
import uvloop
from chassis.access import Role
from chassis.app import build_app
from chassis.migrate import CannotStage, upgrade_stage
from chassis.service import Service
from chassis.settings import Settings
from chassis.telemetry import configure_logging, configure_tracing
from chassis.tokens import development_issuer
from chassis.worker_process import serve_worker
from rich.console import Console

from ltc import clock_commands, event_commands, parked_commands, policy_commands, up_commands
from ltc.service_option import ServiceName
from ltc.services import definition

app = typer.Typer(no_args_is_help=True, help="長照業務平台的維運指令。Operate the county's long-term care services.")
app.add_typer(clock_commands.app, name="clock")
app.add_typer(parked_commands.app, name="parked")
app.add_typer(policy_commands.app, name="policy")
app.add_typer(event_commands.app, name="events")
app.command("replay")(event_commands.replay_events)
for _command in (up_commands.up, up_commands.ps, up_commands.down):
    app.command()(_command)

_errors = Console(stderr=True, highlight=False)
_GOODBYE_SECONDS = 30  # an API finishes the requests in hand


class Stage(StrEnum):
    """Which migrations: those that expand, those that contract, or all."""

    PRE = "pre"
    POST = "post"
    ALL = "all"


@app.command()
def run(
    port: Annotated[int, typer.Option(help="HTTP port")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    demo: Annotated[bool, typer.Option(help="Load the demo county and its case")] = True,
) -> None:
    """五個服務與示範案件，於單一行程執行。All five services and the demo in one process."""
    from chassis.local_postgres import CannotStart

    from ltc import run as embedded

    settings = Settings()
    if settings.env == "production":
        _fail("LTC_ENV=production：內嵌模式僅供開發與示範。The embedded mode is for development and demos only.")
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    try:
        with (settings.state_dir / "log.jsonl").open("a", encoding="utf-8", buffering=1) as log:
            configure_logging(log)
            asyncio.run(embedded.run(settings.state_dir, host=host, port=port, demo=demo))
    except (embedded.CannotRun, CannotStart) as why:
        _fail(str(why))


@app.command()
def api(service: ServiceName, port: int = 8000, host: str = "127.0.0.1") -> None:
    """單一服務的 HTTP。One service's HTTP side, configured by the environment."""
    settings = _prepared(service)
    uvicorn.run(
        build_app(definition(service), settings),
        host=host,
        port=port,
        log_config=None,
        root_path=settings.root_path,
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
    )


@app.command()
def worker(service: ServiceName) -> None:
    """單一服務的背景程序。One service's relay, consumer and deadline runner."""
    settings = _prepared(service)
    uvloop.run(serve_worker(Service(definition(service), settings)))


@app.command()
def migrate(
    service: ServiceName,
    stage: Annotated[Stage, typer.Option(help="pre: before a roll-out, post: after it")] = Stage.ALL,
) -> None:
    """更新單一服務的資料庫。Bring one service's database up to what the code expects."""
    settings = _prepared(service)
    try:
        upgrade_stage(definition(service), str(settings.database_url), stage)
    except CannotStage as why:
        _fail(str(why))


@app.command()
def token(
    role: Role,
    county: str = "nantou",
    unit: Annotated[str | None, typer.Option(help="Unit id, for roles of a unit")] = None,
    person: Annotated[str | None, typer.Option(help="Opaque id of the person")] = None,
    hours: int = 12,
) -> None:
    """開發用權杖。A token of the development issuer; refused in production."""
    from uuid import UUID

    issuer = development_issuer(Settings())
    unit_id = UUID(unit) if unit else None
    print(issuer.token(person=person or f"{role}-1", county=county, roles=[role], unit=unit_id, hours=hours))  # noqa: T201


def _prepared(service: str) -> Settings:
    settings = Settings()
    configure_logging()
    configure_tracing(service, settings.otlp_endpoint)
    if settings.database_url is None:
        _fail("DATABASE_URL 未設定。DATABASE_URL is not set: postgresql://… of this service's own database.")
    return settings


def _fail(why: str) -> NoReturn:
    _errors.print(why)
    sys.exit(1)

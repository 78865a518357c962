"""What does an operator type for production on one machine? `ltc up`, `ltc ps`, `ltc down`."""

from pathlib import Path
from typing import Annotated

import typer
from chassis.local_kafka import CannotStart as NoKafka
from chassis.local_postgres import CannotStart as NoPostgres
from rich.console import Console
from rich.table import Table

from ltc.up import NotUp, Stack

FOLDER = Path(".ltc/up")
_say = Console(highlight=False, soft_wrap=True)


def up(replicas: Annotated[int, typer.Option(help="APIs and workers of each service")] = 1) -> None:
    """單機上的正式架構。Production on one machine: Kafka, PostgreSQL, each API and worker a process of its own."""
    stack = Stack(FOLDER)
    try:
        stack.up(apis=replicas, workers=replicas)
    except (NotUp, NoKafka, NoPostgres) as why:
        _say.print(str(why))
        raise typer.Exit(1) from None
    finally:
        stack.detach()
    ps()


def ps() -> None:
    """執行中的程序。What runs, and where."""
    table = Table("process", "pid", "port", "state", "log")
    for p in Stack(FOLDER).processes():
        state = ("ready" if p.ready else "not ready") if p.alive else "dead"
        table.add_row(p.name, str(p.pid), str(p.port), state, p.log)
    _say.print(table)


def down() -> None:
    """停止全部。SIGTERM to all; SIGKILL after a minute."""
    for name in Stack(FOLDER).down():
        _say.print(f"{name}: SIGKILL")

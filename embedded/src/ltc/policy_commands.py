"""What do the policy packs say, and are they sound?"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from chassis.clock import local_date, real_now
from chassis.policy import Packs, find_policy_root
from chassis.policy_cases import plain, read_cases
from chassis.policy_versions import PolicyError, UnknownCounty
from chassis.settings import Settings
from rich import print as say
from rich.table import Table

app = typer.Typer(no_args_is_help=True, help="政策包。Policy packs.")


@app.command()
def show(county: str, on: Annotated[str | None, typer.Option(help="Date; today if left out")] = None) -> None:
    """某日施行中的規定與其出處。What is in force on a day, and where each value comes from."""
    day = date.fromisoformat(on) if on else local_date(real_now())
    try:
        pack = _packs().county(county)
    except UnknownCounty as why:
        raise typer.BadParameter(str(why)) from None
    table = Table("rule", "values", "from", "source", title=f"{county} {day}")
    for version in pack.in_force(day):
        values = ", ".join(f"{key}={plain(value)}" for key, value in version.values.items())
        table.add_row(version.name, values, version.ref, f"{version.rule} {version.source.section}")
    say(table)


@app.command()
def check() -> None:
    """檢查所有政策包與範例。Load every pack and run its worked examples."""
    try:
        packs = _packs()
    except PolicyError as why:
        say(f"[red]{why}[/]")
        raise typer.Exit(1) from None
    cases = list(read_cases(_root()))
    wrong = [said for case in cases if (said := case.wrong(packs)) is not None]
    for said in wrong:
        say(f"[red]{said}[/]")
    say(f"{len(packs.counties())} counties, {len(cases)} worked examples, {len(wrong)} wrong")
    raise typer.Exit(1 if wrong else 0)


def _root() -> Path:
    return Settings().policy_dir or find_policy_root()


def _packs() -> Packs:
    return Packs.load(_root())

"""How does the demo's clock move? By command; the running services see it at once."""

from datetime import timedelta
from typing import Annotated

import typer
from chassis.clock import DemoClock, TimeRunsForward, parse_instant
from chassis.settings import Settings
from rich import print as say

app = typer.Typer(no_args_is_help=True, help="示範時鐘。The demo's clock.")


def _clock() -> DemoClock:
    settings = Settings()
    if settings.env == "production":
        raise typer.BadParameter("LTC_ENV=production has no demo clock")
    path = settings.state_dir / "clock.json"
    if not path.exists():
        raise typer.BadParameter("沒有示範時鐘：請先 make run。There is no demo clock: run `make run` first.")
    return DemoClock(path)


@app.command()
def show() -> None:
    """現在的示範時間。Where the clock stands."""
    say(f"{_clock().now().astimezone():%Y-%m-%d %H:%M %Z}")


@app.command()
def advance(
    days: Annotated[float, typer.Argument(min=0, help="Days to move on")] = 1,
) -> None:
    """向前推進（日）。Move the clock on; what falls due then falls due before one's eyes."""
    say(f"{_clock().advance(timedelta(days=days)).astimezone():%Y-%m-%d %H:%M %Z}")


@app.command(name="set")
def set_(at: Annotated[str, typer.Argument(help="2024-03-08 or 2024-03-08T14:00")]) -> None:
    """撥到指定日期。Stand at a date or instant; never back."""
    try:
        say(f"{_clock().set(parse_instant(at)).astimezone():%Y-%m-%d %H:%M %Z}")
    except (TimeRunsForward, ValueError) as why:
        raise typer.BadParameter(str(why)) from None

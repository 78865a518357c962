"""What does `make run` do? Start everything on this machine, play the demo once, say where to look, and serve until Ctrl-C."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from chassis.bus.postgres import PostgresBus
from chassis.clock import Clock, DemoClock, clock_from
from chassis.migrate import upgrade
from chassis.policy import Packs, find_policy_root
from chassis.settings import Settings
from rich.console import Console

from ltc.county import County, running_county
from ltc.demo.people import COUNTY_ROLES, UNIT_ROLES, Bearer, bearer_of
from ltc.demo.portal import Portal
from ltc.demo.story import FirstCase
from ltc.services import DEFINITIONS
from ltc.state import database_server, recall, remember, settings_of

BEGINS = date(2024, 1, 2)
COUNTY = "nantou"
_console = Console(highlight=False, soft_wrap=True)


class CannotRun(Exception):
    """The run cannot start; the message says why and what to do."""


def free_port(host: str, port: int) -> None:
    """CannotRun if somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CannotRun(
                f"連接埠 {port} 已被使用；請改用其他埠：make run PORT={port + 1}\n"
                f"Port {port} is in use. Choose another one: make run PORT={port + 1}"
            ) from None


async def run(folder: Path, *, host: str, port: int, demo: bool) -> None:
    """Everything, until SIGINT or SIGTERM."""
    free_port(host, port)
    await asyncio.to_thread(_repair, folder)
    _console.print("[bold]啟動 PostgreSQL …[/]")
    server = await asyncio.to_thread(database_server, folder)
    try:
        settings = await settings_of(folder, server, public_timeline=demo)
        urls = {name: each.database_url for name, each in settings.items()}
        remember(folder, "databases.json", {**urls, "log": settings["intake"].log_database_url})
        await _migrate(settings)
        clock = clock_from(BEGINS.isoformat() if demo else settings["intake"].clock, folder / "clock.json")
        bus = await _log(settings)
        packs = Packs.load(find_policy_root())
        async with (
            running_county(settings, clock=clock, packs=packs, bus=bus) as county,
            _serving(county, host, port) as done,
        ):
            await _tell(county, clock, folder, f"http://{host}:{port}", demo)
            await done.wait()
            _console.print("[bold]停止中 …[/]")
        await bus.close()
    finally:
        await asyncio.to_thread(server.stop)


def _repair(folder: Path) -> None:
    """A run that was killed while it played the demo left half a story: begin again with an empty county."""
    folder.mkdir(parents=True, exist_ok=True)
    playing = folder / "demo.playing"
    if not playing.exists():
        return
    if os.environ.get("DATABASE_URL"):
        raise CannotRun(
            "上次示範未播放完畢；請刪除伺服器上的 ltc_* 資料庫後移除 " + str(playing) + "。\n"
            f"The last run ended in the middle of the demo: drop the ltc_* databases, then remove {playing}."
        )
    _console.print("上次示範未播放完畢：清空後重新播放")
    for half in (folder / "postgres", folder / "clock.json"):
        shutil.rmtree(half) if half.is_dir() else half.unlink(missing_ok=True)
    playing.unlink()


async def _migrate(settings: dict[str, Settings]) -> None:
    for name, definition in DEFINITIONS.items():
        _console.print(f"資料庫更新：{name}")
        await asyncio.to_thread(upgrade, definition, str(settings[name].database_url))


async def _log(settings: dict[str, Settings]) -> PostgresBus:
    bus = PostgresBus(str(settings["intake"].log_database_url))
    await bus.prepare()
    return bus


class _Server(uvicorn.Server):
    """Uvicorn without its signal handlers: the whole county stops in its own order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def _serving(county: County, host: str, port: int) -> AsyncIterator[asyncio.Event]:
    """Serve HTTP; the event is set when the process is told to leave or the server ends by itself."""
    server = _Server(uvicorn.Config(county.app, host=host, port=port, log_level="warning", lifespan="off"))
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, done.set)
    task = asyncio.create_task(server.serve())
    task.add_done_callback(lambda _: done.set())
    try:
        while not server.started and not done.is_set():  # noqa: ASYNC110  uvicorn tells by an attribute only
            await asyncio.sleep(0.02)
        yield done
    finally:
        server.should_exit = True
        await task


async def _tell(county: County, clock: Clock, folder: Path, address: str, demo: bool) -> None:
    bearer = bearer_of(county.issuer, COUNTY)
    facts = recall(folder, "demo.json")
    if isinstance(clock, DemoClock) and demo and facts is None:
        facts = await _play(bearer, clock, folder, address)
    stands = "時鐘停在" if isinstance(clock, DemoClock) else "今日"
    _console.print(f"\n[bold green]就緒[/] {address}/  {stands} {clock.now().astimezone():%Y-%m-%d}")
    for name in DEFINITIONS:
        _console.print(f"  {address}/{name}/docs")
    if facts:
        _console.print(f"\n案件時間軸：[bold]{address}/audit/v1/cases/{facts['case_id']}/timeline?county={COUNTY}[/]")
    _write_tokens(bearer, folder, (facts or {}).get("units", {}))
    _console.print(f"各角色的權杖：{folder}/tokens/ （例：TOKEN=$(cat {folder}/tokens/care_manager-1)）")
    _console.print(f"紀錄：{folder}/log.jsonl（JSON）")
    _console.print("推進時鐘：.venv/bin/ltc clock advance 3   停止：Ctrl-C")


async def _play(bearer: Bearer, clock: DemoClock, folder: Path, address: str) -> dict[str, Any]:
    _console.print("\n[bold]示範縣市與第一個案件：[/]")
    playing = folder / "demo.playing"
    playing.touch()
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        story = FirstCase(Portal(client), bearer, clock.set, _console.print)
        await story.play()
    facts = {"case_id": story.case_id, "reference": story.reference, "units": story.units}
    remember(folder, "demo.json", facts)
    playing.unlink()
    return facts


def _write_tokens(bearer: Bearer, folder: Path, units: dict[str, str]) -> None:
    """Two tokens for each role of the county and of each demo unit, in files that only the owner can read."""
    tokens = folder / "tokens"
    tokens.mkdir(mode=0o700, exist_ok=True)
    who: list[tuple[str, str | None, str]] = [(role, None, role) for role in COUNTY_ROLES]
    who += [(f"{role}-{key}", unit, role) for key, unit in units.items() for role in UNIT_ROLES[key[0]]]
    for name, unit, role in who:
        for n in (1, 2):
            path = tokens / f"{name}-{n}"
            path.touch(mode=0o600)
            path.write_text(bearer(role, unit=unit, n=n)["Authorization"].removeprefix("Bearer "))

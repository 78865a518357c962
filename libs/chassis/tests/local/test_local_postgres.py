"""Does the PostgreSQL of a bare machine survive what befalls one?"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from chassis.local_postgres import CannotStart, start_server

TABLE = "create table if not exists kept (n integer); insert into kept values (1)"


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="ltc-test-"))  # short, and open to the user that PostgreSQL runs as
    yield made / "pg"
    shutil.rmtree(made)


async def test_a_second_start_finds_the_data_again(folder: Path) -> None:
    for times in (1, 2):
        server = start_server(folder)
        assert await _kept(await server.database("demo")) == times
        server.stop()
        assert not (folder / "postmaster.pid").exists()


async def test_a_lock_file_of_a_dead_process_is_repaired(folder: Path) -> None:
    server = start_server(folder)
    url = await server.database("demo")
    await _kept(url)
    _kill(_pid(folder))
    server.stop()
    assert (folder / "postmaster.pid").exists()
    server = start_server(folder)
    assert await _kept(url) == 2
    server.stop()


@pytest.mark.parametrize("content", [f"{os.getpid()}\n/elsewhere\n", "", "nonsense\n"])
async def test_a_lock_file_that_names_a_stranger_or_nothing_is_repaired(folder: Path, content: str) -> None:
    start_server(folder).stop()
    (folder / "postmaster.pid").write_text(content)
    server = start_server(folder)
    assert await _kept(await server.database("demo")) == 1
    server.stop()


async def test_a_server_that_a_killed_run_left_behind_is_taken_over(folder: Path) -> None:
    run = _run_elsewhere(folder)
    left_behind = _pid(folder)
    run.kill()
    run.communicate()
    server = start_server(folder)
    assert _pid(folder) == left_behind
    assert await _kept(await server.database("demo")) == 1
    server.stop()
    assert not psutil.pid_exists(left_behind) or psutil.Process(left_behind).status() == psutil.STATUS_ZOMBIE


def test_a_folder_in_use_by_a_living_run_is_left_alone(folder: Path) -> None:
    run = _run_elsewhere(folder)
    with pytest.raises(CannotStart, match="in use by another run"):
        start_server(folder)
    run.communicate(b"\n")
    assert run.returncode == 0
    assert not (folder / "postmaster.pid").exists()


def test_data_of_another_major_version_is_refused_with_what_to_do(folder: Path) -> None:
    folder.mkdir()
    (folder / "PG_VERSION").write_text("16\n")
    with pytest.raises(CannotStart, match=r"made by PostgreSQL 16, and this is PostgreSQL 18\. Move the folder"):
        start_server(folder)


def test_a_folder_with_other_things_in_it_is_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / "holiday.jpg").touch()
    with pytest.raises(CannotStart, match="no PostgreSQL data"):
        start_server(folder)


def test_a_folder_half_made_by_a_killed_run_is_made_again(folder: Path) -> None:
    half = folder.with_name("pg.making")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    start_server(folder).stop()
    assert not half.exists()


def test_a_server_that_cannot_start_says_what_its_log_says(folder: Path) -> None:
    with pytest.raises(CannotStart, match="shared_buffers"):
        start_server(folder, {"shared_buffers": "nonsense"})
    start_server(folder).stop()


async def test_a_path_too_long_for_a_socket_works_too(folder: Path) -> None:
    deep = folder.with_name("x" * 120) / "pg"
    server = start_server(deep)
    assert await _kept(await server.database("demo")) == 1
    sockets = server.sockets
    server.stop()
    assert not sockets.exists()


async def test_the_log_of_the_server_repeats_no_value(folder: Path) -> None:
    server = start_server(folder)
    connection = await asyncpg.connect(server.url("postgres"))
    await connection.execute("create table people (name text primary key, n integer check (n > 0))")
    for values in (("王小明", 1), ("王小明", 1), ("王小明", -1)):
        try:
            await connection.execute("insert into people values ($1, $2)", *values)
        except asyncpg.IntegrityConstraintViolationError:
            continue
    await connection.close()
    server.stop()
    log = (folder / "server.log").read_text()
    assert "violates" in log
    assert "王小明" not in log


def _pid(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split("\n")[0])


def _kill(pid: int) -> None:
    process = psutil.Process(pid)
    children = process.children(recursive=True)
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([process, *children], timeout=10)


def _run_elsewhere(folder: Path) -> "subprocess.Popen[bytes]":
    """Another process that runs the server until it is told to stop."""
    code = f"""
from pathlib import Path
from chassis.local_postgres import start_server
server = start_server(Path({str(folder)!r}))
print("up", flush=True)
input()
server.stop()
"""
    run = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stdout.readline() == b"up\n"
    return run


async def _kept(url: str) -> int:
    connection = await asyncpg.connect(url)
    await connection.execute(TABLE)
    count: int = await connection.fetchval("select count(*) from kept")
    await connection.close()
    return count

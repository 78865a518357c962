"""How does production run on one machine? PostgreSQL, Kafka, and each service's API and worker as processes of their own.

The processes go through the same entry points as the image, configured by their environment alone. What runs stands in
`processes.json`; whoever reads that file can end it, so no supervisor has to live.
"""

import asyncio
import atexit
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import psutil  # type: ignore[import-untyped]  # comes with the PostgreSQL wheel
from chassis.bus.kafka import ensure_topics
from chassis.local_kafka import LocalKafka
from chassis.local_postgres import CannotStart, Server, start_server
from chassis.messages import CASES, UNITS
from chassis.migrate import upgrade

from ltc.databases import make_database, role_url
from ltc.services import DEFINITIONS, definition
from ltc.state import recall, remember

PARTITIONS = {CASES: 24, UNITS: 6}
GOODBYE_SECONDS = 60.0
_READY_SECONDS = 180.0
_POSTGRES = {"max_connections": "500"}


class NotUp(Exception):
    """It does not run, or did not come up; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Process:
    """One API or worker; `port` serves its HTTP, or a worker's health. `born` tells it from a later process of that pid."""

    name: str
    service: str
    kind: str
    port: int
    log: str
    pid: int = 0
    born: float = 0.0

    @property
    def alive(self) -> bool:
        """Whether exactly this process runs."""
        with suppress(psutil.NoSuchProcess):
            found = psutil.Process(self.pid)
            return bool(found.create_time() == self.born and found.status() != psutil.STATUS_ZOMBIE)
        return False

    @property
    def ready(self) -> bool:
        """Whether it answers so."""
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code == 200
        return False


class Stack:
    """Everything that runs in one folder. `extra` is added to every process's environment."""

    def __init__(self, folder: Path, extra: dict[str, str] | None = None) -> None:
        self.folder = folder.resolve()
        self.extra = extra or {}
        self.kafka = LocalKafka(self.folder / "kafka", port=self._facts().get("kafka"))
        self.postgres: Server | None = None
        self._children: list[subprocess.Popen[bytes]] = []

    def up(self, *, apis: int, workers: int) -> list[Process]:
        """Start everything and wait until all of it is ready."""
        if any(p.alive for p in self.processes()):
            raise NotUp(f"{self.folder} is up already: make ps, make down")
        (self.folder / "logs").mkdir(parents=True, exist_ok=True)
        self.start_postgres()
        self.kafka.start()
        asyncio.run(self._prepare())
        started = [self.spawn(p) for p in self._planned({"api": apis, "worker": workers})]
        self._keep(started)
        self._await_ready(started)
        return started

    def down(self) -> list[str]:
        """End processes first, then the log and the databases; returns the names of those that had to be killed."""
        killed = end([p for p in self.processes() if p.alive])
        for child in self._children:
            child.poll()
        self._end_kafka()
        if (self.folder / "postgres").exists():
            self.start_postgres().stop()
        return killed

    def processes(self) -> list[Process]:
        """What was started here last, whether it lives or not."""
        return [Process(**facts) for facts in self._facts().get("processes", [])]

    def start_postgres(self) -> Server:
        """Start the server, or find it running."""
        if self.postgres is None:
            self.postgres = start_server(self.folder / "postgres", _POSTGRES)
        return self.postgres

    def kill_postgres(self) -> None:
        """End the server as a power cut would."""
        pid = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def restart_postgres(self) -> None:
        """Start it again; what the old one left at work is waited for."""
        if self.postgres is not None:
            self.postgres.stop()
        until, self.postgres = time.monotonic() + _READY_SECONDS, None
        while self.postgres is None:
            try:
                self.start_postgres()
            except CannotStart:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def spawn(self, process: Process) -> Process:
        """Start a planned process, or one that has died, anew."""
        port = ["--port", str(process.port)] if process.kind == "api" else []
        command = [sys.executable, "-m", "ltc", process.kind, process.service, *port]
        with Path(process.log).open("ab") as log:
            started = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment(process),
                start_new_session=True,
            )  # fmt: skip
        self._children.append(started)
        return replace(process, pid=started.pid, born=psutil.Process(started.pid).create_time())

    def restarted(self, process: Process) -> Process:
        """Start it anew and write that down."""
        again = self.spawn(process)
        self._keep([again if p.name == process.name else p for p in self.processes()])
        return again

    def detach(self) -> None:
        """Let databases and log outlive this process."""
        atexit.unregister(self.kafka.kill)
        if self.postgres is not None:
            atexit.unregister(self.postgres.stop)

    def _planned(self, replicas: dict[str, int]) -> Iterable[Process]:
        for kind, number in replicas.items():
            for service in DEFINITIONS:
                for n in range(1, number + 1):
                    name = f"{service}-{kind}-{n}"
                    yield Process(name, service, kind, _free_port(), str(self.folder / "logs" / f"{name}.log"))

    def _environment(self, process: Process) -> dict[str, str]:
        own = {
            "DATABASE_URL": role_url(self.start_postgres(), process.service),
            "KAFKA_BOOTSTRAP_SERVERS": self.kafka.bootstrap_servers,
            "LTC_TRANSPORT": "kafka",
            "LTC_STATE_DIR": str(self.folder),
            "LTC_POOL_SIZE": "5",
        }
        if process.kind == "worker":
            own["LTC_HEALTH_PORT"] = str(process.port)
        return {**os.environ, **own, **self.extra}

    async def _prepare(self) -> None:
        server = self.start_postgres()
        for service in DEFINITIONS:
            owner = await make_database(server, service)
            await asyncio.to_thread(upgrade, definition(service), owner)
        await ensure_topics(self.kafka.bootstrap_servers, PARTITIONS)

    def _await_ready(self, started: Sequence[Process]) -> None:
        until = time.monotonic() + _READY_SECONDS
        for process in started:
            while not process.ready:
                if not process.alive or time.monotonic() > until:
                    raise NotUp(f"{process.name} did not get ready; its log: {process.log}. End the rest: make down")
                time.sleep(0.1)

    def _end_kafka(self) -> None:
        with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
            broker = psutil.Process(int((self.folder / "kafka" / "kafka.pid").read_text()))
            if str(self.folder / "kafka" / "server.properties") in broker.cmdline():
                _end([broker])

    def _facts(self) -> dict[str, Any]:
        return recall(self.folder, "processes.json") or {}

    def _keep(self, processes: Sequence[Process]) -> None:
        facts = {"kafka": self.kafka.port, "processes": [asdict(p) for p in processes]}
        remember(self.folder, "processes.json", facts)


def end(processes: Sequence[Process]) -> list[str]:
    """SIGTERM to all, SIGKILL after a minute to those that stay; their names."""
    names = {p.pid: p.name for p in processes}
    return [names[pid] for pid in _end([psutil.Process(p.pid) for p in processes])]


def _end(processes: Sequence[psutil.Process]) -> list[int]:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGTERM)
    _, stayed = psutil.wait_procs(processes, timeout=GOODBYE_SECONDS)
    for process in stayed:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stayed, timeout=10)
    return [process.pid for process in stayed]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

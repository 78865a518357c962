"""What do the house's promises cost a command? record_session with everything on, against bare FastAPI and asyncpg."""

import asyncio
import json
import os
import re
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import asyncpg
from chassis.access import Role
from chassis.issuer import DevelopmentIssuer
from prof_service.domain.records import ADVICE, FIRST_CONTENTS, GOALS

from bench import sessions
from bench.harness import Aim, alternate, report
from bench.sessions import UNIT
from bench.stack import bench, postgres

SECONDS, CONNECTIONS, SESSIONS = 4, 16, 8_000
KNOWN_CASES = 2_000  # more than a process remembers the keys of; most have been sealed for before
AIMS = [Aim(measure="rate", peer="bare", limit=0.8)]
_SCRIPT = Path(__file__).parent / "record.lua"


def body() -> str:
    """A record of usual length: eleven fields of a sentence or two."""
    text = "個案可自行由坐到站，需口頭提示；主要照顧者在旁觀察並回覆示教，已理解轉位技巧與環境調整重點。"
    contents = {field.value: text for field in FIRST_CONTENTS}
    goals = {field.value: text for field in GOALS}
    return json.dumps({"contents": contents, "goals": goals, **{field.value: text for field in ADVICE}})


class Contestant:
    """A serving process and its database."""

    def __init__(self, port: int, pool: asyncpg.Pool, folder: Path, token: str) -> None:
        self._port = port
        self._pool = pool
        self._folder = folder
        self._token = token

    async def run(self) -> Mapping[str, float]:
        """Records a second, of sessions that have none yet."""
        found = await sessions.fill(self._pool, SESSIONS, cases=KNOWN_CASES, of_unit=SESSIONS)
        ids = self._folder / f"{uuid4().hex}.ids"
        ids.write_text("".join(f"{engagement_id}\n" for engagement_id in found))
        environment = {"BENCH_TOKEN": self._token, "BENCH_BODY": body(), "BENCH_IDS": str(ids)}
        told = await _output(
            *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", str(_SCRIPT)),
            f"http://127.0.0.1:{self._port}",
            environment=environment,
        )
        if "Non-2xx" in told or "Socket errors" in told:
            raise RuntimeError(f"not every record was taken:\n{told}")
        return {"rate": float(re.findall(r"Requests/sec:\s+([\d.]+)", told)[0])}


async def _output(*command: str, environment: Mapping[str, str]) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env={**os.environ, **environment}
    )
    out, _ = await process.communicate()
    return out.decode()


@asynccontextmanager
async def serving(name: str, url: str, folder: Path, otlp: str) -> AsyncIterator[int]:
    """The process of a contestant; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    log = (folder / f"{name}.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.serving", name, url, str(folder), str(port), otlp), stdout=log, stderr=log
    )
    try:
        await _answering(port)
        yield port
    finally:
        process.terminate()
        await process.wait()
        log.close()


async def _answering(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


class _Sink(BaseHTTPRequestHandler):
    """Takes spans and forgets them."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def collector() -> Iterator[str]:
    """Where spans go."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@asynccontextmanager
async def contestant(name: str, url: str, folder: Path, otlp: str) -> AsyncIterator[Contestant]:
    """Served, with a token."""
    issuer = DevelopmentIssuer(folder / "development-issuer.json")
    token = issuer.token(person="staff-1", county="nantou", roles=[Role.PROF_STAFF], unit=UNIT)
    async with serving(name, url, folder, otlp) as port, asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
        yield Contestant(port, pool, folder, token)


async def main() -> None:
    """Both with one uvicorn process, on databases of one server."""
    with postgres() as server, collector() as otlp, TemporaryDirectory() as where:
        folder = Path(where)
        urls = {name: await sessions.database(server) for name in ("ours", "bare")}
        async with (
            contestant("ours", urls["ours"], folder, otlp) as ours,
            contestant("bare", urls["bare"], folder, otlp) as bare,
        ):
            measured = await alternate({"ours": ours.run, "bare": bare.run})
    report("write_path", measured, AIMS)


if __name__ == "__main__":
    bench(main)

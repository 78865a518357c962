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
from uuid import UUID, uuid4

import asyncpg
from chassis.access import Role
from chassis.issuer import DevelopmentIssuer
from prof_service.definition import DEFINITION
from prof_service.domain.records import ADVICE, FIRST_CONTENTS, GOALS

from bench.harness import Aim, alternate, report
from bench.stack import bench, postgres

SECONDS, CONNECTIONS, SESSIONS = 4, 16, 8_000
AIMS = [Aim(measure="rate", peer="bare", limit=0.8)]
UNIT = UUID("0190a0c0-0000-7000-8000-000000000001")
_SCRIPT = Path(__file__).parent / "record.lua"
_FILL = """
with given as (select nr, gen_random_uuid() as id, gen_random_uuid() as case_id, gen_random_uuid() as session_id,
        gen_random_uuid() as referral_id from generate_series(1, $2) nr
), related as (
    insert into relations (case_id, unit_id, kind, basis_id, since) select case_id, $1, 'b_unit', referral_id, now() from given
), clocks as (
    insert into deadlines (id, name, subject_id, case_id, county, owed_by_role, owed_by_unit, awaited_by_role, met_by, rule,
        policyref, duration, if_due_on_day_off, opened_on, due_on, fires_at)
    select gen_random_uuid(), 'record', session_id, case_id, 'nantou', 'b_unit', $1, 'a_case_manager', '/v1/records',
        'NT-04-11', 'c_record@2023-07-01/nantou', '2 working_day', 'keep', current_date, current_date + 2, now() + interval '2 days'
    from given
)
insert into sessions (id, engagement_id, case_id, county, no, unit_id, referral_id, staff, served_on, started_at, ended_at,
    minutes, guidance_targets, flags, record_due_on, version, changed_by, changed_at)
select session_id, id, case_id, 'nantou', 1, $1, referral_id, 'ot-07', current_date, '09:30', '10:30', 60, '{client}', '{}',
    current_date + 2, 1, 'bench', now() from given
returning engagement_id"""
_WITHOUT_ENGAGEMENTS = "alter table sessions drop constraint if exists sessions_engagement_id_fkey"
"""The command reads the session only; its engagement need not be made up. Both sides alike."""


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
        found = await self._pool.fetch(_FILL, UNIT, SESSIONS)
        await self._pool.execute("vacuum analyze sessions, deadlines, relations")
        ids = self._folder / f"{uuid4().hex}.ids"
        ids.write_text("".join(f"{row['engagement_id']}\n" for row in found))
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

    def do_POST(self) -> None:  # noqa: N802  the library's name
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
        urls = {name: await server.migrated(DEFINITION) for name in ("ours", "bare")}
        for url in urls.values():
            connection = await asyncpg.connect(url)
            await connection.execute(_WITHOUT_ENGAGEMENTS)
            await connection.close()
        async with (
            contestant("ours", urls["ours"], folder, otlp) as ours,
            contestant("bare", urls["bare"], folder, otlp) as bare,
        ):
            measured = await alternate({"ours": ours.run, "bare": bare.run})
    report("write_path", measured, AIMS)


if __name__ == "__main__":
    bench(main)

"""How does Debezium run as a peer? Kafka Connect standalone with the PostgreSQL connector and its outbox event router."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

POM = Path(__file__).parent / "debezium" / "pom.xml"
_CACHE = Path(__file__).parents[1] / ".ltc" / "bench"
_READY = "Processing messages"  # Debezium says so when it streams
TABLE = """
create table debezium_outbox (
    id uuid primary key,
    aggregatetype text not null,
    aggregateid text not null,
    type text not null,
    headers text not null,
    payload bytea not null
)"""
_WORKER = """\
bootstrap.servers={servers}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=io.debezium.converters.BinaryDataConverter
header.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename={folder}/offsets
offset.flush.interval.ms=1000
listeners=http://127.0.0.1:0
plugin.discovery=only_scan
plugin.path={folder}/plugins
producer.linger.ms=5
producer.batch.size=262144
"""
_CONNECTOR = """\
name=outbox
connector.class=io.debezium.connector.postgresql.PostgresConnector
tasks.max=1
database.hostname={host}
database.port=5432
database.user=postgres
database.password=none
database.dbname={database}
topic.prefix=bench
plugin.name=pgoutput
slot.name={slot}
publication.autocreate.mode=filtered
table.include.list=public.debezium_outbox
snapshot.mode=no_data
poll.interval.ms=10
max.batch.size=8192
max.queue.size=32768
transforms=outbox
transforms.outbox.type=io.debezium.transforms.outbox.EventRouter
transforms.outbox.route.by.field=aggregatetype
transforms.outbox.route.topic.replacement={topic}
transforms.outbox.table.fields.additional.placement=headers:header:ce
"""


class Debezium:
    """A running connector. While others are measured it is stopped (SIGSTOP), so that it takes nothing from them."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def pause(self) -> None:
        """Take no processor time."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def debezium(servers: str, *, address: str, url: str, topic: str) -> Iterator[Debezium]:
    """Start and wait until it streams."""
    folder = Path(mkdtemp(prefix="ltc-bench-connect-"))
    (folder / "plugins").mkdir()
    database = urlsplit(url).path.removeprefix("/")
    (folder / "worker.properties").write_text(_WORKER.format(servers=servers, folder=folder))
    (folder / "outbox.properties").write_text(
        _CONNECTOR.format(host=address, database=database, slot=f"{database}_slot", topic=topic)
    )
    log = folder / "connect.log"
    with log.open("wb") as out:
        command = ["java", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=info", "-cp", _classpath()]
        command += ["org.apache.kafka.connect.cli.ConnectStandalone"]
        command += [str(folder / "worker.properties"), str(folder / "outbox.properties")]
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)  # noqa: S603
    try:
        _await(log, process)
        yield Debezium(process)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _await(log: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while _READY not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"Debezium does not stream:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


def _classpath() -> str:
    """Resolved by Maven once."""
    cached = _CACHE / "debezium-classpath.txt"
    if not cached.exists() or not all(Path(jar).exists() for jar in cached.read_text().split(os.pathsep)):
        _CACHE.mkdir(parents=True, exist_ok=True)
        goal = ["mvn", "-q", "-B", "-f", str(POM), "dependency:build-classpath", f"-Dmdep.outputFile={cached}"]
        subprocess.run(goal, check=True)  # noqa: S603
    return cached.read_text().strip()

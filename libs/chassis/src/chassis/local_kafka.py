"""How does a machine without Docker get a Kafka? Maven resolves it, Java runs broker and controller in one process."""

import atexit
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil  # type: ignore[import-untyped]  # comes with the PostgreSQL wheel

CHECKOUT = Path(__file__).parents[4]
POM = CHECKOUT / "deploy" / "local" / "kafka" / "pom.xml"
CACHE = CHECKOUT / ".ltc" / "kafka"
_ANSWERS_WITHIN = 120.0  # seconds; 4 on an idle machine
_STARTED = "Kafka Server started"
_JAVA = (
    *("java", "-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
    *("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.log.kafka.server=info"),
)
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={logs}
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
log.segment.bytes=16777216
log.index.size.max.bytes=1048576
log.cleaner.dedupe.buffer.size=4194304
controlled.shutdown.enable=false
"""


class CannotStart(Exception):
    """Kafka cannot run here; the message says why and what to do."""


def missing_tools() -> list[str]:
    """The programs that a local Kafka needs and this machine lacks."""
    return [tool for tool in ("java", "mvn") if shutil.which(tool) is None]


class LocalKafka:
    """One broker on free ports of this machine. The ports stay the same over a restart of the same object."""

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or _free_port()
        self._controller = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap_servers(self) -> str:
        """What a client is told."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers; what a killed run left at work on the folder is ended first."""
        if lacking := missing_tools():
            raise CannotStart(
                f"A local Kafka needs {' and '.join(lacking)}. Install that, or set KAFKA_BOOTSTRAP_SERVERS."
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        _end_leftover(self._pid_file)
        classpath = _classpath()
        self._configure()
        if not (self.folder / "logs" / "meta.properties").exists():
            self._format(classpath)
        with self._log.open("wb") as log:
            command = [*_JAVA, "-cp", classpath, "kafka.Kafka", str(self._config)]
            # a session of its own: Ctrl-C is for us, and we end the broker after its clients
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
        self._pid_file.write_text(str(self._process.pid))
        atexit.register(self.kill)
        self._await_answer(self._process)

    def stop(self) -> None:
        """End in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End as a power cut would."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """End if need be and start again on the same ports and data."""
        self.stop()
        self.start()

    @property
    def _config(self) -> Path:
        return self.folder / "server.properties"

    @property
    def _log(self) -> Path:
        return self.folder / "kafka.log"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "kafka.pid"

    def _configure(self) -> None:
        logs = self.folder.resolve() / "logs"
        self._config.write_text(_PROPERTIES.format(port=self.port, controller=self._controller, logs=logs))

    def _format(self, classpath: str) -> None:
        tool = ["kafka.tools.StorageTool", "format", "-t", str(uuid4()), "-c", str(self._config)]
        done = subprocess.run([*_JAVA, "-cp", classpath, *tool], check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise CannotStart(f"Kafka could not prepare {self.folder}:\n{done.stdout[-1000:]}{done.stderr[-1000:]}")

    def _await_answer(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + _ANSWERS_WITHIN
        while _STARTED not in self._log.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > until:
                self.kill()
                tail = "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])
                raise CannotStart(f"Kafka does not answer. Its log, {self._log}, ends with:\n{tail}")
            time.sleep(0.05)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        self._pid_file.unlink(missing_ok=True)
        atexit.unregister(self.kill)


def _classpath() -> str:
    """Kafka and what it needs, resolved once for each content of the pom."""
    cached = CACHE / f"classpath-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}.txt"
    if not cached.exists() or not all(Path(jar).exists() for jar in cached.read_text().split(os.pathsep)):
        CACHE.mkdir(parents=True, exist_ok=True)
        found = CACHE / f"resolving-{os.getpid()}.txt"
        goal = ["mvn", "-q", "-B", "-f", str(POM), "dependency:build-classpath", f"-Dmdep.outputFile={found}"]
        done = subprocess.run(goal, check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise CannotStart(f"Maven could not resolve Kafka from {POM}:\n{done.stdout[-2000:]}{done.stderr[-1000:]}")
        found.replace(cached)
    return cached.read_text().strip()


def _end_leftover(pid_file: Path) -> None:
    with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
        process = psutil.Process(int(pid_file.read_text()))
        if str(pid_file.with_name("server.properties")) in process.cmdline():  # else a stranger has the number by now
            process.kill()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

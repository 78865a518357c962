"""One `ltc run` in a process of its own, for tests that meet the product as a user does."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

_PATIENCE_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Run:
    """One `ltc run` on a folder."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        self.port = port
        self.folder = folder
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        self._out = (folder.parent / f"out-{time.monotonic_ns()}").open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ltc", "run", "--port", str(port), *options],
            env={**environment, "LTC_STATE_DIR": str(folder)},
            stdout=self._out,
            stderr=subprocess.STDOUT,
        )

    def output(self) -> str:
        self._out.seek(0)
        return self._out.read().decode(errors="replace")

    def until(self, text: str) -> str:
        """Wait until it says so, and return everything said."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            if text in self.output():
                return self.output()
            assert self.process.poll() is None, self.output()
            time.sleep(0.1)
        raise AssertionError(f"{text!r} was never said:\n{self.output()}")

    def get(self, path: str, token: str | None = None, accept: str = "application/json") -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Accept": accept})
        if token:
            request.add_header("Authorization", f"Bearer {(self.folder / 'tokens' / token).read_text()}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)
            self.said = self.output()
            self._out.close()
        return self.process.returncode

    def fails(self) -> str:
        """It ends by itself, with an error; returns what it said."""
        assert self.process.wait(60) == 1
        said = self.output()
        self._out.close()
        return said

    def ends_well(self) -> None:
        """Ctrl-C stops all of it, without a complaint."""
        assert self.end() == 0, self.said

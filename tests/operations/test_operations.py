"""Every command of the runbook is run against a county that runs, so that the page stays true."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.tests.running import Run, free_port

RUNBOOK = Path(__file__).parents[2] / "docs" / "operations.md"
COMMANDS = [
    line
    for block in re.findall(r"```bash\n(.*?)```", RUNBOOK.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    run = Run(tmp_path_factory.mktemp("county") / "state", free_port())
    run.until("就緒")
    yield run
    run.ends_well()


def test_the_runbook_has_commands() -> None:
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_runbook_works_as_it_stands(running: Run, command: str) -> None:
    case = json.loads((running.folder / "demo.json").read_text())["case_id"]
    ltc, *arguments = command.replace("$SERVICE", "dispatch").replace("$CASE", case).split()
    assert ltc == "ltc"
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment["LTC_STATE_DIR"] = str(running.folder)
    done = subprocess.run(
        [sys.executable, "-m", "ltc", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr

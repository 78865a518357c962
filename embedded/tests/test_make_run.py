"""`make run` as a new user meets it: a process of its own, on an empty folder, killed and started again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.tests.running import Run, free_port


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run") / "state"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def running(folder: Path, port: int) -> Iterator[Run]:
    run = Run(folder, port)
    run.until("就緒")
    yield run
    run.end()


def _case(run: Run) -> str:
    return json.loads((run.folder / "demo.json").read_text())["case_id"]


def test_the_demo_case_can_be_looked_at(running: Run) -> None:
    status, text = running.get(f"/audit/v1/cases/{_case(running)}/timeline", "health_bureau-1")
    assert status == 200
    names = [entry["name"] for entry in json.loads(text)["entries"]]
    assert names[0] == "ApplicationReceived"
    assert names.count("SessionDelivered") == 3


def test_a_browser_gets_a_page_in_chinese_without_a_token(running: Run) -> None:
    status, page = running.get(f"/audit/v1/cases/{_case(running)}/timeline?county=nantou", accept="text/html")
    assert status == 200
    assert 'lang="zh-Hant"' in page
    assert "113年" in page


@pytest.mark.parametrize("service", ["intake", "care-plan", "dispatch", "prof-service", "audit"])
def test_every_service_shows_its_openapi_page_and_is_ready(running: Run, service: str) -> None:
    assert running.get(f"/{service}/docs", accept="text/html")[0] == 200
    assert running.get(f"/{service}/readyz")[0] == 200
    assert running.get(f"/{service}/v1/work-items")[0] == 401


def test_a_busy_port_is_said_in_one_sentence(running: Run, tmp_path: Path, port: int) -> None:
    second = Run(tmp_path / "other", port)
    said = second.fails()
    assert f"Port {port} is in use" in said
    assert "Traceback" not in said


def test_a_folder_in_use_is_said_in_one_sentence(running: Run, folder: Path) -> None:
    second = Run(folder, free_port())
    said = second.fails()
    assert "in use" in said
    assert "Traceback" not in said


def test_the_clock_is_moved_by_command_and_the_record_falls_due(running: Run, folder: Path) -> None:
    environment = {**os.environ, "LTC_STATE_DIR": str(folder)}
    moved = subprocess.run(
        [sys.executable, "-m", "ltc", "clock", "advance", "3"], env=environment, capture_output=True, check=True
    )
    assert b"2024-03-08" in moved.stdout
    end = time.monotonic() + 30
    while time.monotonic() < end:
        _, text = running.get(f"/audit/v1/cases/{_case(running)}/timeline", "health_bureau-1")
        if "RecordOverdue" in text:
            return
        time.sleep(0.2)
    raise AssertionError("the record of session 3 never fell due")


def test_a_killed_run_starts_again_and_finds_its_data(running: Run, folder: Path, port: int) -> None:
    case = _case(running)
    running.end(signal.SIGKILL)
    again = Run(folder, port)
    try:
        said = again.until("就緒")
        assert "示範縣市與第一個案件" not in said
        assert "2024-03-08" in said
        status, text = again.get(f"/intake/v1/cases/{case}", "care_manager-1")
        assert status == 200, text
    finally:
        again.ends_well()


def test_without_the_demo_the_clock_stands_where_ltc_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LTC_CLOCK", "2024-02-05")
    run = Run(tmp_path / "state", free_port(), "--no-demo")
    try:
        assert "時鐘停在 2024-02-05" in run.until("就緒")
        assert run.get("/audit/v1/cases", "health_bureau-1") == (200, '{"items":[],"next":null}')
    finally:
        run.ends_well()


def test_a_run_that_was_killed_in_the_middle_of_the_demo_begins_anew(tmp_path: Path, port: int) -> None:
    folder = tmp_path / "state"
    half = Run(folder, port)
    half.until("初篩符合")
    half.end(signal.SIGKILL)
    again = Run(folder, port)
    try:
        assert "上次示範未播放完畢" in again.until("就緒")
        assert json.loads((folder / "demo.json").read_text())["case_id"]
    finally:
        again.ends_well()

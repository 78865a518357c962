"""One clock for the server and the command line, that never runs back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from chassis.clock import (
    DemoClock,
    ManualClock,
    SystemClock,
    TimeRunsForward,
    clock_from,
    local_date,
    parse_instant,
    real_now,
    start_of_next_day,
)

NINE = datetime(2024, 2, 5, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2024-02-05", "2024-02-05T09:00", "2024-02-05T09:00+08:00", "2024-02-05T01:00:00Z"])
def test_a_date_means_nine_in_the_morning_in_taipei(text: str) -> None:
    assert parse_instant(text) == NINE


@pytest.mark.parametrize("text", ["2024-02-30", "yesterday", "05/02/2024"])
def test_what_is_no_date_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="allowed: 2024-02-05 or"):
        parse_instant(text)


def test_a_second_process_sees_at_once_what_the_first_one_set(tmp_path: Path) -> None:
    server, cli = DemoClock(tmp_path / "clock.json"), DemoClock(tmp_path / "clock.json")
    server.set(date(2024, 2, 5))
    assert cli.now() == NINE
    cli.advance(timedelta(days=11))
    assert server.now() == NINE + timedelta(days=11)
    assert [file.name for file in tmp_path.iterdir()] == ["clock.json"]


def test_a_demo_clock_stands_until_it_is_moved(tmp_path: Path) -> None:
    clock = DemoClock(tmp_path / "clock.json")
    clock.set(NINE)
    assert clock.now() == clock.now() == NINE


def test_a_demo_clock_does_not_run_back(tmp_path: Path) -> None:
    clock = DemoClock(tmp_path / "clock.json")
    clock.set(date(2024, 2, 5))
    with pytest.raises(TimeRunsForward, match="stands at 2024-02-05T01:00:00"):
        clock.set(date(2024, 2, 4))
    with pytest.raises(TimeRunsForward):
        clock.advance(timedelta(seconds=-1))
    assert clock.now() == NINE


def test_a_demo_clock_that_was_never_set_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        DemoClock(tmp_path / "clock.json").now()


def test_without_a_setting_it_is_the_time_of_the_machine(tmp_path: Path) -> None:
    clock = clock_from(None, tmp_path / "clock.json")
    assert isinstance(clock, SystemClock)
    assert abs(clock.now() - real_now()) < timedelta(minutes=1)


def test_a_demo_begins_where_the_setting_says_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "clock.json"
    assert clock_from("2024-02-05", path).now() == NINE
    DemoClock(path).advance(timedelta(days=1))
    assert clock_from("2024-02-05", path).now() == NINE + timedelta(days=1)
    assert clock_from("2024-02-05", None).now() == NINE


def test_a_test_clock_is_set_and_advanced() -> None:
    clock = ManualClock(date(2024, 2, 5))
    clock.advance_to(date(2024, 2, 16))
    clock.advance(timedelta(hours=1))
    assert local_date(clock.now()) == date(2024, 2, 16)
    with pytest.raises(TimeRunsForward):
        clock.advance_to(date(2024, 2, 15))
    clock.set(date(2024, 2, 5))
    assert clock.now() == NINE


def test_the_day_in_taipei_begins_at_sixteen_hours_utc() -> None:
    midnight = start_of_next_day(date(2024, 2, 15))
    assert midnight == datetime(2024, 2, 15, 16, 0, tzinfo=UTC)
    assert local_date(midnight - timedelta(microseconds=1)) == date(2024, 2, 15)
    assert local_date(midnight) == date(2024, 2, 16)


def test_no_other_file_of_the_chassis_reads_the_time() -> None:
    source = Path(__file__).parents[2] / "src" / "chassis"
    allowed = {"clock.py"}
    reads = [
        file.name
        for file in source.rglob("*.py")
        if file.name not in allowed
        and any(c in file.read_text("utf-8") for c in ("datetime.now(", "date.today(", "utcnow("))
    ]
    assert reads == []

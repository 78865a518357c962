"""Working days: against the official calendar, and on Lunar New Year, make-up Saturdays and typhoon days."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from chassis.calendars import Calendar, IfDayOff
from chassis.kernel.durations import Duration
from hypothesis import given
from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"
PLAIN = Calendar()
SATURDAY = 5


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def test_every_day_of_2021_to_2027_is_as_the_official_calendar_says() -> None:
    special = {date.fromisoformat(row["date"]): row["is_working_day"] == "1" for row in rows("official_days.csv")}
    wrong = [
        day
        for year in range(2021, 2028)
        for day in days_of(year)
        if PLAIN.is_working_day(day) != special.get(day, day.weekday() < SATURDAY)
    ]
    assert wrong == []


@pytest.mark.parametrize("row", rows("working_days_per_year.csv"), ids=lambda row: row["year"])
def test_a_year_has_the_official_number_of_working_days(row: dict[str, str]) -> None:
    open_days = [day for day in days_of(int(row["year"])) if PLAIN.is_working_day(day)]
    assert len(open_days) == int(row["working_days"])
    assert sum(day.weekday() >= SATURDAY for day in open_days) == int(row["makeup_workdays"])


@pytest.mark.parametrize(
    ("day", "duration", "due"),
    [
        pytest.param("2024-02-05", "3 working_day", "2024-02-15", id="three working days over Lunar New Year"),
        pytest.param("2024-02-05", "5 working_day", "2024-02-17", id="the fifth is a make-up Saturday"),
        pytest.param("2024-02-16", "5 working_day", "2024-02-22", id="a make-up Saturday counts as the first"),
        pytest.param("2024-02-17", "1 working_day", "2024-02-19", id="from the make-up Saturday itself"),
        pytest.param("2024-02-10", "1 working_day", "2024-02-15", id="from a holiday"),
        pytest.param("2024-02-27", "2 working_day", "2024-03-01", id="over Peace Memorial Day and 29 February"),
        pytest.param("2024-12-31", "1 working_day", "2025-01-02", id="over the end of the year"),
        pytest.param("2024-01-18", "3 calendar_day", "2024-01-21", id="calendar days: a Sunday is kept"),
        pytest.param("2024-02-29", "3 month", "2024-05-31", id="months by AM-113"),
        pytest.param("2024-02-28", "1 year", "2025-02-28", id="a year from 29 February on"),
        pytest.param("2024-02-05", "0 working_day", "2024-02-05", id="no days"),
    ],
)
def test_a_duration_is_counted_from_the_next_day(day: str, duration: str, due: str) -> None:
    assert PLAIN.add(date.fromisoformat(day), Duration.parse(duration)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("policy", "due"),
    [("keep", "2024-02-12"), ("next_working_day", "2024-02-15"), ("previous_working_day", "2024-02-07")],
)
def test_a_due_date_on_a_day_off_stays_or_moves_as_the_rule_says(policy: IfDayOff, due: str) -> None:
    assert PLAIN.due(date(2024, 2, 5), Duration(7, "calendar_day"), policy) == date.fromisoformat(due)


@pytest.mark.parametrize("policy", ["keep", "next_working_day", "previous_working_day"])
def test_a_due_date_on_a_make_up_saturday_moves_under_no_rule(policy: IfDayOff) -> None:
    assert PLAIN.due(date(2024, 2, 16), Duration(1, "calendar_day"), policy) == date(2024, 2, 17)


def test_a_typhoon_day_moves_what_is_counted_over_it_and_nothing_before() -> None:
    closed = Calendar({date(2024, 2, 15): "made-up closure"})
    three = Duration(3, "working_day")
    assert closed.add(date(2024, 2, 5), three) == date(2024, 2, 16)
    assert closed.add(date(2024, 2, 1), three) == PLAIN.add(date(2024, 2, 1), three)


def test_a_closure_on_a_make_up_saturday_closes_it() -> None:
    assert not Calendar({date(2024, 2, 17): "made-up closure"}).is_working_day(date(2024, 2, 17))


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [("2024-02-05", "2024-02-15", 3), ("2024-02-15", "2024-02-15", 0), ("2024-02-16", "2024-02-15", -1),
     ("2024-02-14", "2024-02-15", 1), ("2024-02-15", "2024-02-05", -3)],
)  # fmt: skip
def test_working_days_left_fall_to_zero_on_the_due_day_and_below_after_it(today: str, due: str, left: int) -> None:
    assert PLAIN.working_days_between(date.fromisoformat(today), date.fromisoformat(due)) == left


@given(st.dates(date(2021, 1, 1), date(2027, 6, 1)), st.integers(1, 60))
def test_so_many_working_days_later_so_many_are_between(day: date, n: int) -> None:
    due = PLAIN.add(day, Duration(n, "working_day"))
    assert PLAIN.is_working_day(due)
    assert PLAIN.working_days_between(day, due) == n

"""Months by AM-113, on the days where they hurt."""

from datetime import date

import pytest
from chassis.kernel.durations import Duration, add_months, months_from
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("after", "months", "last"),
    [
        pytest.param("2024-02-29", 3, "2024-05-31", id="the example of AM-113: begins on 1 March, ends with May"),
        pytest.param("2024-02-28", 3, "2024-05-28", id="one day earlier it begins on the 29th"),
        pytest.param("2024-03-01", 3, "2024-06-01", id="one day later it begins on 2 March"),
        pytest.param("2024-01-30", 1, "2024-02-29", id="begins on the 31st: February's last day in a leap year"),
        pytest.param("2023-01-30", 1, "2023-02-28", id="begins on the 31st: February's last day in a common year"),
        pytest.param("2023-12-31", 6, "2024-06-30", id="begins on 1 January"),
        pytest.param("2024-08-31", 6, "2025-02-28", id="begins on 1 September, ends with February"),
        pytest.param("2024-02-28", 12, "2025-02-28", id="begins on 29 February, a year later there is none"),
        pytest.param("2024-11-15", 2, "2025-01-15", id="over the end of the year"),
    ],
)
def test_months_after_a_day_begin_on_the_next(after: str, months: int, last: str) -> None:
    assert add_months(date.fromisoformat(after), months) == date.fromisoformat(last)


def test_months_from_a_day_begin_on_it() -> None:
    assert months_from(date(2024, 2, 1), 6) == date(2024, 7, 31)
    assert months_from(date(2024, 2, 2), 6) == date(2024, 8, 1)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_later_start_never_ends_earlier_and_no_month_is_skipped(day: date, months: int) -> None:
    assert add_months(day, months) <= add_months(date.fromordinal(day.toordinal() + 1), months)
    end = add_months(day, months)
    first = date.fromordinal(day.toordinal() + 1)
    assert end.year * 12 + end.month - (first.year * 12 + first.month) in {months - 1, months}


@pytest.mark.parametrize(
    "text", ["3 workingdays", "3 week", "three working_day", "3", "-3 month", "3  month", "3.5 month"]
)
def test_an_unknown_duration_is_refused_with_the_units_that_there_are(text: str) -> None:
    with pytest.raises(ValueError, match="working_day, calendar_day, month, year"):
        Duration.parse(text)


def test_a_period_of_no_months_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        add_months(date(2024, 1, 1), 0)


def test_a_duration_reads_as_it_is_written() -> None:
    for text in ("3 working_day", "21 calendar_day", "6 month", "1 year"):
        assert str(Duration.parse(text)) == text

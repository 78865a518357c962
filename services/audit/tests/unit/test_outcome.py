"""How did a deadline come out?"""

from datetime import date

import pytest
from audit.domain.clocks import Outcome, outcome

DUE = date(2024, 2, 15)


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2024, 2, 14), "open"), (DUE, "open"), (date(2024, 2, 16), "overdue")],
    ids=["the day before", "on the day", "the day after"],
)
def test_an_open_deadline_is_overdue_from_the_day_after(today, expected) -> None:
    assert outcome(state="open", missed=False, excused=False, due_on=DUE, today=today) == expected


@pytest.mark.parametrize(
    ("state", "missed", "excused", "expected"),
    [
        pytest.param("met", False, False, "met", id="met"),
        pytest.param("met", False, True, "met", id="met in time although a reason was recorded"),
        pytest.param("met_late", True, False, "met_late", id="done after it was missed"),
        pytest.param("met_late", True, True, "met_late", id="done late for a recorded reason"),
        pytest.param("open", True, False, "missed", id="passed and still owed"),
        pytest.param("cancelled", True, False, "missed", id="passed, then taken away"),
        pytest.param("cancelled", False, False, "cancelled", id="taken away in time"),
        pytest.param("open", False, True, "excused", id="owed, with a reason"),
        pytest.param("open", True, True, "excused", id="passed, with a reason"),
    ],
)
def test_what_the_facts_say(state, missed, excused, expected) -> None:
    found = outcome(state=state, missed=missed, excused=excused, due_on=DUE, today=date(2024, 3, 1))
    assert found is Outcome(expected)

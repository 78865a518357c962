"""A national id is checked without being repeated; an age is reached on the birthday."""

import doctest
from datetime import date

import pytest
from chassis.kernel.refusal import Refusal
from hypothesis import given
from hypothesis import strategies as st
from intake.domain import person
from intake.domain.person import Person, birthday, has_reached, normalised

from services.intake.tests.builders import fake_id


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("A123456789", "A123456789", id="a citizen's id"),
        pytest.param("a123456789", "A123456789", id="a small letter"),
        pytest.param(" A12-345 6789 ", "A123456789", id="blanks and hyphens"),
        pytest.param("Ａ１２３４５６７８９", "A123456789", id="full width"),
        pytest.param("A800000014", "A800000014", id="a permit of 2021 and later"),
        pytest.param("AC01234576", "AC01234576", id="an old permit"),
    ],
)
def test_an_id_is_normalised_before_it_is_compared(typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("A123456788", id="the check digit does not fit"),
        pytest.param("A323456789", id="neither citizen nor permit"),
        pytest.param("AE01234576", id="no such second letter"),
        pytest.param("A12345678", id="too short"),
        pytest.param("A1234567890", id="too long"),
        pytest.param("1234567890", id="no letter"),
        pytest.param("測試個案甲身分證號碼", id="a name"),
    ],
)
def test_what_is_no_id_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        normalised(typed)
    told = f"{refused.value} {refused.value.zh()} {refused.value.en()} {refused.value.facts}"
    assert typed not in told
    assert refused.value.rule == "AM-146"


@given(st.integers(0, 9_999_999))
def test_of_ten_last_digits_one_fits(number: int) -> None:
    fitting = fake_id(number)
    assert normalised(fitting) == fitting
    others = [fitting[:-1] + str(digit) for digit in range(10) if str(digit) != fitting[-1]]
    for other in others:
        with pytest.raises(Refusal):
            normalised(other)


@pytest.mark.parametrize(
    ("born_on", "age", "day_before", "reached_on"),
    [
        pytest.param(date(1959, 1, 15), 65, date(2024, 1, 14), date(2024, 1, 15), id="on the birthday"),
        pytest.param(date(1960, 2, 29), 65, date(2025, 2, 28), date(2025, 3, 1), id="29 February: 1 March"),
        pytest.param(date(1960, 2, 29), 64, date(2024, 2, 28), date(2024, 2, 29), id="29 February in a leap year"),
        pytest.param(date(1958, 12, 31), 65, date(2023, 12, 30), date(2023, 12, 31), id="the last day of a year"),
        pytest.param(date(1959, 1, 1), 65, date(2023, 12, 31), date(2024, 1, 1), id="the first day of a year"),
    ],
)
def test_an_age_is_reached_on_the_birthday(born_on: date, age: int, day_before: date, reached_on: date) -> None:
    assert birthday(born_on, age) == reached_on
    assert not has_reached(age, born_on=born_on, on=day_before)
    assert has_reached(age, born_on=born_on, on=reached_on)


def test_a_person_is_not_printed() -> None:
    somebody = Person(
        name="測試個案甲", national_id="A123456789", phone="0900-000-000", address="虛構路1號", born_on=date(1944, 3, 1)
    )
    assert repr(somebody) == "Person()"


def test_what_the_docstrings_say_is_so() -> None:
    assert doctest.testmod(person).failed == 0

"""Does what was sealed open at its own place only, and with every bit as it was?"""

from uuid import UUID, uuid4

import pytest
from chassis.envelope import (
    CannotOpen,
    blind_index,
    coordinates,
    derive,
    key_number,
    new_key,
    normalise_national_id,
    open_bytes,
    seal_bytes,
    unwrap,
    wrap,
)
from hypothesis import given
from hypothesis import strategies as st

KEY = new_key()
OWNER, OTHER = UUID(int=1), UUID(int=2)


@given(plain=st.binary(max_size=200), place=st.text(max_size=40))
def test_what_was_sealed_opens_again(plain: bytes, place: str) -> None:
    assert open_bytes(KEY, seal_bytes(KEY, plain, bound_to=place), bound_to=place) == plain


@given(plain=st.binary(max_size=40), data=st.data())
def test_any_flipped_bit_closes_it_for_ever(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal_bytes(KEY, plain, bound_to="cases.name:1"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        open_bytes(KEY, bytes(sealed), bound_to="cases.name:1")


@given(data=st.data())
def test_what_is_cut_short_does_not_open(data: st.DataObject) -> None:
    sealed = seal_bytes(KEY, b"text", bound_to="x")
    with pytest.raises(CannotOpen):
        open_bytes(KEY, sealed[: data.draw(st.integers(0, len(sealed) - 1))], bound_to="x")


@pytest.mark.parametrize(
    ("owner", "place", "row"),
    [(OTHER, "cases.name", "7"), (OWNER, "cases.phone", "7"), (OWNER, "cases.name", "8"), (OWNER, "cases.name:7", "")],
)
def test_at_another_place_it_stays_closed(owner: UUID, place: str, row: str) -> None:
    sealed = seal_bytes(KEY, b"text", bound_to=coordinates(OWNER, "cases.name", "7"))
    with pytest.raises(CannotOpen):
        open_bytes(KEY, sealed, bound_to=coordinates(owner, place, row))


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        open_bytes(new_key(), seal_bytes(KEY, b"text", bound_to="x"), bound_to="x")


def test_equal_texts_do_not_look_equal() -> None:
    assert len({seal_bytes(KEY, b"text", bound_to="x") for _ in range(50)}) == 50


def test_a_data_key_unwraps_for_its_owner_and_under_its_service_key_only() -> None:
    data_key, owner = new_key(), uuid4()
    wrapped = wrap(KEY, data_key, owner)
    assert unwrap(KEY, wrapped, owner) == data_key
    assert data_key not in wrapped
    with pytest.raises(CannotOpen):
        unwrap(KEY, wrapped, OTHER)
    with pytest.raises(CannotOpen):
        unwrap(new_key(), wrapped, owner)


def test_derived_keys_differ_by_purpose_and_from_the_key_itself() -> None:
    assert len({KEY, derive(KEY, "a"), derive(KEY, "b"), derive(new_key(), "a")}) == 4


@given(key=st.binary(min_size=32, max_size=32))
def test_a_key_number_fits_a_postgres_integer_and_names_its_key(key: bytes) -> None:
    assert 0 <= key_number(key) < 2**31
    assert key_number(key) == key_number(bytes(key))


@given(one=st.text(), other=st.text())
def test_equal_values_have_equal_indexes_and_different_ones_different(one: str, other: str) -> None:
    same = blind_index(KEY, "id", one) == blind_index(KEY, "id", other)
    assert same == (one == other)


def test_an_index_depends_on_key_and_kind() -> None:
    value = "A123456789"
    assert len({blind_index(KEY, "a", value), blind_index(KEY, "b", value), blind_index(new_key(), "a", value)}) == 3


SPELLINGS = [
    "A123456789",
    "a123456789",
    " A12345 6789 ",
    "A-123-456-789",
    "Ａ１２３４５６７８９",
    "A123456789\u3000",
    "a123–456789",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_id_has_one_spelling(spelling: str) -> None:
    assert normalise_national_id(spelling) == "A123456789"


WRITTEN_WITH = "AZaz09ＡＺａｚ０９ -\u3000\t‐–—−"


@given(text=st.text(alphabet=WRITTEN_WITH, max_size=20))
def test_normalising_leaves_letters_and_digits_and_nothing_more_to_do(text: str) -> None:
    once = normalise_national_id(text)
    assert set(once) <= set("AZ09")
    assert normalise_national_id(once) == once

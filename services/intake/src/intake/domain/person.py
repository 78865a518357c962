"""Who is somebody: is this a national id or a permit number, and when is an age reached?"""

import re
import unicodedata
from calendar import isleap
from dataclasses import dataclass, field
from datetime import date

from chassis.kernel.refusal import No

# A county's letter stands for two digits (A 10 … O 35): the household register's own table, not the alphabet's order
_LETTERS = {letter: 10 + place for place, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}
_NATIONAL_ID = re.compile(r"[A-Z][1289][0-9]{8}")
"""Citizens (1, 2) and, since 2021, residents with a permit (8, 9)."""
_OLD_PERMIT = re.compile(r"[A-Z][A-D][0-9]{8}")
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)

NO_SUCH_ID = No(
    "national_id_invalid",
    rule="AM-146",
    zh="身分證統一編號或居留證號不正確：須為 1 個英文字母加 9 位數字（舊式居留證為 2 個字母加 8 位數字），且檢查碼相符。",
    en="This is no national id or permit number: one letter and nine digits (an old permit: two letters and eight digits)"
    " whose check digit fits.",
    kind="invalid",
)
BORN_LATER = No(
    "born_in_the_future", rule="AM-138", zh="出生日期不得晚於今日。", en="Nobody is born after today.", kind="invalid"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What identifies somebody. Never printed: it is sealed as soon as it is stored."""

    name: str = field(repr=False)
    national_id: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    born_on: date = field(repr=False)


def normalised(text: str) -> str:
    """The id as it is compared: half width, capital letters, no blanks or hyphens. Refused without repeating it.

    >>> normalised(" a123456789 ")
    'A123456789'
    """
    found = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not (_NATIONAL_ID.fullmatch(found) or _OLD_PERMIT.fullmatch(found)) or not _checks(found):
        raise NO_SUCH_ID()
    return found


def _checks(found: str) -> bool:
    first, second = _LETTERS[found[0]], found[1]
    # An old permit's second letter counts with its last digit only
    digit = second if second.isdigit() else str(_LETTERS[second] % 10)
    digits = f"{first}{digit}{found[2:]}"
    return sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 10 == 0


def birthday(born_on: date, age: int) -> date:
    """The day on which the age is reached; who is born on 29 February has 1 March in a common year (AM-138).

    >>> birthday(date(1960, 2, 29), 65)
    datetime.date(2025, 3, 1)
    """
    year = born_on.year + age
    if (born_on.month, born_on.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return born_on.replace(year=year)


def has_reached(age: int, *, born_on: date, on: date) -> bool:
    """Whether somebody has that age on the day: from the birthday on (AM-138)."""
    return birthday(born_on, age) <= on

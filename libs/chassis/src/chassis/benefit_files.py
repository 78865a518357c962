"""How do the benefit tables become checked rows? A bad cell is said with file, line, column and what is allowed."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Never, TypedDict, TypeVar

from chassis.benefits import Benefits, Bundle, Copay, Problem, Quota, Row
from chassis.kernel.money import Money
from chassis.policy_versions import PolicyError, Source

CONFIDENCES = ("verified_2plus", "one_source")
"""What is only remembered is not in the tables."""

_COMMON = ("effective_from", "effective_to", "source", "confidence")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "quotas": ("quota", "cms_level", "area_class", "period", "amount_twd"),
    "copay": ("benefit", "area_class", "welfare_class", "rate_pct"),
    "bundles": (
        *("code", "name_zh", "name_en", "category", "quota_pool", "price_kind", "price_twd", "price_remote_twd"),
        *("unit", "visits_per_group", "copay"),
    ),
    "problems": ("no", "name_zh", "name_en"),
}

R = TypeVar("R", bound=Row)


def read_benefits(root: Path, catalogue: Mapping[str, Source]) -> Benefits:
    """The four tables of `national/benefits`; PolicyError for the first thing wrong."""
    folder = root / "national" / "benefits"
    tables = {name: _lines(folder / f"{name}.csv", root, columns, catalogue) for name, columns in _COLUMNS.items()}
    return Benefits(
        quotas=_rows(tables["quotas"], _quota, lambda q: (q.quota, q.cms_level, q.area_class)),
        copays=_rows(tables["copay"], _copay, lambda c: (c.benefit, c.welfare_class, c.area_class)),
        bundles=_rows(tables["bundles"], _bundle, lambda b: b.code),
        problems=_rows(tables["problems"], _problem, lambda p: p.no),
    )


class _Common(TypedDict):
    starts: date | None
    ends: date | None
    confidence: str
    source: Source


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a table."""

    row: Mapping[str, str]
    where: str
    catalogue: Mapping[str, Source]

    def text(self, column: str) -> str:
        return self.row[column] or self.fail(column, "a text")

    def number(self, column: str) -> int:
        cell = self.row[column]
        return int(cell) if cell.isdecimal() else self.fail(column, "a whole number")

    def maybe(self, column: str) -> int | None:
        return self.number(column) if self.row[column] else None

    def money(self, column: str) -> Money | None:
        amount = self.maybe(column)
        return None if amount is None else Money(amount)

    def day(self, column: str) -> date | None:
        try:
            return date.fromisoformat(self.row[column]) if self.row[column] else None
        except ValueError:
            self.fail(column, "a date such as 2022-02-01, or nothing")

    def common(self) -> _Common:
        if self.row["confidence"] not in CONFIDENCES:
            self.fail("confidence", " or ".join(CONFIDENCES))
        source = self.catalogue.get(self.row["source"]) or self.fail("source", "an id of catalogue.csv")
        starts, ends = self.day("effective_from"), self.day("effective_to")
        if starts and ends and ends <= starts:
            self.fail("effective_to", f"a day after {starts}")
        return _Common(starts=starts, ends=ends, confidence=self.row["confidence"], source=source)

    def fail(self, column: str, allowed: str) -> Never:
        raise PolicyError(f"{self.where}: {column}: came {self.row[column]!r}; allowed: {allowed}")


def _lines(path: Path, root: Path, columns: tuple[str, ...], catalogue: Mapping[str, Source]) -> list[_Line]:
    name = path.relative_to(root).as_posix()
    if not path.is_file():
        raise PolicyError(f"{name}: no such file; allowed: a CSV with {', '.join(columns)}")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if set(reader.fieldnames or ()) != {*columns, *_COMMON}:
            raise PolicyError(f"{name}: columns: came {reader.fieldnames}; allowed: {[*columns, *_COMMON]}")
        lines = [_Line(row, f"{name}:{reader.line_num}", catalogue) for row in reader]
    for line in lines:
        if None in line.row or None in line.row.values():
            raise PolicyError(f"{line.where}: came too many or too few cells; allowed: {len(columns) + len(_COMMON)}")
    return lines


def _rows(lines: list[_Line], read: Callable[[_Line], R], key: Callable[[R], object]) -> tuple[R, ...]:
    """The rows, none of which overlaps another of the same key."""
    rows: list[R] = []
    for line in lines:
        row = read(line)
        if any(key(other) == key(row) and _overlap(other, row) for other in rows):
            raise PolicyError(
                f"{line.where}: came an overlap with an earlier line of {key(row)}; allowed: one row a day"
            )
        rows.append(row)
    return tuple(rows)


def _overlap(a: Row, b: Row) -> bool:
    first, last = date.min, date.max
    return (a.starts or first) < (b.ends or last) and (b.starts or first) < (a.ends or last)


def _quota(line: _Line) -> Quota:
    return Quota(
        quota=line.text("quota"),
        cms_level=line.number("cms_level"),
        area_class=line.maybe("area_class"),
        period=line.text("period"),
        amount=Money(line.number("amount_twd")),
        **line.common(),
    )


def _copay(line: _Line) -> Copay:
    return Copay(
        benefit=line.text("benefit"),
        area_class=line.maybe("area_class"),
        welfare_class=line.number("welfare_class"),
        rate=line.number("rate_pct"),
        **line.common(),
    )


def _bundle(line: _Line) -> Bundle:
    return Bundle(
        code=line.text("code"),
        name_zh=line.text("name_zh"),
        name_en=line.text("name_en"),
        category=line.text("category"),
        quota_pool=line.text("quota_pool"),
        price_kind=line.text("price_kind"),
        price=line.money("price_twd"),
        remote_price=line.money("price_remote_twd"),
        unit=line.row["unit"] or None,
        visits_per_group=line.maybe("visits_per_group"),
        copay=line.text("copay"),
        **line.common(),
    )


def _problem(line: _Line) -> Problem:
    return Problem(no=line.number("no"), name_zh=line.text("name_zh"), name_en=line.text("name_en"), **line.common())

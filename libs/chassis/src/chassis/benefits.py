"""What does the national regulation grant: quotas, co-payments, bundles and problems, each row with its own days?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from chassis.kernel.money import Money
from chassis.policy_versions import PolicyNotAnswered, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every benefit row has. `starts` is None where no document tells the first day: such a row is never used."""

    starts: date | None
    ends: date | None
    confidence: str
    source: Source

    def in_force(self, on: date) -> bool:
        """Whether the row is valid on the day."""
        return self.starts is not None and self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Row):
    """So much of a pool in a period, for a level (and an area class, for transport)."""

    quota: str
    cms_level: int
    area_class: int | None
    period: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Copay(Row):
    """The percentage that a welfare class pays itself."""

    benefit: str
    area_class: int | None
    welfare_class: int
    rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle(Row):
    """A care combination. A price is None where no source gives one, or the county sets it."""

    code: str
    name_zh: str
    name_en: str
    category: str
    quota_pool: str
    price_kind: str
    price: Money | None
    remote_price: Money | None
    unit: str | None
    visits_per_group: int | None
    copay: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Row):
    """One of the 34 care problems."""

    no: int
    name_zh: str
    name_en: str


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Benefits:
    """The four tables."""

    quotas: tuple[Quota, ...]
    copays: tuple[Copay, ...]
    bundles: tuple[Bundle, ...]
    problems: tuple[Problem, ...]

    def quota(self, quota: str, *, cms_level: int, on: date, area_class: int | None = None) -> Quota:
        """The quota of a pool; PolicyNotAnswered where the tables have none for this level and day."""
        wanted = (quota, cms_level, area_class)
        return _one((q for q in self.quotas if (q.quota, q.cms_level, q.area_class) == wanted), on, "quota", *wanted)

    def copay(self, benefit: str, *, welfare_class: int, on: date, area_class: int | None = None) -> Copay:
        """The co-payment of a pool; PolicyNotAnswered where the tables have none."""
        wanted = (benefit, welfare_class, area_class)
        rows = (c for c in self.copays if (c.benefit, c.welfare_class, c.area_class) == wanted)
        return _one(rows, on, "co-payment", *wanted)

    def bundle(self, code: str, on: date) -> Bundle:
        """A bundle by its code; PolicyNotAnswered for an unknown one or one that is not in force."""
        return _one((b for b in self.bundles if b.code == code), on, "bundle", code)

    def problem(self, no: int, on: date) -> Problem:
        """A care problem by its number."""
        return _one((p for p in self.problems if p.no == no), on, "problem", no)


def _one(rows: Iterable[R], on: date, what: str, *key: object) -> R:
    for row in rows:
        if row.in_force(on):
            return row
    named = " ".join(str(part) for part in key if part is not None)
    raise PolicyNotAnswered(f"the national tables have no {what} {named} in force on {on}")

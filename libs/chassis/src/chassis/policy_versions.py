"""What is a version of a rule: which values, from when until when, and which paragraph says so?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chassis.kernel.durations import Duration
from chassis.kernel.money import Money

Value = bool | int | str | Money | Duration | tuple[str, ...]


class PolicyError(Exception):
    """A pack that cannot be loaded: the file, the key, what came and what is allowed."""


class PolicyNotAnswered(Exception):
    """No answer for this day: before `answers_from`, or after the last version. Nothing is extrapolated."""


class UnknownCounty(LookupError):
    """No pack has this county code."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no policy pack for county {code!r}; there are: {', '.join(known)}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """The paragraph that says so; `also` names decided ambiguities that it was read by."""

    rule: str
    document: str
    section: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One answer to one question, in force on the days [starts, ends)."""

    name: str
    question: str
    values: Mapping[str, Value]
    source: Source
    pack: str
    starts: date
    ends: date | None
    selected_by: str

    @property
    def ref(self) -> str:
        """Rule, version and pack for the envelope: `nantou/c_reply@2023-07-01`."""
        return f"{self.pack}/{self.name}@{self.starts.isoformat()}"

    @property
    def rule(self) -> str:
        """The id of the rule that a refusal or a deadline cites."""
        return self.source.rule

    def has(self, key: str) -> bool:
        """Whether this version gives an optional value."""
        return key in self.values

    def days(self, key: str) -> Duration:
        """A duration such as `3 working_day`."""
        value = self._value(key)
        if not isinstance(value, Duration):
            raise self._wrong(key, "duration")
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, "number")
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._value(key)
        if not isinstance(value, bool):
            raise self._wrong(key, "flag")
        return value

    def code(self, key: str) -> str:
        """One code."""
        value = self._value(key)
        if not isinstance(value, str):
            raise self._wrong(key, "code")
        return value

    def codes(self, key: str) -> tuple[str, ...]:
        """A list of codes, in the pack's order."""
        value = self._value(key)
        if not isinstance(value, tuple):
            raise self._wrong(key, "codes")
        return value

    def money(self, key: str) -> Money:
        """An amount such as `1700 TWD`."""
        value = self._value(key)
        if not isinstance(value, Money):
            raise self._wrong(key, "money")
        return value

    def _value(self, key: str) -> Value:
        if key not in self.values:
            raise KeyError(f"{self.ref} has no value {key!r}; it has: {', '.join(self.values)}")
        return self.values[key]

    def _wrong(self, key: str, kind: str) -> TypeError:
        return TypeError(f"{self.ref}: {key} is no {kind}: {self.values[key]!r}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A question and its answers through time, without a gap."""

    name: str
    versions: tuple[Version, ...]

    @property
    def starts(self) -> date:
        """The first day that is answered."""
        return self.versions[0].starts

    def on(self, day: date) -> Version:
        """The version in force; PolicyNotAnswered before the first or after the last."""
        for version in reversed(self.versions):
            if version.starts <= day:
                if version.ends is None or day < version.ends:
                    return version
                break
        raise PolicyNotAnswered(f"{self.versions[0].pack}/{self.name} has no version for {day}: {self._periods()}")

    def _periods(self) -> str:
        return ", ".join(f"[{v.starts}, {v.ends or 'open'})" for v in self.versions)

"""Which rule is in force in a county on a day, and who says so?"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chassis.benefit_files import read_benefits
from chassis.benefits import Benefits
from chassis.calendars import Calendar
from chassis.policy_files import (
    PackFile,
    Question,
    read_calendar,
    read_catalogue,
    read_pack,
    read_questions,
    read_rule,
)
from chassis.policy_versions import (
    PolicyError,
    PolicyNotAnswered,
    Rule,
    Source,
    UnknownCounty,
    Value,
    Version,
)

__all__ = [
    "Pack",
    "Packs",
    "PolicyError",
    "PolicyNotAnswered",
    "Source",
    "UnknownCounty",
    "Value",
    "Version",
    "find_policy_root",
]

NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one county upon the national ones."""

    about: PackFile
    rules: Mapping[str, Rule]
    calendar: Calendar
    under: "Pack | None" = None

    @property
    def code(self) -> str:
        """The county's code, such as `nantou`."""
        return self.about.code

    @property
    def time_zone(self) -> str:
        """The zone in which the county's days begin."""
        return self.about.time_zone

    @property
    def answers_from(self) -> date:
        """The first day that this pack answers for."""
        return self.about.answers_from

    def rule(self, name: str, on: date) -> Version | None:
        """The version in force on the day that `selected_by` names; None where no document says anything.

        A county's rule replaces the national one of the same name as a whole, from its first version on.
        PolicyNotAnswered for a day before `answers_from` or after a rule's last version.
        """
        if on < self.answers_from:
            raise PolicyNotAnswered(f"{self.code} answers from {self.answers_from}, not for {on}")
        own = self.rules.get(name)
        if own is not None and (on >= own.starts or self.under is None):
            return own.on(on)
        if self.under is not None and name in self.under.rules:
            return self.under.rule(name, on)
        return None

    def names(self) -> tuple[str, ...]:
        """Every question that this pack or the one under it answers."""
        below = self.under.names() if self.under else ()
        return tuple(sorted({*self.rules, *below}))

    def in_force(self, on: date) -> list[Version]:
        """Every rule in force on the day; PolicyNotAnswered only where the pack itself does not answer yet."""
        if on < self.answers_from:
            raise PolicyNotAnswered(f"{self.code} answers from {self.answers_from}, not for {on}")
        found = (self._answered(name, on) for name in self.names())
        return [version for version in found if version is not None]

    def _answered(self, name: str, on: date) -> Version | None:
        try:
            return self.rule(name, on)
        except PolicyNotAnswered:
            return None


@dataclass(frozen=True, slots=True)
class Packs:
    """All packs of one policy folder, checked."""

    national: Pack
    by_county: Mapping[str, Pack]
    benefits: Benefits
    catalogue: Mapping[str, Source]

    @classmethod
    def load(cls, root: Path) -> "Packs":
        """Read and check the folder; PolicyError names file, key, what came and what is allowed."""
        catalogue, questions = read_catalogue(root), read_questions(root)
        folders = sorted(file.parent for file in root.glob("*/pack.yaml"))
        national = _pack(root / NATIONAL, root, questions, catalogue, None)
        counties = {f.name: _pack(f, root, questions, catalogue, national) for f in folders if f.name != NATIONAL}
        return cls(national, counties, read_benefits(root, catalogue), catalogue)

    def counties(self) -> tuple[str, ...]:
        """The codes of the counties that have a pack."""
        return tuple(self.by_county)

    def county(self, code: str) -> Pack:
        """The pack of a county; UnknownCounty names those that there are."""
        try:
            return self.by_county[code]
        except KeyError:
            raise UnknownCounty(code, self.counties()) from None

    def source(self, rule_id: str) -> Source:
        """Document and section of a rule id such as `NT-04-08` or `AM-146`; KeyError for an unknown one."""
        return self.catalogue[rule_id]


def find_policy_root() -> Path:
    """`LTC_POLICY_DIR`, or the `policy` folder found upward from here or from this package."""
    given = os.environ.get("LTC_POLICY_DIR")
    if given:
        return Path(given)
    starts = (Path.cwd(), Path(__file__).resolve().parent)
    for folder in (up / "policy" for start in starts for up in (start, *start.parents)):
        if (folder / NATIONAL / "pack.yaml").is_file():
            return folder
    raise PolicyError("no policy folder found upward from here; set LTC_POLICY_DIR to the folder that holds national/")


def _pack(
    folder: Path, root: Path, questions: Mapping[str, Question], catalogue: Mapping[str, Source], under: Pack | None
) -> Pack:
    about = read_pack(folder, root)
    _extends(about, under)
    files = sorted((folder / "rules").glob("*.yaml"))
    rules = {file.stem: read_rule(file, root, questions, catalogue) for file in files}
    pack = Pack(about, rules, read_calendar(folder, root), under)
    for name, rule in rules.items():
        _answers_from_the_start(pack, name, rule)
    return pack


def _extends(about: PackFile, under: Pack | None) -> None:
    right = under.code if under else None
    if about.extends != right:
        raise PolicyError(f"{about.code}/pack.yaml: extends: came {about.extends!r}; allowed: {right!r}")


def _answers_from_the_start(pack: Pack, name: str, rule: Rule) -> None:
    """No gap between the first day of the pack and the first version, unless the national rule fills it."""
    below = pack.under.rules.get(name) if pack.under else None
    filled = below is not None and pack.under is not None and pack.under.answers_from <= pack.answers_from
    if rule.starts > pack.answers_from and not filled:
        raise PolicyError(
            f"{pack.code}/rules/{name}.yaml: versions[0].from: came {rule.starts}, a gap after answers_from;"
            f" allowed: {pack.answers_from} or earlier"
        )

"""How does a folder of policy become checked rules? What is wrong in it is said at load, with file, key and remedy."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from chassis.calendars import Calendar
from chassis.policy_values import check_kind, read_value
from chassis.policy_versions import PolicyError, Rule, Source, Value, Version
from chassis.policy_yaml import At, day, items, mapping, read_yaml, text


@dataclass(frozen=True, slots=True)
class Question:
    """A row of `questions.yaml`: which of the case's dates selects the version, and which values an answer has."""

    selected_by: str
    values: Mapping[str, str]

    def kind(self, key: str) -> str:
        """`duration`, `number`, `flag`, `code`, `codes`, `money`, or the allowed codes `a | b`."""
        return self.values[key].removesuffix("?")

    def required(self) -> set[str]:
        """The values that every version gives."""
        return {key for key, kind in self.values.items() if not kind.endswith("?")}


@dataclass(frozen=True, slots=True)
class PackFile:
    """The content of `pack.yaml`."""

    code: str
    name_zh: str
    name_en: str
    extends: str | None
    time_zone: str
    answers_from: date
    owner: str


def read_catalogue(root: Path) -> dict[str, Source]:
    """`catalogue.csv`: rule id → document and section."""
    path, columns = root / "catalogue.csv", ["id", "document", "section", "service"]
    if not path.is_file():
        raise PolicyError(f"catalogue.csv: no such file; allowed: a CSV with {', '.join(columns)}")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise PolicyError(f"catalogue.csv: columns: came {reader.fieldnames}; allowed: {columns}")
        return {row["id"]: Source(row["id"], row["document"], row["section"]) for row in reader}


def read_questions(root: Path) -> dict[str, Question]:
    """`questions.yaml`: the vocabulary that all packs share, so that a misspelt value is an error and no silence."""
    data, at = read_yaml(root / "questions.yaml", root)
    if not isinstance(data, dict):
        raise at.wrong(data, "a mapping of names to selected_by and values")
    return {name: _question(entry, at / name) for name, entry in data.items()}


def _question(data: Any, at: At) -> Question:
    data = mapping(data, at, {"selected_by", "values"})
    kinds = {key: check_kind(text(kind, at / key), at / key) for key, kind in data["values"].items()}
    return Question(text(data["selected_by"], at / "selected_by"), kinds)


def read_pack(folder: Path, root: Path) -> PackFile:
    """`pack.yaml` of one folder."""
    data, at = read_yaml(folder / "pack.yaml", root)
    keys = {"county", "name_zh", "name_en", "time_zone", "answers_from", "owner"}
    data = mapping(data, at, keys, {"extends"})
    if data["county"] != folder.name:
        raise (at / "county").wrong(data["county"], f"the folder's name, {folder.name}")
    texts = {key: text(data[key], at / key) for key in keys - {"county", "answers_from"}}
    return PackFile(
        folder.name, extends=data.get("extends"), answers_from=day(data["answers_from"], at / "answers_from"), **texts
    )


def read_calendar(folder: Path, root: Path) -> Calendar:
    """`calendar.yaml`: the county's own closures, each with reason and source."""
    data, at = read_yaml(folder / "calendar.yaml", root)
    entries = items(mapping(data, at, {"closures"})["closures"], at / "closures")
    return Calendar(dict(_closure(entry, place) for entry, place in entries))


def _closure(data: Any, at: At) -> tuple[date, str]:
    data = mapping(data, at, {"date", "reason", "source"})
    text(data["source"], at / "source")
    return day(data["date"], at / "date"), text(data["reason"], at / "reason")


def read_rule(path: Path, root: Path, questions: Mapping[str, Question], catalogue: Mapping[str, Source]) -> Rule:
    """One file of `rules/`."""
    data, at = read_yaml(path, root)
    data = mapping(data, at, {"name", "question", "selected_by", "versions"})
    name = data["name"]
    if name != path.stem:
        raise (at / "name").wrong(name, f"the file's name, {path.stem}")
    if name not in questions:
        raise (at / "name").wrong(name, "a question of questions.yaml (add it there first)")
    if data["selected_by"] != questions[name].selected_by:
        raise (at / "selected_by").wrong(data["selected_by"], questions[name].selected_by)
    reader = _Reader(path.parent.parent.name, name, text(data["question"], at / "question"), questions[name], catalogue)
    versions = tuple(reader.version(entry, place) for entry, place in items(data["versions"], at / "versions"))
    _contiguous(versions, at / "versions")
    return Rule(name, versions)


def _contiguous(versions: tuple[Version, ...], at: At) -> None:
    if not versions:
        raise at.wrong("no version", "at least one version")
    for n, (before, after) in enumerate(pairwise(versions), start=1):
        if before.ends is None or before.ends > after.starts:
            raise (at / n / "from").wrong(
                f"an overlap from {after.starts}", f"from: {before.ends or 'after a closed to'}"
            )
        if before.ends < after.starts:
            raise (at / n / "from").wrong(f"a gap [{before.ends}, {after.starts})", f"from: {before.ends}")


@dataclass(frozen=True, slots=True)
class _Reader:
    pack: str
    name: str
    text: str
    question: Question
    catalogue: Mapping[str, Source]

    def version(self, data: Any, at: At) -> Version:
        data = mapping(data, at, {"from", "to", "source", "values"})
        starts = day(data["from"], at / "from")
        ends = None if data["to"] is None else day(data["to"], at / "to")
        if ends is not None and ends <= starts:
            raise (at / "to").wrong(ends, f"null or a day after {starts}")
        source = self._source(data["source"], at / "source")
        values = self._values(data["values"], at / "values")
        return Version(self.name, self.text, values, source, self.pack, starts, ends, self.question.selected_by)

    def _source(self, data: Any, at: At) -> Source:
        data = mapping(data, at, {"rule", "document", "section"}, {"also"})
        known = self.catalogue.get(data["rule"])
        if known is None:
            raise (at / "rule").wrong(data["rule"], "a rule id of catalogue.csv")
        for key, right in (("document", known.document), ("section", known.section)):
            if data[key] != right:
                raise (at / key).wrong(data[key], f"as in catalogue.csv, {right}")
        also = tuple(rule for rule, _ in items(data.get("also", []), at / "also"))
        for rule in also:
            if rule not in self.catalogue:
                raise (at / "also").wrong(rule, "rule ids of catalogue.csv")
        return Source(known.rule, known.document, known.section, also)

    def _values(self, data: Any, at: At) -> dict[str, Value]:
        required = self.question.required()
        data = mapping(data, at, required, set(self.question.values) - required)
        return {key: read_value(value, self.question.kind(key), at / key) for key, value in data.items()}

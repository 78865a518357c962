"""How are the generated files kept in step? `python -m schemas.generate [--check]` writes or compares them."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from chassis.messages import Event

from schemas import asyncapi, pages
from schemas.compatibility import breaks
from schemas.describe import schema
from schemas.registry import ALL

ROOT = Path(__file__).parents[4]
SNAPSHOTS = Path(__file__).parent / "snapshots"
ADVICE = "Make it a new type (v2) with from_v1() beside it. Only if nobody has published it yet: delete its snapshot."


class Incompatible(Exception):
    """A committed schema would change for those who already use it."""


def rendered(events: tuple[type[Event], ...] = ALL, root: Path = ROOT, snapshots: Path = SNAPSHOTS) -> dict[Path, str]:
    """Every generated file and its text."""
    files = {snapshots / f"{event.TYPE}.json": _json(schema(event)) for event in events}
    files[root / "docs" / "asyncapi.json"] = _json(asyncapi.document(events))
    files[root / "docs" / "events.md"] = pages.page(events)
    return files


def differing(files: dict[Path, str], snapshots: Path = SNAPSHOTS) -> list[Path]:
    """The files that are missing, stale, or snapshots of an event that no longer exists."""
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return sorted(stale + [path for path in snapshots.glob("*.json") if path not in files])


def refuse_incompatible(files: dict[Path, str], snapshots: Path = SNAPSHOTS) -> None:
    """Raise Incompatible, naming each committed schema that the new text would break."""
    wrong = [f"{path.stem}: {why}" for path in sorted(snapshots.glob("*.json")) for why in _why(path, files.get(path))]
    if wrong:
        raise Incompatible("\n".join([*wrong, ADVICE]))


def write(files: dict[Path, str], snapshots: Path = SNAPSHOTS) -> None:
    """Write all files, unless a committed schema would break."""
    refuse_incompatible(files, snapshots)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """0: in step or written; 1: out of step or incompatible."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is out of step")
    checking = parser.parse_args(arguments).check
    files = rendered()
    try:
        refuse_incompatible(files)
    except Incompatible as why:
        sys.stderr.write(f"{why}\n")
        return 1
    return _check(files) if checking else _write(files)


def _check(files: dict[Path, str]) -> int:
    stale = differing(files)
    for path in stale:
        sys.stderr.write(f"out of step: {path.name}; run `python -m schemas.generate`\n")
    return 1 if stale else 0


def _write(files: dict[Path, str]) -> int:
    write(files)
    return 0


def _why(committed: Path, new: str | None) -> list[str]:
    if new is None:
        return ["no class publishes this type any more: what is on the log could not be read"]
    old = committed.read_text(encoding="utf-8")
    return [] if old == new else breaks(json.loads(old), json.loads(new))


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())

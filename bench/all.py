"""What does the whole table look like? Runs every bench in a process of its own and writes the table of docs/performance.md."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.harness import RESULTS

BENCHES = ("write_path", "relay", "consume", "hop", "deadlines", "growth")
PAPER = Path(__file__).parents[1] / "docs" / "performance.md"
SUMMARY = RESULTS / "summary.json"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


def summary() -> dict[str, Any]:
    """The verdicts and facts of all results that are there."""
    found = {name: RESULTS / f"{name}.json" for name in BENCHES}
    results = {name: json.loads(path.read_text()) for name, path in found.items() if path.exists()}
    keep = ("at", "machine", "verdicts", "facts")
    return {name: {key: result[key] for key in keep} for name, result in results.items()}


def table(results: Mapping[str, Any]) -> str:
    """As Markdown."""
    lines = [
        "| bench | measure | ours | against | theirs | ratio (spread) | aim | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(verdict) for result in results.values() for verdict in result["verdicts"]]
    times = sorted(result["at"] for result in results.values())
    when = f"Measured {times[0]} to {times[-1]}, 2 cores, Python {_python(results)}." if times else ""
    return "\n".join([*lines, "", when])


def _python(results: Mapping[str, Any]) -> str:
    return str(next(iter(results.values()))["machine"]["python"])


def _line(v: Mapping[str, Any]) -> str:
    aim = f"{'≥' if v['wanted'] == 'at least' else '≤'} {v['limit']:g}"
    ratio = f"**{v['ratio']:.2f}** ({v['lowest']:.2f} to {v['highest']:.2f})"
    unit = " ms" if v["measure"].endswith("_ms") else "/s"
    measure = v["measure"].removesuffix("_ms").replace("_", " ")
    peer = f"{v['peer']}: {v['note']}" if v["note"] else v["peer"]
    met = "met" if v["met"] else "missed"
    digits = 1 if unit == " ms" else 0
    ours, theirs = f"{v['ours']:,.{digits}f}{unit}", f"{v['theirs']:,.{digits}f}{unit}"
    return f"| {v['bench']} | {measure} | {ours} | {peer} | {theirs} | {ratio} | {aim} | {met} |"


def write(results: Mapping[str, Any]) -> None:
    """The summary and the marked block of the paper."""
    SUMMARY.write_text(json.dumps(results, indent=1) + "\n")
    before, rest = PAPER.read_text().split(_BEGIN)
    _, after = rest.split(_END)
    PAPER.write_text(f"{before}{_BEGIN}\n{table(results)}\n{_END}{after}")


def _run(name: str) -> int:
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode  # noqa: S603


def main() -> int:
    """All, or those named. A bench that fails does not keep the others from running."""
    chosen = sys.argv[1:] or BENCHES
    failed = [name for name in chosen if _run(name)]
    write(summary())
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)  # noqa: T201
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())

"""How is something measured fairly? Warmed up, in alternation with its peer, five times or more; each round gives a ratio."""

import json
import os
import platform
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"
REPETITIONS = max(5, int(os.environ.get("BENCH_REPETITIONS", "5")))
OURS = "ours"

Run = Callable[[], Awaitable[Mapping[str, float]]]
"""One run of one contestant: what it measured, by name. A name ending in `_ms` is a time, any other a rate."""
Measured = dict[str, dict[str, list[float]]]
"""contestant → measure → one value for each round"""
_console = Console(width=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is asked of us: the ratio of our measure to the peer's."""

    measure: str
    peer: str
    limit: float
    wanted: Literal["at least", "at most"] = "at least"
    note: str = ""

    def is_met(self, ratio: float) -> bool:
        """Whether the ratio is good enough."""
        return ratio >= self.limit if self.wanted == "at least" else ratio <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An aim with what was measured: medians of both, and the median and spread of the rounds' ratios."""

    bench: str
    measure: str
    peer: str
    ours: float
    theirs: float
    ratio: float
    lowest: float
    highest: float
    wanted: str
    limit: float
    met: bool
    note: str


async def alternate(
    runs: Mapping[str, Run], *, warm: int = 1, repetitions: int = REPETITIONS, only_once: Sequence[str] = ()
) -> Measured:
    """Run all in turn, `warm` rounds without counting and then so many that count. Odd rounds run backwards."""
    measured: Measured = {name: {} for name in runs}
    for nr in range(-warm, repetitions):
        names = list(runs) if nr % 2 == 0 else list(runs)[::-1]
        for name in names:
            if nr < 0 and name in only_once:
                continue
            found = await runs[name]()
            told = ", ".join(f"{measure} {value:,.1f}" for measure, value in found.items())
            _console.print(f"[dim]{'warm-up' if nr < 0 else f'round {nr + 1}'}  {name:<20} {told}[/dim]")
            for measure, value in found.items():
                if nr >= 0:
                    measured[name].setdefault(measure, []).append(value)
    return measured


def judge(bench: str, measured: Measured, aims: Sequence[Aim], *, ours: str = OURS) -> list[Verdict]:
    """What came of each aim."""
    return [_verdict(bench, aim, measured[ours][aim.measure], measured[aim.peer][aim.measure]) for aim in aims]


def _verdict(bench: str, aim: Aim, ours: Sequence[float], theirs: Sequence[float]) -> Verdict:
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    return Verdict(
        bench=bench,
        measure=aim.measure,
        peer=aim.peer,
        ours=statistics.median(ours),
        theirs=statistics.median(theirs),
        ratio=ratio,
        lowest=min(ratios),
        highest=max(ratios),
        wanted=aim.wanted,
        limit=aim.limit,
        met=aim.is_met(ratio),
        note=aim.note,
    )


def report(
    bench: str, measured: Measured, aims: Sequence[Aim], *, ours: str = OURS, facts: Mapping[str, float] | None = None
) -> list[Verdict]:
    """Print the verdicts and write everything to `bench/results/<bench>.json`. `facts`: for the capacity plan."""
    verdicts = judge(bench, measured, aims, ours=ours)
    _console.print(_table(bench, verdicts))
    content = {
        "bench": bench,
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "verdicts": [asdict(verdict) for verdict in verdicts],
        "facts": dict(facts or {}),
        "measured": measured,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{bench}.json").write_text(json.dumps(content, indent=1) + "\n")
    return verdicts


def _table(bench: str, verdicts: Sequence[Verdict]) -> Table:
    table = Table(title=bench)
    for heading in ("measure", "against", "ours", "theirs", "ratio", "spread", "aim", ""):
        table.add_column(heading, justify="left" if heading in {"measure", "against", ""} else "right")
    for v in verdicts:
        aim = f"{'≥' if v.wanted == 'at least' else '≤'} {v.limit:g}"
        spread = f"{v.lowest:.2f}-{v.highest:.2f}"
        met = "[green]met[/green]" if v.met else "[red]missed[/red]"
        table.add_row(v.measure, v.peer, f"{v.ours:,.1f}", f"{v.theirs:,.1f}", f"{v.ratio:.2f}", spread, aim, met)
    return table


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50 and p99 in milliseconds."""
    ordered = sorted(seconds)
    last = len(ordered) - 1
    return {f"p{p}_ms": ordered[min(last, round(last * p / 100))] * 1000 for p in (50, 99)}

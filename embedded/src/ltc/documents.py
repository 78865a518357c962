"""Are the generated documents in step with the code? `python -m ltc.documents` writes them, `--check` compares.

docs/openapi/*.json from the routes, docs/lifecycles.md from the NEXT tables, docs/settings.md from the settings.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from chassis.app import build_app
from chassis.kernel.transitions import diagram
from chassis.settings import Settings

from ltc.services import DEFINITIONS

DOCS = Path(__file__).parents[3] / "docs"
LIFECYCLES = {
    "個案 Case（intake）": "intake.domain.case:NEXT",
    "照顧計畫 Care plan（care-plan）": "care_plan.domain.plan:NEXT",
    "A 單位照會 Referral to an A unit（dispatch）": "dispatch.domain.referral:NEXT_A",
    "B 單位照會 Referral to a B unit（dispatch）": "dispatch.domain.referral:NEXT_B",
    "專業服務 C-code engagement（prof-service）": "prof_service.domain.engagement:NEXT",
    "延案申請 Extension request（prof-service）": "prof_service.domain.extension:NEXT",
    "例假日及晚間服務 Evening and holiday service（prof-service）": "prof_service.domain.surcharges:NEXT",
    "暫停派案 Suspension（audit）": "audit.domain.suspension:NEXT",
}


def documents() -> Iterator[tuple[Path, str]]:
    """Every generated document with its text."""
    yield from _openapi()
    yield DOCS / "lifecycles.md", _lifecycles()
    yield DOCS / "settings.md", _settings()


def _openapi() -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(env="test", database_url="postgresql://unused", state_dir=Path(folder))
        for name, definition in DEFINITIONS.items():
            described = build_app(definition, settings).openapi()
            yield DOCS / "openapi" / f"{name}.json", json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _lifecycles() -> str:
    parts = ["# 生命週期 Lifecycles", "", "由程式的狀態轉移表產生。Generated from the tables that the code enforces."]
    for title, place in LIFECYCLES.items():
        module, name = place.split(":")
        table: Mapping[Any, Any] = getattr(import_module(module), name)
        parts += ["", f"## {title}", "", f"`{place}`", "", "```mermaid", diagram(table), "```"]
    return "\n".join(parts) + "\n"


def _settings() -> str:
    lines = ["# 設定 Settings", "", "僅由環境變數讀取。Environment variables only; generated.", ""]
    lines += ["| variable | default | what |", "|---|---|---|"]
    for variable, field in zip(Settings.variables(), Settings.model_fields.values(), strict=True):
        default = "" if field.default in (None, "") else f"`{field.default}`"
        lines.append(f"| `{variable}` | {default} | {field.description or ''} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write, or with `--check` compare; the exit status."""
    stale = []
    for path, text in documents():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in sys.argv:
            stale.append(path.name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of step with the code: {', '.join(stale)}; run `make generate`", file=sys.stderr)  # noqa: T201
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

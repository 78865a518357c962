"""What do people read about the events? The tables of docs/events.md, in both languages."""

from typing import Any

from chassis.messages import Clock, Code, Event
from pydantic import TypeAdapter

from schemas import codes
from schemas.describe import describe, inline, schema
from schemas.words import WORDS

HEAD = """# 事件 Events

<!-- Written by `python -m schemas.generate`. Edit the classes in libs/schemas, not this page. -->

每個事件皆為 CloudEvents 1.0（Kafka 二進位模式：屬性為 `ce_*` 標頭，內容為 JSON）。
`ltc.cases` 以個案編號為鍵，`ltc.units` 以單位編號為鍵。
事件不含姓名、身分證號、電話、地址或自由文字。日期欄位以 `_on` 結尾，時間欄位以 `_at` 結尾，期間為 [起, 迄)。

Each event is a CloudEvent 1.0 (Kafka binary mode: attributes are `ce_*` headers, the value is JSON). `ltc.cases` is
keyed by case id, `ltc.units` by unit id. No event carries a name, national id, phone number, address or free text.
Fields in `_on` are dates, in `_at` moments; periods are [from, to). An optional field may be added to a version;
anything else is a new type.

| 事件 Event | 型別 Type | 發布者 Publisher | 時機 When |
|---|---|---|---|
"""


CLOCKS = """
## clocks

每個事件皆可附帶其開啟、完成、逾期、免計、取消或移動之期限。
Every event may carry the deadlines that it opened, met, missed, excused, cancelled or moved:

"""

NAMED = {"Code": Code, "ServiceCode": codes.ServiceCode, "District": codes.District, "Reference": codes.Reference}
PATTERNS = {TypeAdapter(hint).json_schema()["pattern"]: name for name, hint in NAMED.items()}


def page(events: tuple[type[Event], ...]) -> str:
    """The whole page."""
    overview = HEAD + "\n".join(map(_row, events)) + "\n" + CLOCKS + _table(inline(Clock))
    return "\n".join([overview, "", *map(_section, events)])


def _row(event: type[Event]) -> str:
    said = describe(event)
    link = f"[{event.__name__}](#{event.__name__.lower()})"
    return f"| {link} | `{event.TYPE}` | {said.publisher} | {said.zh} {said.en} |"


def _section(event: type[Event]) -> str:
    said = describe(event)
    relations = ", ".join(f"{r.does} `{r.kind}` of `{r.unit}`" for r in event.RELATIONS) or "–"
    return "\n".join(
        [
            f"## {event.__name__}",
            "",
            f"`{event.TYPE}` · {said.publisher} · `{event.TOPIC}` · {', '.join(said.rules)}",
            "",
            f"{said.zh} {said.en}",
            "",
            f"關係 Relations: {relations}",
            "",
            _table(schema(event)),
            "",
        ]
    )


def _table(node: dict[str, Any]) -> str:
    head = ["| 欄位 Field | 型別 Type | 必填 Required | 意義 Meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *_fields(node)])


def _fields(node: dict[str, Any], prefix: str = "") -> list[str]:
    lines = []
    for name, value in node["properties"].items():
        if name == "clocks" and not prefix:
            continue  # on every event, and shown once
        required = "✓" if name in node.get("required", ()) else "–"
        zh, en = WORDS[name]
        lines.append(f"| `{prefix}{name}` | {_type(value)} | {required} | {zh} · {en} |")
        if "properties" in value.get("items", {}):
            lines += _fields(value["items"], f"{prefix}{name}[].")
    return lines


def _type(node: dict[str, Any]) -> str:
    if "anyOf" in node:
        return " / ".join(_type(each) for each in node["anyOf"] if each.get("type") != "null")
    if "enum" in node:
        return " · ".join(f"`{value}`" for value in node["enum"])
    if node["type"] == "array":
        return f"list of {_type(node['items'])}"
    return PATTERNS.get(node.get("pattern", ""), node.get("format", "")) or _number(node)


def _number(node: dict[str, Any]) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    bounds = f" {low}–{high}" if high is not None else f" ≥ {low}" if low is not None else ""
    return str(node["type"]) + bounds

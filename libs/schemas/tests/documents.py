"""What do documents of the events look like? The smallest one of each, and a strategy for all."""

from typing import Any

from chassis.messages import Code, Event
from hypothesis import strategies as st
from pydantic import TypeAdapter
from schemas import codes
from schemas.describe import schema

SAMPLES = {
    TypeAdapter(Code).json_schema()["pattern"]: "C-01",
    TypeAdapter(codes.ServiceCode).json_schema()["pattern"]: "CA07",
    TypeAdapter(codes.District).json_schema()["pattern"]: "埔里鎮",
    TypeAdapter(codes.Reference).json_schema()["pattern"]: "A-7KQ4-M2PX",
}
FORMATS = {
    "uuid": "0190d0a0-0000-7000-8000-000000000001",
    "date": "2024-02-29",
    "date-time": "2024-02-29T09:00:00+08:00",
}


def documents(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Documents of a schema of ours."""
    if "anyOf" in node:
        return st.one_of(*map(documents, node["anyOf"]))
    if "enum" in node:
        return st.sampled_from(node["enum"])
    return OF_TYPE[node["type"]](node)


def _object(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    fields = {name: documents(value) for name, value in node["properties"].items()}
    required = {name: fields.pop(name) for name in node["required"]}
    return st.fixed_dictionaries(required, optional=fields)


def text(node: dict[str, Any]) -> str:
    """A string that fits the node's pattern or format."""
    return SAMPLES[node["pattern"]] if "pattern" in node else FORMATS[node["format"]]


OF_TYPE = {
    "object": _object,
    "array": lambda node: st.lists(documents(node["items"]), max_size=2),
    "integer": lambda node: st.integers(node.get("minimum", 0), node.get("maximum", 10**6)),
    "string": lambda node: st.just(text(node)),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
}


def sample(event: type[Event]) -> dict[str, Any]:
    """The smallest document: required fields only."""
    node = schema(event)
    required = {name: node["properties"][name] for name in node["required"]}
    return {name: smallest(value) for name, value in required.items()}


def smallest(node: dict[str, Any]) -> Any:
    """The first value that fits."""
    if "enum" in node:
        return node["enum"][0]
    if node["type"] == "string":
        return text(node)
    return {"array": [], "integer": node.get("minimum", 0), "boolean": False}[node["type"]]

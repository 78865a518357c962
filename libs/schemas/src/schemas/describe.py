"""What does a class say of itself? Its publisher, its occasion, its rules, and its JSON Schema without references."""

import inspect
from dataclasses import dataclass
from typing import Any

from chassis.messages import Event
from pydantic import BaseModel

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Description:
    """The docstring of an event class, taken apart: `publisher: when` / Chinese / rule ids."""

    publisher: str
    en: str
    zh: str
    rules: tuple[str, ...]


def describe(event: type[Event]) -> Description:
    """Read the docstring; ValueError where it does not have its three paragraphs."""
    text = inspect.cleandoc(event.__doc__ or "")
    try:
        first, rest = text.split("\n\n", 1)
        publisher, en = " ".join(first.split()).split(": ", 1)
        zh, rules = rest.splitlines()
    except ValueError:
        shape = "`publisher: when`, an empty line, a Chinese line, the rule ids"
        raise ValueError(f"the docstring of {event.__name__} must be: {shape}") from None
    return Description(publisher=publisher, en=en[0].upper() + en[1:], zh=zh, rules=tuple(rules.split(", ")))


def schema(event: type[Event]) -> Schema:
    """The JSON Schema of the event's data: no `$ref`, no generated titles, `$id` as in the envelope."""
    said = describe(event)
    body = inline(event)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ltc:schema:{event.TYPE}",
        "title": event.__name__,
        "description": f"{said.zh} {said.en}",
        **{key: body[key] for key in ("type", "properties", "required", "additionalProperties")},
    }


def inline(model: type[BaseModel]) -> Schema:
    """The model's JSON Schema with every reference replaced by what it names."""
    raw = model.model_json_schema()
    plain: Schema = _inline(raw, raw.get("$defs", {}))
    return plain


def _inline(node: Any, defs: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inline(each, defs) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        beside = {key: value for key, value in node.items() if key != "$ref"}
        return _inline({**defs[node["$ref"].removeprefix("#/$defs/")], **beside}, defs)
    kept = {key: value for key, value in node.items() if key not in {"title", "description", "$defs", "properties"}}
    plain = {key: _inline(value, defs) for key, value in kept.items()}
    if "properties" in node:  # names of fields, not keywords: a field may be called `title`
        plain["properties"] = {name: _inline(value, defs) for name, value in node["properties"].items()}
    return plain

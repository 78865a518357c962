"""May a committed schema become this one? Only by optional fields that are added; anything else is a new event type."""

import copy
import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its docstrings have invalid escapes: fatal where warnings are errors
    from jsonsubschema import isSubschema

Schema = dict[str, Any]

_NOTES = frozenset({"$schema", "$id", "title", "description", "default", "examples"})


def breaks(old: Schema, new: Schema) -> list[str]:
    """Why the edit is incompatible, from both sides of the log; empty: it is compatible."""
    before, after = _bare(old), _bare(new)
    found = []
    if not isSubschema(before, after):
        found.append("a document of the old schema is refused by the new one: what is on the log could not be read")
    if not isSubschema(after, _open(before)):
        found.append("a document of the new schema is refused by the old one: consumers of today would park it")
    return found


def _bare(node: Any) -> Any:
    """Without annotations; a pattern or format becomes a value of its own, so that only the same one fits it."""
    if isinstance(node, list):
        return [_bare(each) for each in node]
    if not isinstance(node, dict):
        return node
    mark = [f"{key}:{node[key]}" for key in ("pattern", "format") if isinstance(node.get(key), str)]
    if mark:
        return {"type": "string", "enum": [" ".join(mark)]}
    plain = {key: _bare(value) for key, value in node.items() if key not in _NOTES and key != "properties"}
    if "properties" in node:
        plain["properties"] = {name: _bare(value) for name, value in node["properties"].items()}
    return plain


def _open(node: Any) -> Any:
    """As a consumer reads it: unknown fields are ignored."""
    if isinstance(node, list):
        return [_open(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = copy.copy(node)
    if kept.get("additionalProperties") is False:
        del kept["additionalProperties"]
    return {key: _open(value) for key, value in kept.items()}

"""How is a YAML file of a pack read so that nothing in it is silently misunderstood?"""

import re
from collections.abc import Hashable, Set
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from chassis.policy_versions import PolicyError


class _Strict(yaml.SafeLoader):
    """Only `true` and `false` are booleans (YAML 1.1 takes on, off, yes and no for some), and no key comes twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"key twice: {', '.join(twice)}", node.start_mark)
        return super().construct_mapping(node, deep)


_Strict.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Strict.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class At:
    """A place in a file, for messages: `nantou/rules/c_reply.yaml: versions[0].values.due`."""

    def __init__(self, file: str, key: str = "") -> None:
        self.file = file
        self.key = key

    def __truediv__(self, key: str | int) -> "At":
        step = f"[{key}]" if isinstance(key, int) else f".{key}" if self.key else key
        return At(self.file, self.key + step)

    def wrong(self, came: object, allowed: str) -> PolicyError:
        """The error that says where, what came and what is allowed."""
        where = f"{self.file}: {self.key}" if self.key else self.file
        return PolicyError(f"{where}: came {came!r}; allowed: {allowed}")


def read_yaml(path: Path, root: Path) -> tuple[Any, At]:
    """The file's content and its place; PolicyError if it is missing or no YAML."""
    at = At(path.relative_to(root).as_posix())
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Strict), at  # noqa: S506  a SafeLoader underneath
    except FileNotFoundError:
        raise at.wrong("no such file", "a YAML file") from None
    except yaml.YAMLError as wrong:
        raise PolicyError(f"{at.file}: no valid YAML: {wrong}") from None


def mapping(data: Any, at: At, required: Set[str], optional: Set[str] = frozenset()) -> dict[str, Any]:
    """The data as a mapping with these keys and no other."""
    if not isinstance(data, dict):
        raise at.wrong(data, f"a mapping with {_list(required)}")
    for key in data:
        if key not in required | optional:
            raise (at / str(key)).wrong(key, f"the keys {_list(required | optional)}")
    if missing := required - data.keys():
        raise at.wrong(f"no {_list(missing)}", f"a mapping with {_list(required)}")
    return data


def text(data: Any, at: At) -> str:
    """A text that is not empty."""
    if not isinstance(data, str) or not data.strip():
        raise at.wrong(data, "a text")
    return data


def day(data: Any, at: At) -> date:
    """A date."""
    if type(data) is not date:
        raise at.wrong(data, "a date such as 2024-02-05")
    return data


def items(data: Any, at: At) -> list[tuple[Any, At]]:
    """A list, each item with its place."""
    if not isinstance(data, list):
        raise at.wrong(data, "a list")
    return [(item, at / n) for n, item in enumerate(data)]


def _list(keys: Set[str]) -> str:
    return ", ".join(sorted(keys))

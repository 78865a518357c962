"""Would an API server take every object? Kubernetes' own schemas, Strimzi's own CRDs, and hand-kept ones, with no unknown field."""

import functools
import json
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.deploy.manifests import ROOT, TOOLS, Object, left_out, render, title

KUBERNETES = "v1.37.0-local-strict"
HAND_KEPT = yaml.safe_load((ROOT / "tests/deploy/schemas/custom-resources.yaml").read_text())
STRIMZI = "kafka.strimzi.io/"


def _is_core(thing: Object) -> bool:
    group = thing["apiVersion"].rpartition("/")[0]
    return "." not in group or (group.endswith(".k8s.io") and not group.startswith("gateway."))


def test_every_object_is_of_a_kind_that_some_schema_knows(objects: tuple[Object, ...]) -> None:
    unknown = [o for o in objects if not _is_core(o) and not o["apiVersion"].startswith(STRIMZI)]
    assert {f"{o['apiVersion']} {o['kind']}" for o in unknown} <= set(HAND_KEPT)


def test_kubernetes_takes_its_own(objects: tuple[Object, ...]) -> None:
    found = [problem for o in objects if _is_core(o) for problem in _problems(o, _kubernetes(o), _definitions())]
    assert found == []


def test_strimzi_takes_its_own(objects: tuple[Object, ...]) -> None:
    own = [o for o in objects if o["apiVersion"].startswith(STRIMZI)]
    assert {o["kind"] for o in own} == {"Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser"}
    assert [problem for o in own for problem in _problems(o, _crd(o))] == []


def test_the_others_take_theirs(objects: tuple[Object, ...]) -> None:
    others = [o for o in objects if f"{o['apiVersion']} {o['kind']}" in HAND_KEPT]
    assert [problem for o in others for problem in _problems(o, _hand_kept(o))] == []


def test_a_misspelt_field_is_found_in_each_of_them() -> None:
    for thing in render("production"):
        schema = f"{thing['apiVersion']} {thing['kind']}"
        if schema in HAND_KEPT:
            wrong = {**thing, "spec": {**thing["spec"], "speling": 1}}
            assert _problems(wrong, _hand_kept(thing)), schema
        elif thing["apiVersion"].startswith(STRIMZI):
            assert _problems({**thing, "spec": {**thing["spec"], "speling": 1}}, _crd(thing)), schema


def _problems(thing: Object, schema: Any, registry: Any = None) -> list[str]:
    validator = Draft202012Validator(schema, registry=registry or Registry())
    return [f"{title(thing)} {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(thing)]


def _folder() -> Path:
    folder: Path = TOOLS / "python/kubernetes_validate/kubernetes-json-schema" / KUBERNETES
    return folder if folder.is_dir() else left_out("the schemas of Kubernetes are not here")


def _kubernetes(thing: Object) -> Any:
    group, _, version = thing["apiVersion"].rpartition("/")
    name = "-".join(filter(None, (thing["kind"].lower(), group.split(".")[0], version)))
    return _read(_folder() / f"{name}.json")


@functools.cache
def _definitions() -> Any:
    return Resource.from_contents(_read(_folder() / "_definitions.json")) @ Registry()


@functools.cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text())


@functools.cache
def _strimzi(kind: str) -> Any:
    path = TOOLS / f"crds/{kind}.yaml"
    if not path.is_file():
        left_out("Strimzi's CRDs are not here")
    return yaml.safe_load(path.read_text())["spec"]


def _crd(thing: Object) -> Any:
    spec = _strimzi(thing["kind"])
    (version,) = [v for v in spec["versions"] if v["served"]]
    assert thing["apiVersion"] == f"{spec['group']}/{version['name']}"
    return _closed(version["schema"]["openAPIV3Schema"])


def _hand_kept(thing: Object) -> Any:
    schema = {"type": "object", "properties": HAND_KEPT[f"{thing['apiVersion']} {thing['kind']}"], "required": ["spec"]}
    return _closed({**schema, "properties": {**schema["properties"], **ANY_OBJECT}})


ANY_OBJECT = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}


def _closed(schema: Any) -> Any:
    """The schema, in which an object takes no field that it does not name: what an API server would prune in silence."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if schema.get("x-kubernetes-int-or-string"):
        closed.pop("type", None)
    if isinstance(schema.get("properties"), dict) and not schema.get("x-kubernetes-preserve-unknown-fields"):
        closed.setdefault("additionalProperties", False)
    return closed

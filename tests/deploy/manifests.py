"""What would be applied to a cluster? An overlay, rendered, as objects; and what those who ask about it need."""

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml

ROOT = Path(__file__).parents[2]
K8S = ROOT / "deploy/k8s"
TOOLS = ROOT / ".tools/k8s"
OVERLAYS = ("development", "production")
SERVICES = tuple(sorted(p.parent.name for p in (ROOT / "services").glob("*/pyproject.toml")))
PARTS = ("api", "worker", "migration")

AWAITED_SETTINGS = frozenset[str]()
"""Settings that the manifests need and the code has not got yet."""
AWAITED_OPTIONS = frozenset[str]()
"""Options of `ltc migrate` that the Jobs need and the command has not got yet."""
AWAITED_METRICS = frozenset[str]()
"""Metrics that the dashboards and alerts need and the code does not export yet."""

Object = Mapping[str, Any]


def left_out(why: str) -> NoReturn:
    """Skip; with REQUIRE_K8S_TOOLS (`CI=true make check-k8s`) fail."""
    if os.environ.get("REQUIRE_K8S_TOOLS"):
        pytest.fail(why)
    pytest.skip(f"{why}: `make check-k8s` installs it")


def tool(name: str, *below: str) -> str:
    """The path of a program, of check-k8s or of the machine."""
    own = [str(TOOLS / folder) for folder in (*below, "bin", "python/bin", "prometheus/usr/bin")]
    return shutil.which(name, path=os.pathsep.join(own)) or shutil.which(name) or left_out(f"{name} is not here")


@functools.cache
def render(overlay: str) -> tuple[Object, ...]:
    """Every object of an overlay, as kustomize makes it."""
    kubectl = shutil.which("kubectl")
    command = [kubectl, "kustomize"] if kubectl else [tool("kustomize"), "build"]
    done = subprocess.run([*command, str(K8S / "overlays" / overlay)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tuple(yaml.safe_load_all(done.stdout))


def kinds(objects: tuple[Object, ...], *wanted: str) -> list[Object]:
    """The objects of these kinds."""
    return [o for o in objects if o["kind"] in wanted]


def named(objects: tuple[Object, ...], kind: str, name: str) -> Object:
    """The one object of that kind and name."""
    (found,) = [o for o in objects if o["kind"] == kind and o["metadata"]["name"] == name]
    return found


def title(thing: Object) -> str:
    """How a failure names an object."""
    return f"{thing['kind']}/{thing['metadata']['name']}"


def workloads(objects: tuple[Object, ...]) -> list[Object]:
    """What runs our image."""
    return kinds(objects, "Deployment", "Job")


def labels(workload: Object) -> Mapping[str, str]:
    """The labels that its pods bear."""
    found: Mapping[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return found


def container(workload: Object) -> Object:
    """The one container of a workload."""
    (found,) = workload["spec"]["template"]["spec"]["containers"]
    return found  # type: ignore[no-any-return]


def selects(selector: Object, of: Mapping[str, str]) -> bool:
    """Whether a label selector takes pods with such labels."""
    exact = selector.get("matchLabels", {}).items() <= of.items()
    return exact and all(e["operator"] == "In" and of.get(e["key"]) in e["values"] for e in _expressions(selector))


def _expressions(selector: Object) -> list[Any]:
    found: list[Any] = selector.get("matchExpressions", [])
    return found


def environment(workload: Object, objects: tuple[Object, ...]) -> dict[str, str]:
    """What the process finds: the ConfigMap's settings and its own, with references to other variables resolved."""
    found: dict[str, str] = {}
    for source in container(workload)["envFrom"]:
        found |= named(objects, "ConfigMap", source["configMapRef"]["name"])["data"]
    for variable in container(workload)["env"]:
        found[variable["name"]] = resolved(_value(variable, workload), found)
    return found


def resolved(text: str, known: Mapping[str, str]) -> str:
    """`$(NAME)` becomes its value, if it stands before; otherwise it stays, as the kubelet would leave it."""
    for name, value in known.items():
        text = text.replace(f"$({name})", value)
    return text


def _value(variable: Object, workload: Object) -> str:
    if "value" in variable:
        return str(variable["value"])
    field = variable["valueFrom"].get("fieldRef")
    return (
        labels(workload)[field["fieldPath"].split("'")[1]] if field else "c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtLS0tLS0="
    )


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value below, with its path."""
    yield path, value
    children = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from walk(child, f"{path}.{key}")

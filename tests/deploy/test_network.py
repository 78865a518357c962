"""Who may speak to whom? The network policies are read as a cluster's network would read them."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.deploy.manifests import SERVICES, Object, kinds, named, selects, walk


@dataclass(frozen=True)
class Pod:
    """Somebody who speaks or listens: a namespace and labels."""

    namespace: str
    labels: Mapping[str, str]


def ours(service: str, part: str) -> Pod:
    return Pod("ltc", {"ltc/service": service, "ltc/part": part})


KAFKA = Pod("ltc", {"strimzi.io/cluster": "ltc", "strimzi.io/kind": "Kafka"})
GATEWAY = Pod("gateway", {"app": "gateway"})
PROMETHEUS = Pod("monitoring", {"app.kubernetes.io/name": "prometheus"})
COLLECTOR = Pod("monitoring", {"app": "otel-collector"})
DNS = Pod("kube-system", {"k8s-app": "kube-dns"})
CNPG = Pod("cnpg-system", {"app.kubernetes.io/name": "cloudnative-pg"})
STRANGER = Pod("default", {"ltc/service": "intake", "ltc/part": "api"})


def may(objects: tuple[Object, ...], speaker: Pod, listener: Pod, port: int) -> bool:
    """Whether both ends let the connection through. Outside our namespace nothing is ours to deny."""
    out = speaker.namespace != "ltc" or _open(objects, speaker, listener, port, "Egress")
    return out and (listener.namespace != "ltc" or _open(objects, listener, speaker, port, "Ingress"))


def _open(objects: tuple[Object, ...], end: Pod, other: Pod, port: int, direction: str) -> bool:
    policies = [p["spec"] for p in (*kinds(objects, "NetworkPolicy"), *STRIMZIS_OWN) if _applies(p, end, direction)]
    rules = [rule for policy in policies for rule in policy.get(direction.lower(), [])]
    return not policies or any(_lets(rule, other, port, "to" if direction == "Egress" else "from") for rule in rules)


def _applies(policy: Object, end: Pod, direction: str) -> bool:
    return direction in policy["spec"]["policyTypes"] and selects(policy["spec"]["podSelector"], end.labels)


def _lets(rule: Object, other: Pod, port: int, side: str) -> bool:
    at_port = "ports" not in rule or port in {p["port"] for p in rule["ports"]}
    return at_port and (side not in rule or any(_is(peer, other) for peer in rule[side]))


def _is(peer: Object, other: Pod) -> bool:
    if "ipBlock" in peer:
        return False  # pods have private addresses, which every block of ours excludes
    space = peer.get("namespaceSelector", {"matchLabels": {"kubernetes.io/metadata.name": "ltc"}})
    here = selects(space, {"kubernetes.io/metadata.name": other.namespace})
    return here and selects(peer.get("podSelector", {}), other.labels)


STRIMZIS_OWN: list[Any] = [
    {  # what the operator makes of the listener's networkPolicyPeers, and of the brokers' own ports
        "spec": {
            "podSelector": {"matchLabels": {"strimzi.io/cluster": "ltc"}},
            "policyTypes": ["Ingress"],
            "ingress": [
                {"from": [{"podSelector": {"matchLabels": {"ltc/part": "worker"}}}], "ports": [{"port": 9093}]},
                {"from": [{"podSelector": {"matchLabels": {"strimzi.io/cluster": "ltc"}}}], "ports": [{"port": 9091}]},
            ],
        }
    }
]


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_needs_is_open(objects: tuple[Object, ...], service: str) -> None:
    api, worker = ours(service, "api"), ours(service, "worker")
    migration, database = ours(service, "migration"), ours(service, "database")
    assert may(objects, GATEWAY, api, 8000)
    assert may(objects, PROMETHEUS, api, 8000)
    assert may(objects, PROMETHEUS, worker, 8081)
    assert may(objects, worker, KAFKA, 9093)
    for process in (api, worker, migration):
        assert may(objects, process, database, 5432)
        assert may(objects, process, DNS, 53)
    for process in (api, worker):
        assert may(objects, process, COLLECTOR, 4318)
    assert may(objects, database, database, 5432)
    assert may(objects, CNPG, database, 8000)
    assert may(objects, KAFKA, KAFKA, 9091)


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_else_is(objects: tuple[Object, ...], service: str) -> None:
    api, worker, database = ours(service, "api"), ours(service, "worker"), ours(service, "database")
    for other in set(SERVICES) - {service}:
        assert not any(may(objects, ours(other, part), database, 5432) for part in ("api", "worker", "migration"))
        assert not may(objects, ours(other, "api"), api, 8000)
        assert not may(objects, ours(other, "database"), database, 5432)
    assert not may(objects, api, KAFKA, 9093)
    assert not may(objects, ours(service, "migration"), KAFKA, 9093)
    assert not may(objects, GATEWAY, worker, 8081)
    assert not may(objects, GATEWAY, database, 5432)
    assert not may(objects, STRANGER, api, 8000)
    assert not may(objects, STRANGER, database, 5432)
    assert not may(objects, database, worker, 8081)


def test_a_pod_that_no_policy_knows_speaks_to_the_dns_alone(objects: tuple[Object, ...]) -> None:
    unknown = Pod("ltc", {"app": "unknown"})
    assert may(objects, unknown, DNS, 53)
    assert not may(objects, unknown, COLLECTOR, 4318)
    assert not may(objects, GATEWAY, unknown, 8000)


def test_kafka_lets_in_the_workers_alone(objects: tuple[Object, ...]) -> None:
    (listener,) = named(objects, "Kafka", "ltc")["spec"]["kafka"]["listeners"]
    assert listener["networkPolicyPeers"] == [{"podSelector": {"matchLabels": {"ltc/part": "worker"}}}]
    assert STRIMZIS_OWN[0]["spec"]["ingress"][0]["from"] == listener["networkPolicyPeers"]


def test_addresses_are_blocks_and_exceptions_lie_within(objects: tuple[Object, ...]) -> None:
    blocks = [
        value for _, value in walk(list(kinds(objects, "NetworkPolicy"))) if isinstance(value, dict) and "cidr" in value
    ]
    assert blocks
    for block in blocks:
        whole = ipaddress.ip_network(block["cidr"])
        private = [ipaddress.ip_network(e) for e in block["except"]]
        assert all(e.subnet_of(whole) for e in private)
        assert all(any(p.subnet_of(e) for e in private) for p in map(ipaddress.ip_network, PRIVATE))


PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.169.254/32")


def test_the_gateway_knows_the_five_prefixes_of_make_run(objects: tuple[Object, ...]) -> None:
    *rules, closed = named(objects, "HTTPRoute", "county")["spec"]["rules"]
    assert {r["matches"][0]["path"]["value"] for r in rules} == {f"/{service}" for service in SERVICES}
    for rule in rules:
        (backend,), prefix = rule["backendRefs"], rule["matches"][0]["path"]["value"]
        service = named(objects, "Service", backend["name"])
        assert backend["name"] == f"{prefix[1:]}-api"
        assert backend["port"] in {p["port"] for p in service["spec"]["ports"]}
        assert rule["filters"][0]["urlRewrite"]["path"] == {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}
    assert {m["path"]["value"] for m in closed["matches"]} == {f"/{service}/metrics" for service in SERVICES}
    assert "backendRefs" not in closed

"""Do alerts and dashboards look at what the code shows, and does each alert say what to do?"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from chassis import problems, telemetry
from prometheus_client import REGISTRY

from tests.deploy.manifests import AWAITED_METRICS, K8S, ROOT, Object, kinds, named, selects

PROMETHEUS_OWN = {"up"}


def alerts(objects: tuple[Object, ...]) -> list[Any]:
    """Every alert."""
    (rule,) = kinds(objects, "PrometheusRule")
    return [alert for group in rule["spec"]["groups"] for alert in group["rules"]]


def dashboards(objects: tuple[Object, ...]) -> dict[str, Any]:
    """Every dashboard by its file's name."""
    data = named(objects, "ConfigMap", "dashboards")["data"]
    return {name: json.loads(text) for name, text in data.items()}


def expressions(objects: tuple[Object, ...]) -> Iterator[tuple[str, str]]:
    """Every query, and where it stands. A dashboard's variable has a value."""
    yield from ((alert["alert"], alert["expr"]) for alert in alerts(objects))
    for name, board in dashboards(objects).items():
        for panel in board["panels"]:
            for target in panel["targets"]:
                yield f"{name}: {panel['title']}", target["expr"].replace("$service", "intake")


def metrics(expression: str) -> set[str]:
    """The metrics that a query names."""
    bare = re.sub(r"by \([^)]*\)|\{[^}]*\}|\"[^\"]*\"", "", expression)
    return set(re.findall(r"\b(?:ltc_\w+|refusals\w*|up)\b", bare))


def exported() -> set[str]:
    """What a process of ours shows at /metrics."""
    assert telemetry.EVENTS_SENT
    assert problems.REFUSALS
    return {name for family in REGISTRY._collector_to_names.values() for name in family}


def test_every_metric_that_a_rule_or_a_dashboard_names_is_exported(production: tuple[Object, ...]) -> None:
    for place, expression in expressions(production):
        named_here = metrics(expression)
        assert named_here, place
        assert named_here <= exported() | AWAITED_METRICS | PROMETHEUS_OWN, place


def test_no_metric_is_awaited_that_has_come() -> None:
    assert not AWAITED_METRICS & exported(), "take them off AWAITED_METRICS"


def test_a_query_groups_and_filters_by_labels_that_the_metric_has(production: tuple[Object, ...]) -> None:
    known = {
        name: set(c._labelnames)
        for c, names in REGISTRY._collector_to_names.items()
        for name in names
        if hasattr(c, "_labelnames")
    }
    for place, expression in expressions(production):
        asked = _labels(expression) - {"le", "ltc_service", "ltc_part"}
        for metric in metrics(expression) & known.keys():
            assert asked <= known[metric], f"{place}: {metric}"


def _labels(expression: str) -> set[str]:
    by = [label.strip() for group in re.findall(r"by \(([^)]*)\)", expression) for label in group.split(",")]
    return {*by, *re.findall(r"[{,]\s*(\w+)\s*(?:=|!=|=~)\s*\"", expression)}


PROMISES = {
    "ltc_outbox_oldest_unsent_seconds",
    "ltc_consumer_lag_events",
    "ltc_deadline_oldest_unfired_seconds",
    "ltc_parked_events",
    "ltc_http_requests_total",
    "up",
}


def test_there_is_an_alert_for_every_promise(production: tuple[Object, ...]) -> None:
    watched = {metric for alert in alerts(production) for metric in metrics(alert["expr"])}
    assert watched >= PROMISES


def test_every_alert_says_how_bad_it_is_and_what_to_do(production: tuple[Object, ...]) -> None:
    for alert in alerts(production):
        slug = re.sub(r"(?<!^)(?=[A-Z])", "-", alert["alert"]).lower()
        assert alert["labels"]["severity"] in {"critical", "warning"}
        assert alert["annotations"]["runbook_url"] == f"docs/operations.md#{slug}"


def test_the_runbook_has_a_heading_for_every_alert(production: tuple[Object, ...]) -> None:
    runbook = ROOT / "docs/operations.md"
    if not runbook.exists():
        pytest.skip("docs/operations.md is not written yet")
    headings = re.findall(r"^#+ (.+)$", runbook.read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    wanted = {alert["annotations"]["runbook_url"].split("#")[1] for alert in alerts(production)}
    assert wanted <= anchors


def test_every_alert_is_played(production: tuple[Object, ...]) -> None:
    played = yaml.safe_load((ROOT / "tests/deploy/alerts.test.yaml").read_text())["tests"]
    fired = {t["alertname"] for test in played for t in test["alert_rule_test"] if t.get("exp_alerts")}
    assert fired == {alert["alert"] for alert in alerts(production)}


def test_each_audience_has_a_dashboard(objects: tuple[Object, ...]) -> None:
    assert set(dashboards(objects)) == {"operator.json", "service-owner.json"}
    for board in dashboards(objects).values():
        places = [(p["gridPos"]["x"], p["gridPos"]["y"]) for p in board["panels"]]
        assert len({p["id"] for p in board["panels"]}) == len(set(places)) == len(board["panels"])
    assert named(objects, "ConfigMap", "dashboards")["metadata"]["labels"]["grafana_dashboard"] == "1"


def test_the_dashboards_draw_the_lines_where_the_alerts_fire(production: tuple[Object, ...]) -> None:
    """What is red on the operator's dashboard is what wakes somebody up."""
    panels = {p["targets"][0]["expr"]: p for p in dashboards(production)["operator.json"]["panels"]}
    for alert in alerts(production):
        query, _, limit = alert["expr"].rpartition(" > ")
        if query in panels:
            red = panels[query]["fieldConfig"]["defaults"]["thresholds"]["steps"][1]["value"]
            assert red == float(limit) or (red, limit) == (1, "0"), alert["alert"]


def test_every_process_with_metrics_is_scraped(objects: tuple[Object, ...]) -> None:
    (monitor,) = kinds(objects, "PodMonitor")
    ports = {endpoint["port"] for endpoint in monitor["spec"]["podMetricsEndpoints"]}
    for deployment in kinds(objects, "Deployment"):
        template = deployment["spec"]["template"]
        assert selects(monitor["spec"]["selector"], template["metadata"]["labels"])
        assert ports & {p["name"] for p in template["spec"]["containers"][0]["ports"]}
    assert {"ltc/service", "ltc/part"} <= set(monitor["spec"]["podTargetLabels"])


def test_dashboards_are_one_line_a_panel() -> None:
    """So that a change of a panel is one line of a diff."""
    for path in (K8S / "base/monitoring").glob("*.json"):
        board = json.loads(path.read_text())
        lines = [line for line in path.read_text().splitlines() if line.startswith('  {"id"')]
        assert len(lines) == len(board["panels"]), path.name

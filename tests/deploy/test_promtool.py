"""Does Prometheus read the rules and queries as they are meant? promtool checks them, and plays the alerts."""

import shutil
import subprocess
from pathlib import Path

import yaml

from tests.deploy.manifests import ROOT, Object, kinds, tool
from tests.deploy.test_monitoring import expressions


def _promtool(*arguments: str | Path) -> str:
    command = [tool("promtool"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_rules_parse(objects: tuple[Object, ...], tmp_path: Path) -> None:
    assert "SUCCESS" in _promtool("check", "rules", _rules(objects, tmp_path))


def test_each_alert_fires_when_it_should_and_not_before(production: tuple[Object, ...], tmp_path: Path) -> None:
    _rules(production, tmp_path)
    played = shutil.copy(ROOT / "tests/deploy/alerts.test.yaml", tmp_path)
    assert "SUCCESS" in _promtool("test", "rules", played)


def test_every_query_of_a_dashboard_parses(production: tuple[Object, ...], tmp_path: Path) -> None:
    """As a recording rule, since promtool checks rules only."""
    rules = [{"record": f"query:{n}", "expr": e} for n, (_, e) in enumerate(expressions(production))]
    path = tmp_path / "queries.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": rules}]}))
    assert f"{len(rules)} rules found" in _promtool("check", "rules", path)


def _rules(objects: tuple[Object, ...], folder: Path) -> Path:
    (rule,) = kinds(objects, "PrometheusRule")
    path = folder / "alerts.yaml"
    path.write_text(yaml.safe_dump(rule["spec"]))
    return path

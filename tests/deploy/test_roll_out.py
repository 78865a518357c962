"""In which order does a roll-out touch the cluster? The script is run with a kubectl that writes down what it is asked."""

import os
import subprocess
from pathlib import Path

from tests.deploy.manifests import K8S, Object, title, workloads

KUBECTL = """#!/bin/sh
printf '%s\\n' "$*" >> "$SAID"
case "$1" in kustomize) echo "kind: List";; apply) cat >/dev/null;; esac
"""


def test_expand_comes_before_the_new_processes_and_contract_after_them(tmp_path: Path) -> None:
    said = tmp_path / "said"
    fake = tmp_path / "kubectl"
    fake.write_text(KUBECTL)
    fake.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SAID": str(said)}
    subprocess.run([K8S / "roll-out", "production"], env=environment, check=True)
    rendered, *asked = said.read_text().splitlines()
    assert rendered.endswith("overlays/production")
    selected = [line.split("-l ")[1].split()[0] for line in asked if line.startswith("apply")]
    assert selected == ["!ltc/step", "ltc/step=pre", "ltc/step=run", "ltc/step=post"]


def test_every_workload_is_in_a_step_of_the_roll_out_and_nothing_else_is(objects: tuple[Object, ...]) -> None:
    stepped = {
        title(o): o["metadata"]["labels"]["ltc/step"] for o in objects if "ltc/step" in o["metadata"].get("labels", {})
    }
    assert set(stepped) == {title(w) for w in workloads(objects)}
    assert set(stepped.values()) == {"pre", "run", "post"}

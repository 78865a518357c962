"""Is the image what the manifests run? The Dockerfile is read here; building it needs a Docker engine."""

import fnmatch
import re
import subprocess

from tests.deploy.manifests import ROOT, Object, container, tool, workloads

DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_locked_versions_are_installed_with_the_same_uv_as_everywhere() -> None:
    assert set(re.findall(r"uv==([\d.]+)", DOCKERFILE)) == set(
        re.findall(r"uv==([\d.]+)", (ROOT / "Makefile").read_text())
    )
    syncs = re.findall(r"uv sync (.+)", DOCKERFILE)
    assert [s.split()[0] for s in syncs] == ["--frozen", "--locked"]
    assert all("--no-dev" in s for s in syncs)


def test_it_runs_as_the_user_that_the_manifests_name(production: tuple[Object, ...]) -> None:
    user, group = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, re.MULTILINE)[-1]
    for workload in workloads(production):
        security = workload["spec"]["template"]["spec"]["securityContext"]
        assert (security["runAsUser"], security["runAsGroup"]) == (int(user), int(group))


def test_what_it_writes_is_writable(production: tuple[Object, ...]) -> None:
    state = re.findall(r"LTC_STATE_DIR=(\S+)", DOCKERFILE)[-1]
    for workload in workloads(production):
        mounts = {m["mountPath"] for m in container(workload)["volumeMounts"] if not m.get("readOnly")}
        assert any(state.startswith(f"{mount}/") for mount in mounts)
    assert "PYTHONDONTWRITEBYTECODE=1" in DOCKERFILE


def test_it_carries_the_policy_packs() -> None:
    assert "COPY policy policy" in DOCKERFILE
    assert "LTC_POLICY_DIR=/app/policy" in DOCKERFILE
    assert DOCKERFILE.splitlines()[-2:] == ['ENTRYPOINT ["ltc"]', 'CMD ["--help"]']


def test_everything_that_is_copied_is_let_into_the_build_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()
    }
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)
    assert lines[1] == "*"
    assert any(fnmatch.fnmatch("services/x/tests", line) for line in lines)


def test_hadolint_has_nothing_to_say() -> None:
    done = subprocess.run([tool("hadolint"), str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

"""Has a process any right that it does not need? Its user, its account, its secrets, its role in the database."""

import re

from tests.deploy.manifests import Object, container, environment, kinds, labels, title, walk, workloads

DECLARED = ("sealing", "database-owner", "database-app", "database-read", "database-ca", "kafka")
MADE_BY_OPERATORS = {"ltc-cluster-ca-cert"}


def test_a_process_has_no_right_that_it_does_not_need(objects: tuple[Object, ...]) -> None:
    for workload in workloads(objects):
        pod, own = workload["spec"]["template"]["spec"], container(workload)["securityContext"]
        assert pod["automountServiceAccountToken"] is False
        assert pod["serviceAccountName"] == f"{labels(workload)['ltc/service']}-{labels(workload)['ltc/part']}"
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert own["readOnlyRootFilesystem"] is True
        assert own["allowPrivilegeEscalation"] is False
        assert own["capabilities"] == {"drop": ["ALL"]}


def test_secrets_are_only_referred_to(objects: tuple[Object, ...]) -> None:
    assert kinds(objects, "Secret") == []
    for workload in workloads(objects):
        own = {f"{labels(workload)['ltc/service']}-{name}" for name in DECLARED}
        assert set(_secrets(workload)) <= own | MADE_BY_OPERATORS, title(workload)


def _secrets(workload: Object) -> list[str]:
    places = (".secretKeyRef.name", ".secretName", ".secret.name")
    return [str(value) for path, value in walk(workload) if path.endswith(places)]


def test_only_a_migration_owns_the_tables(objects: tuple[Object, ...]) -> None:
    for workload in workloads(objects):
        part = labels(workload)["ltc/part"]
        role = re.match(r"postgresql://(\w+)@", environment(workload, objects)["DATABASE_URL"])
        assert role is not None
        assert role[1] == ("ltc_owner" if part == "migration" else "ltc_app")
        owner = any(name.endswith("-database-owner") for name in _secrets(workload))
        assert owner == (part == "migration")

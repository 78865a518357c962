"""Do the manifests run our processes as they can run? Arguments, settings, selectors, probes."""

import pytest
from chassis.settings import Settings
from ltc.cli import app
from typer.main import get_command

from tests.deploy.manifests import (
    AWAITED_OPTIONS,
    AWAITED_SETTINGS,
    PARTS,
    SERVICES,
    Object,
    container,
    environment,
    kinds,
    labels,
    named,
    resolved,
    selects,
    title,
    workloads,
)

ASYNCPG_READS = {"PGPASSWORD", "PGSSLMODE", "PGSSLROOTCERT"}
MEANT_FOR_THE_ARGUMENTS = {"SERVICE"}


def _settings() -> set[str]:
    return {str(field.validation_alias or f"LTC_{name.upper()}") for name, field in Settings.model_fields.items()}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_everything(objects: tuple[Object, ...], service: str) -> None:
    own = {title(o) for o in objects if o["metadata"].get("labels", {}).get("ltc/service") == service}
    twice = {f"{kind}/{service}-{part}" for kind in TWICE for part in ("api", "worker")}
    policies = {f"NetworkPolicy/{service}-{part}" for part in (*PARTS, "database")}
    accounts = {f"ServiceAccount/{service}-{part}" for part in PARTS}
    jobs = {f"Job/{service}-migrate-{stage}" for stage in ("pre", "post")}
    rest = {f"Service/{service}-api", f"Cluster/{service}-database", f"KafkaUser/{service}-kafka"}
    assert own - {f"ScheduledBackup/{service}-database"} == twice | policies | accounts | jobs | rest


TWICE = ("Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget")


def test_every_setting_that_a_manifest_sets_exists(objects: tuple[Object, ...]) -> None:
    known = _settings() | AWAITED_SETTINGS | ASYNCPG_READS | MEANT_FOR_THE_ARGUMENTS
    for workload in workloads(objects):
        assert set(environment(workload, objects)) <= known, title(workload)


def test_no_setting_is_awaited_that_has_come() -> None:
    assert not AWAITED_SETTINGS & _settings(), "take them off AWAITED_SETTINGS"


def test_the_settings_accept_what_each_process_is_given(
    objects: tuple[Object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Production's own refusals included: a process that would not start is found here."""
    for workload in workloads(objects):
        with monkeypatch.context() as patched:
            for name, value in environment(workload, objects).items():
                patched.setenv(name, value)
            settings = Settings()
        service = labels(workload)["ltc/service"]
        assert f"@{service}-database-rw:5432/ltc" in str(settings.database_url), title(workload)
        assert settings.transport == "kafka"


def test_production_is_told_that_it_is_production(production: tuple[Object, ...]) -> None:
    for workload in workloads(production):
        assert environment(workload, production)["LTC_ENV"] == "production"


def test_the_arguments_name_the_service_by_its_label(objects: tuple[Object, ...]) -> None:
    for workload in workloads(objects):
        given = environment(workload, objects)
        command, service, *_ = [resolved(argument, given) for argument in container(workload)["args"]]
        assert (command, service) == (COMMAND[labels(workload)["ltc/part"]], labels(workload)["ltc/service"])


def test_the_command_has_the_options_that_it_is_given(objects: tuple[Object, ...]) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for workload in workloads(objects):
        command, _, *rest = container(workload)["args"]
        known = {name for option in commands[command].params for name in option.opts}
        assert {argument for argument in rest if argument.startswith("--")} <= known | AWAITED_OPTIONS
        assert not AWAITED_OPTIONS & known, "take them off AWAITED_OPTIONS"


COMMAND = {"api": "api", "worker": "worker", "migration": "migrate"}


def test_a_variable_refers_only_to_variables_before_it(objects: tuple[Object, ...]) -> None:
    for workload in workloads(objects):
        left = [v for v in environment(workload, objects).values() if "$(" in v]
        assert left == [], title(workload)


def test_every_selector_takes_the_pods_of_its_own_service_and_part(objects: tuple[Object, ...]) -> None:
    for thing in kinds(objects, "Deployment", "Service", "PodDisruptionBudget"):
        selector = thing["spec"]["selector"]
        selector = {"matchLabels": selector} if thing["kind"] == "Service" else selector
        taken = {
            f"{labels(w)['ltc/service']}-{labels(w)['ltc/part']}"
            for w in workloads(objects)
            if selects(selector, labels(w))
        }
        assert taken == {thing["metadata"]["name"]}, title(thing)


def test_spreading_counts_the_pods_of_the_same_deployment(objects: tuple[Object, ...]) -> None:
    for deployment in kinds(objects, "Deployment"):
        spread = deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]
        assert {s["topologyKey"] for s in spread} == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}
        assert all(s["labelSelector"]["matchLabels"] == labels(deployment) for s in spread)


def test_an_autoscaler_has_its_deployment_to_itself(objects: tuple[Object, ...]) -> None:
    for scaler in kinds(objects, "HorizontalPodAutoscaler"):
        deployment = named(objects, "Deployment", scaler["spec"]["scaleTargetRef"]["name"])
        assert "replicas" not in deployment["spec"]
        assert deployment["metadata"]["name"] == scaler["metadata"]["name"]
        assert scaler["spec"]["minReplicas"] <= scaler["spec"]["maxReplicas"] <= 24


def test_production_runs_two_of_each(production: tuple[Object, ...]) -> None:
    assert all(s["spec"]["minReplicas"] >= 2 for s in kinds(production, "HorizontalPodAutoscaler"))


def test_a_probe_and_a_service_name_a_port_that_the_container_has(objects: tuple[Object, ...]) -> None:
    for deployment in kinds(objects, "Deployment"):
        ports = {p["name"]: p["containerPort"] for p in container(deployment)["ports"]}
        asked = {
            probe: container(deployment)[f"{probe}Probe"]["httpGet"] for probe in ("startup", "liveness", "readiness")
        }
        assert {probe: get["path"] for probe, get in asked.items()} == PROBES
        assert all(get["port"] in ports for get in asked.values()), title(deployment)
        listens = _listens(deployment, objects)
        assert listens in ports.values(), title(deployment)
    for service in kinds(objects, "Service"):
        pod = container(named(objects, "Deployment", service["metadata"]["name"]))
        assert {p["targetPort"] for p in service["spec"]["ports"]} <= {p["name"] for p in pod["ports"]}


PROBES = {"startup": "/livez", "liveness": "/livez", "readiness": "/readyz"}


def _listens(deployment: Object, objects: tuple[Object, ...]) -> int:
    arguments = container(deployment)["args"]
    if "--port" in arguments:
        return int(arguments[arguments.index("--port") + 1])
    return int(environment(deployment, objects)["LTC_HEALTH_PORT"])


def test_a_leaving_pod_has_time_to_finish(objects: tuple[Object, ...]) -> None:
    for deployment in kinds(objects, "Deployment"):
        waits = container(deployment).get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        assert deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] >= waits + 30


def test_expanding_runs_before_the_roll_out_and_contracting_after_it(objects: tuple[Object, ...]) -> None:
    order = {"pre": 1, "run": 2, "post": 3}
    for workload in workloads(objects):
        step = workload["metadata"]["labels"]["ltc/step"]
        assert int(workload["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]) == order[step]
        if workload["kind"] == "Job":
            assert container(workload)["args"][-2:] == ["--stage", step]

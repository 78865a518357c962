"""Do the log and the databases keep what they are trusted with? Replicas, rights, backups, sizes."""

import re
from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import uuid4

import asyncpg
import pytest
from chassis.messages import CASES, UNITS
from chassis.settings import Settings
from chassis.testing.postgres import drop_database, fresh_database, server_url

from tests.deploy.manifests import SERVICES, Object, kinds, named, title, walk

OWN_CONNECTIONS = 5
"""Of a process beside its pool: relay, hint and what a start or a rebalance needs for a moment."""


def test_the_topics_are_the_ones_that_the_code_writes_to(objects: tuple[Object, ...]) -> None:
    partitions = {t["metadata"]["name"]: t["spec"]["partitions"] for t in kinds(objects, "KafkaTopic")}
    assert partitions == {CASES: 24, UNITS: 6}


def test_production_loses_no_event_with_a_broker(production: tuple[Object, ...]) -> None:
    (pool,) = kinds(production, "KafkaNodePool")
    config = named(production, "Kafka", "ltc")["spec"]["kafka"]["config"]
    assert (pool["spec"]["replicas"], pool["spec"]["roles"]) == (3, ["controller", "broker"])
    for topic in kinds(production, "KafkaTopic"):
        assert (topic["spec"]["replicas"], topic["spec"]["config"]["min.insync.replicas"]) == (3, 2)
    assert config["unclean.leader.election.enable"] is False
    assert config["offsets.topic.replication.factor"] == 3


def test_no_topic_wants_more_replicas_than_there_are_brokers(objects: tuple[Object, ...]) -> None:
    brokers = sum(pool["spec"]["replicas"] for pool in kinds(objects, "KafkaNodePool"))
    for topic in kinds(objects, "KafkaTopic"):
        assert topic["spec"]["config"]["min.insync.replicas"] <= topic["spec"]["replicas"] <= brokers
    factors = named(objects, "Kafka", "ltc")["spec"]["kafka"]["config"]
    assert all(n <= brokers for name, n in factors.items() if name.endswith(".factor"))


def test_what_belongs_to_kafka_says_so(objects: tuple[Object, ...]) -> None:
    for thing in kinds(objects, "KafkaTopic", "KafkaUser", "KafkaNodePool"):
        assert thing["metadata"]["labels"]["strimzi.io/cluster"] == "ltc", title(thing)


def test_each_service_reads_as_its_own_group_and_nobody_else_has_rights(objects: tuple[Object, ...]) -> None:
    users = kinds(objects, "KafkaUser")
    assert {u["metadata"]["name"] for u in users} == {f"{service}-kafka" for service in SERVICES}
    for user in users:
        acls = {
            (a["resource"]["type"], a["resource"]["name"]): a["operations"]
            for a in user["spec"]["authorization"]["acls"]
        }
        group = user["metadata"]["labels"]["ltc/service"]
        topic = ["Describe", "Read", "Write"]
        assert acls == {("group", group): ["Read"], ("topic", CASES): topic, ("topic", UNITS): topic}


def test_production_loses_no_commit_with_a_database_server(production: tuple[Object, ...]) -> None:
    clusters = kinds(production, "Cluster")
    assert len(clusters) == len(SERVICES)
    for cluster in clusters:
        spec = cluster["spec"]
        assert spec["instances"] == 3
        assert spec["postgresql"]["synchronous"] == {"method": "any", "number": 1, "dataDurability": "required"}
        assert spec["plugins"][0]["isWALArchiver"] is True
        store = named(production, "ObjectStore", spec["plugins"][0]["parameters"]["barmanObjectName"])
        assert int(store["spec"]["retentionPolicy"].rstrip("d")) >= Settings.model_fields["outbox_keep_days"].default
        backup = named(production, "ScheduledBackup", cluster["metadata"]["name"])
        assert backup["spec"]["cluster"]["name"] == cluster["metadata"]["name"]
        assert re.fullmatch(r"0 \d+ \d+ \* \* \*", backup["spec"]["schedule"])  # six fields, once a day


def test_development_asks_for_no_second_instance(objects: tuple[Object, ...]) -> None:
    for cluster in kinds(objects, "Cluster"):
        wanted = cluster["spec"]["postgresql"].get("synchronous", {"number": 0})["number"]
        assert wanted < cluster["spec"]["instances"]


def test_a_database_has_a_connection_for_every_process_that_may_come(objects: tuple[Object, ...]) -> None:
    pool = Settings.model_fields["pool_size"].default
    for cluster in kinds(objects, "Cluster"):
        service = cluster["metadata"]["labels"]["ltc/service"]
        scalers = [named(objects, "HorizontalPodAutoscaler", f"{service}-{part}") for part in ("api", "worker")]
        processes = sum(s["spec"]["maxReplicas"] + 1 for s in scalers)  # a roll-out has one more
        assert processes * (pool + OWN_CONNECTIONS) < int(
            cluster["spec"]["postgresql"]["parameters"]["max_connections"]
        )


def test_its_pods_bear_the_labels_that_the_policies_select(objects: tuple[Object, ...]) -> None:
    for cluster in kinds(objects, "Cluster"):
        own = {key: cluster["metadata"]["labels"][key] for key in ("ltc/service", "ltc/part")}
        assert cluster["spec"]["inheritedMetadata"]["labels"].items() >= own.items()


SUFFIX = {"": 1, "m": Decimal("0.001"), "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def quantity(text: object) -> Decimal:
    """A Kubernetes quantity as a number."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(m|Ki|Mi|Gi|Ti|)", str(text))
    assert found, f"no quantity: {text!r}"
    return Decimal(found[1]) * SUFFIX[found[2]]


def test_quantities_are_quantities_and_no_request_is_above_its_limit(objects: tuple[Object, ...]) -> None:
    for thing in objects:
        for path, value in walk(thing):
            if path.endswith((".size", ".sizeLimit")):
                assert quantity(value) > 0, f"{title(thing)}{path}"
            if path.endswith(".resources") and isinstance(value, dict):
                _sane(f"{title(thing)}{path}", value)


def _sane(place: str, resources: Object) -> None:
    requests, limits = resources["requests"], resources["limits"]
    assert Decimal("0.01") <= quantity(requests["cpu"]) <= 4, place
    assert 2**26 <= quantity(requests["memory"]) <= quantity(limits["memory"]) <= 2**34, place


@pytest.fixture
async def bootstrapped(production: tuple[Object, ...]) -> AsyncIterator[tuple[str, str]]:
    """A database as CloudNativePG leaves it: the SQL of the manifest on a real PostgreSQL, its roles renamed for this run."""
    url, mark = await fresh_database("roles"), uuid4().hex[:8]
    sql = kinds(production, "Cluster")[0]["spec"]["bootstrap"]["initdb"]["postInitApplicationSQL"]
    admin = await asyncpg.connect(url)
    database = await admin.fetchval("SELECT current_database()")
    await admin.execute(f"CREATE ROLE owner_{mark}")
    await admin.execute(f'ALTER DATABASE "{database}" OWNER TO owner_{mark}')
    for statement in sql:
        ours = re.sub(r"\bltc_(owner|app|read)\b", rf"\1_{mark}", statement)
        await admin.execute(ours.replace("DATABASE ltc ", f'DATABASE "{database}" '))
    yield url, mark
    await admin.close()
    await drop_database(url)
    last = await asyncpg.connect(server_url())
    await last.execute(f"DROP ROLE owner_{mark}, app_{mark}, read_{mark}")
    await last.close()


async def test_each_role_has_the_least_rights(bootstrapped: tuple[str, str]) -> None:
    url, mark = bootstrapped
    connection = await asyncpg.connect(url)
    await connection.execute(f"SET ROLE owner_{mark}")
    await connection.execute("CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
    await connection.execute(f"SET ROLE app_{mark}")
    await connection.execute("INSERT INTO things (name) VALUES ('one')")
    await connection.execute("UPDATE things SET name = 'two'")
    for forbidden in (
        "CREATE TABLE more (id int)",
        "DROP TABLE things",
        "TRUNCATE things",
        "ALTER TABLE things ADD x int",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(forbidden)
    await connection.execute(f"SET ROLE read_{mark}")
    assert await connection.fetchval("SELECT name FROM things") == "two"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("DELETE FROM things")
    await connection.close()

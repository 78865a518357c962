"""Settings, health, migrations and the worker: what it takes to run."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest
from chassis.bus.kafka import KafkaBus
from chassis.bus.postgres import PostgresBus
from chassis.migrate import differences, upgrade
from chassis.service import Service
from chassis.settings import Settings
from chassis.testing.harness import harness, packs
from chassis.testing.postgres import drop_database
from chassis.worker import bus_for, run_worker
from pydantic import ValidationError

from libs.chassis.tests.core.looking import cut, fetch, made, received, until
from libs.chassis.tests.core.toy import TOY, ThingMade

PRODUCTION = {
    "env": "production",
    "database_url": "postgresql://db/x",
    "oidc_issuer": "https://idp.example",
    "oidc_jwks_url": "https://idp.example/jwks",
    "sealing_key": "a" * 43 + "=",
}


def test_production_starts_with_what_it_needs():
    assert Settings(**PRODUCTION).env == "production"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("LTC_CLOCK", {"clock": "2024-02-05"}),
        ("LTC_PUBLIC_TIMELINE", {"public_timeline": True}),
        ("LTC_OIDC_JWKS_URL", {"oidc_jwks_url": None}),
        ("LTC_OIDC_ISSUER", {"oidc_issuer": "urn:ltc:development"}),
        ("LTC_SEALING_KEY", {"sealing_key": None}),
        ("DATABASE_URL", {"database_url": None}),
    ],
)
def test_production_refuses_a_convenience_by_its_name(name, wrong):
    with pytest.raises(ValidationError, match=name):
        Settings(**{**PRODUCTION, **wrong})


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("LTC_CLOCK", "2024-02-05")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/y")
    monkeypatch.setenv("LTC_SEALING_KEY", "secret")
    found = Settings()
    assert (found.clock, found.database_url) == ("2024-02-05", "postgresql://db/y")
    assert "secret" not in repr(found)


def test_the_transport_is_what_the_settings_name():
    assert isinstance(bus_for(Settings(transport="postgres", log_database_url="postgresql://x/y")), PostgresBus)
    assert isinstance(bus_for(Settings(transport="kafka", kafka_bootstrap_servers="k:9092")), KafkaBus)
    with pytest.raises(ValueError, match="KAFKA_BOOTSTRAP_SERVERS"):
        bus_for(Settings(transport="kafka"))
    with pytest.raises(ValueError, match="LTC_LOG_DATABASE_URL"):
        bus_for(Settings(transport="postgres"))


def test_a_service_without_a_database_does_not_start(tmp_path):
    with pytest.raises(ValueError, match="DATABASE_URL"):
        Service(TOY, Settings(state_dir=tmp_path), packs=packs())


# --- health -----------------------------------------------------------------------------------------------------------


async def test_ready_while_the_database_answers_and_alive_without_it(tmp_path):
    async with harness(TOY, tmp_path) as toy:
        assert (await toy.client.get("/readyz")).status_code == 200
        await drop_database(toy.service.database.url)
        ready, live = await toy.client.get("/readyz"), await toy.client.get("/livez")
        assert (ready.status_code, live.status_code) == (503, 200)
        assert (await toy.client.get("/metrics")).status_code == 200


async def test_ready_again_when_the_database_is_back(toy):
    await cut(toy)
    assert await until(lambda: _ready(toy))


async def _ready(toy):
    return (await toy.client.get("/readyz")).status_code == 200


async def test_not_ready_when_every_connection_is_taken_but_no_longer_than_its_patience(toy, monkeypatch):
    monkeypatch.setattr("chassis.health._PATIENCE_SECONDS", 0.1)
    held = [await toy.service.database._pool.acquire() for _ in range(8)]
    assert (await toy.client.get("/readyz")).status_code == 503
    for connection in held:
        await toy.service.database._pool.release(connection)
    assert await _ready(toy)


# --- migrations -------------------------------------------------------------------------------------------------------


async def test_the_migrations_make_the_tables_of_the_code(toy):
    assert await asyncio.to_thread(differences, TOY, toy.service.database.url) == []


async def test_a_process_that_migrates_waits_for_another_one_that_does(database_url):
    other = await asyncpg.connect(database_url)
    await other.execute("SELECT pg_advisory_lock(hashtextextended('ltc_migrate', 0))")
    migrating = asyncio.create_task(asyncio.to_thread(upgrade, TOY, database_url))
    waits = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    await until(lambda: other.fetch(waits))
    assert await other.fetch("SELECT FROM pg_class WHERE relname = 'things'") == []
    await other.close()
    await migrating
    assert await asyncio.to_thread(differences, TOY, database_url) == []


async def test_two_threads_that_migrate_at_once_both_succeed(database_url):
    await asyncio.gather(*(asyncio.to_thread(upgrade, TOY, database_url) for _ in range(2)))
    assert await asyncio.to_thread(differences, TOY, database_url) == []


# --- the worker -------------------------------------------------------------------------------------------------------


async def test_a_worker_relays_consumes_fires_and_leaves_when_told(toy, log):
    event = ThingMade(case_id=uuid4(), thing_id=uuid4())
    toy.service.definition = replace(TOY, events={ThingMade: _once})
    task = asyncio.create_task(run_worker(toy.service, log))
    try:
        await made(toy)
        await log.publish([received(event)])
        await until(lambda: fetch(toy, "SELECT FROM outbox WHERE sent_at IS NOT NULL"))
        await until(lambda: fetch(toy, "SELECT FROM inbox HAVING count(*) >= 2"))
        toy.clock.advance_to(toy.clock.now().replace(day=16))
        await until(lambda: fetch(toy, "SELECT FROM deadlines WHERE fired_at IS NOT NULL"))
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)


async def _once(_event, _work):
    """Nothing: the toy's own events come back to it here."""

"""What does a process of production promise? Health, counts, names of settings, an orderly leave."""

import asyncio
from uuid import uuid4

import httpx
import pytest
from chassis.bus.kafka import KafkaBus, security
from chassis.migrate import CannotStage, last_of_pre, pending, upgrade_stage
from chassis.service import Service
from chassis.settings import Settings
from chassis.telemetry import HTTP_REQUESTS, OUTBOX_OLDEST, OUTBOX_UNSENT
from chassis.testing.harness import packs
from chassis.worker import run_worker
from chassis.worker_process import health_app
from pydantic import ValidationError

from libs.chassis.tests.core.looking import fetch, made, received, until
from libs.chassis.tests.core.toy import TOY, ThingMade


def test_a_misspelt_setting_is_an_error_that_names_the_nearest(monkeypatch):
    monkeypatch.setenv("LTC_POOL_SISE", "20")
    with pytest.raises(ValidationError, match=r"LTC_POOL_SISE: .* the nearest is LTC_POOL_SIZE"):
        Settings()


def test_an_error_of_settings_repeats_no_value(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hidden@db/x")
    monkeypatch.setenv("LTC_SEALING_KEI", "hidden")
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("waiting", "until_"),
    [
        pytest.param([], None, id="nothing pending"),
        pytest.param(["pre_1", "pre_2"], "pre_2", id="only expansions"),
        pytest.param(["pre_1", "post_2"], "pre_1", id="an expansion, then its contraction"),
        pytest.param(["post_1"], None, id="only a contraction"),
    ],
)
def test_the_stage_pre_ends_before_the_first_contraction(waiting, until_):
    assert last_of_pre(waiting) == until_


def test_an_expansion_behind_a_pending_contraction_is_refused():
    with pytest.raises(CannotStage, match="pre_3 lies behind post_2"):
        last_of_pre(["pre_1", "post_2", "pre_3"])


async def test_both_stages_bring_a_database_up(database_url):
    assert await asyncio.to_thread(pending, TOY, database_url) == ["pre_0001_things"]
    await asyncio.to_thread(upgrade_stage, TOY, database_url, "pre")
    assert await asyncio.to_thread(pending, TOY, database_url) == []
    await asyncio.to_thread(upgrade_stage, TOY, database_url, "post")


async def test_a_worker_is_alive_without_a_database_and_ready_only_with_one(toy, tmp_path):
    closed = Service(TOY, Settings(database_url="postgresql://nowhere/x", state_dir=tmp_path), packs=packs())
    assert await _probes(closed) == (200, 503)
    assert await _probes(toy.service) == (200, 200)


async def _probes(service):
    transport = httpx.ASGITransport(health_app(service))
    async with httpx.AsyncClient(transport=transport, base_url="http://worker") as client:
        assert (await client.get("/metrics")).status_code == 200
        return (await client.get("/livez")).status_code, (await client.get("/readyz")).status_code


async def test_requests_are_counted_by_template_and_status_without_probes(toy):
    await toy.client.get(f"/v1/policies/nantou/{uuid4()}")
    await toy.client.get("/v1/policies/nantou")
    await toy.client.get("/readyz")
    counted = {tuple(s.labels.values()) for m in HTTP_REQUESTS.collect() for s in m.samples}
    routes = {labels[2] for labels in counted}
    assert "/v1/policies/{county}" in routes
    assert "none" in routes
    assert not {route for route in routes if "nantou" in route or route == "/readyz"}


async def test_a_relay_that_is_not_the_active_one_claims_no_unsent_rows(toy, log):
    holder = await _holder_of_the_relay_lock(toy)
    OUTBOX_UNSENT.labels("toy").set(7)
    OUTBOX_OLDEST.labels("toy").set(900)
    task = asyncio.create_task(run_worker(toy.service, log))
    try:
        await until(lambda: _true(_value(OUTBOX_OLDEST) == 0 and _value(OUTBOX_UNSENT) == 0))
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await holder.close()


async def _holder_of_the_relay_lock(toy):
    from chassis.db import connect

    connection = await connect(toy.service.database.url)
    await connection.execute("SELECT pg_advisory_lock(hashtextextended('ltc_relay', 0))")
    return connection


def _value(gauge):
    return gauge.labels("toy")._value.get()


async def _true(found):
    return found


async def test_a_worker_that_is_told_to_leave_finishes_the_batch_in_hand(toy, log):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_event, _work):
        begun.set()
        await go_on.wait()

    toy.service.definition = _with(slow)
    leaving = asyncio.Event()
    task = asyncio.create_task(run_worker(toy.service, log, leaving))
    await log.publish([received(ThingMade(case_id=uuid4(), thing_id=uuid4()))])
    await asyncio.wait_for(begun.wait(), 10)
    leaving.set()
    await asyncio.sleep(0.05)
    assert not task.done()
    go_on.set()
    await asyncio.wait_for(task, 10)
    assert len(await fetch(toy, "SELECT FROM inbox")) == 1


async def test_an_idle_worker_leaves_at_once(toy, log):
    leaving = asyncio.Event()
    task = asyncio.create_task(run_worker(toy.service, log, leaving))
    await made(toy)
    await until(lambda: fetch(toy, "SELECT FROM outbox WHERE sent_at IS NOT NULL"))
    leaving.set()
    await asyncio.wait_for(task, 5)


def _with(handler):
    from dataclasses import replace

    return replace(TOY, events={ThingMade: handler})


def test_without_a_folder_of_certificates_kafka_is_spoken_to_in_plain():
    assert security(None) == {}


def test_a_folder_without_certificates_is_an_error_before_anything_is_sent(tmp_path):
    with pytest.raises(FileNotFoundError):
        security(tmp_path)
    assert KafkaBus("127.0.0.1:1", "test", tls_dir=tmp_path)

"""What an operator can see: traces that go on through the log, numbers, and lines with ids, rules and outcomes."""

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from uuid import uuid4

import pytest
from chassis import telemetry
from chassis.bus import Received, Unavailable
from chassis.consumer import Consumer
from chassis.db import connect
from chassis.outbox import Relay
from chassis.parked import count_parked
from chassis.runner import Runner
from chassis.testing.harness import harness
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.testing import capture_logs

from libs.chassis.tests.core.looking import fetch, made, received
from libs.chassis.tests.core.toy import POISON, TOY, ThingCounted, ThingMade

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def spans(monkeypatch):
    provider, exporter = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(telemetry, "_tracer", provider.get_tracer("chassis"))
    yield exporter
    provider.shutdown()


async def relayed(toy, log):
    """Send what is unsent, and read the log."""
    connection = await connect(toy.service.database.url)
    await relay_of(toy, log).send_batch(connection)
    await connection.close()
    reader = await connect(log._url)
    rows = await reader.fetch("SELECT topic, key, headers, value FROM log ORDER BY position")
    await reader.close()
    return [Received(r["topic"], r["key"], json.loads(r["headers"]), r["value"]) for r in rows]


def relay_of(toy, bus):
    return Relay("toy", toy.service.database.url, bus)


async def test_a_trace_goes_on_from_the_request_through_the_log_to_the_consumer_and_its_own_events(
    toy, log, spans, tmp_path
):
    by = {**toy.bearer("care_manager"), "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    await toy.client.post("/v1/things", json={"case_id": str(uuid4())}, headers=by)
    messages = await relayed(toy, log)
    async with harness(replace(TOY, name="toy-two"), tmp_path) as second:
        await Consumer(second.service, log).take(messages)
        [row] = await fetch(second, "SELECT headers ->> 'ce_traceparent' AS traceparent FROM outbox")
    command, taken = spans.get_finished_spans()
    assert (command.name, taken.name) == ("POST /v1/things", f"take {ThingMade.TYPE}")
    assert {format(s.context.trace_id, "032x") for s in (command, taken)} == {TRACE}
    assert taken.parent.span_id == command.context.span_id
    assert row["traceparent"].split("-")[1:3] == [TRACE, format(taken.context.span_id, "016x")]


async def test_a_deadline_that_passes_begins_a_trace(toy, spans):
    await made(toy)
    spans.clear()
    toy.clock.advance_to(toy.clock.now().replace(day=16))
    await Runner(toy.service).fire()
    [fired] = spans.get_finished_spans()
    assert fired.name == "deadline count"
    [row] = await fetch(toy, "SELECT headers ->> 'ce_traceparent' AS t FROM outbox ORDER BY position DESC LIMIT 1")
    assert format(fired.context.trace_id, "032x") in row["t"]


async def test_a_failure_leaves_its_kind_in_the_trace_and_not_its_message(toy, spans):
    bad = received(ThingCounted(case_id=uuid4(), thing_id=uuid4(), count=POISON))
    await Consumer(toy.service, None).take([bad])
    for span in spans.get_finished_spans():
        assert span.status.description == "ValueError"
        assert "poison" not in span.to_json()


# --- metrics ----------------------------------------------------------------------------------------------------------


async def metrics(toy):
    text = (await toy.client.get("/metrics")).text
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line[0] != "#"}


async def test_the_refusals_of_each_rule_are_counted(toy):
    thing = await made(toy)
    await fetch(toy, "UPDATE things SET count = 3")
    before = (await metrics(toy)).get('refusals_total{rule="NT-09-10"}', 0)
    await toy.post(f"/v1/things/{thing}/counts", by=toy.bearer("care_manager"))
    assert (await metrics(toy))['refusals_total{rule="NT-09-10"}'] == before + 1


async def test_while_the_log_is_away_the_age_of_the_oldest_unsent_row_shows(toy, log):
    class Away:
        async def publish(self, _messages):
            raise Unavailable("away")

    await made(toy)
    await fetch(toy, "UPDATE outbox SET created_at = now() - interval '100 s'")
    connection = await connect(toy.service.database.url)
    with pytest.raises(Unavailable):
        await relay_of(toy, Away())._relay(connection)
    await connection.close()
    found = await metrics(toy)
    assert 100 <= found['ltc_outbox_oldest_unsent_seconds{service="toy"}'] < 200
    assert found['ltc_outbox_unsent_rows{service="toy"}'] == 1


async def test_the_lag_of_the_relay_and_what_is_parked_are_measured(toy, log):
    before = (await metrics(toy)).get('ltc_relay_lag_seconds_count{service="toy"}', 0)
    await made(toy)
    await relayed(toy, log)
    poison = received(ThingCounted(case_id=uuid4(), thing_id=uuid4(), count=POISON))
    await Consumer(toy.service, log).take([poison])
    await count_parked(toy.service)
    found = await metrics(toy)
    assert found['ltc_relay_lag_seconds_count{service="toy"}'] == before + 1
    assert found['ltc_parked_events{service="toy"}'] == 1
    assert "ltc_deadlines_fired_total" in (await toy.client.get("/metrics")).text


async def test_the_lag_of_a_consumer_is_measured_beside_its_work(toy, log):
    messages = [received(ThingMade(case_id=uuid4(), thing_id=uuid4())) for _ in range(3)]
    await log.publish(messages)
    async with log.subscribe("toy", TOY.topics) as subscription:
        async for _ in subscription:
            consumer = Consumer(toy.service, log)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(consumer._measure(subscription), 0.2)
            break
    assert (await metrics(toy))['ltc_consumer_lag_events{service="toy"}'] >= 1


# --- logs -------------------------------------------------------------------------------------------------------------


async def test_a_command_leaves_one_line_with_its_case_events_and_outcome(toy):
    case = str(uuid4())
    with capture_logs() as lines:
        await toy.post("/v1/things", {"case_id": case}, by=toy.bearer("care_manager"))
    [line] = [line for line in lines if line["event"] == "command"]
    [row] = await fetch(toy, "SELECT event_id FROM outbox")
    assert (line["command"], line["outcome"], line["cases"]) == ("POST /v1/things", "done", [case])
    assert line["events"] == [{"id": str(row["event_id"]), "type": ThingMade.TYPE}]


async def test_a_refused_command_leaves_its_rule(toy):
    thing = await made(toy)
    await fetch(toy, "UPDATE things SET count = 3")
    with capture_logs() as lines:
        await toy.post(f"/v1/things/{thing}/counts", by=toy.bearer("care_manager"))
        await toy.post(f"/v1/things/{uuid4()}/counts", by=toy.bearer("care_manager"))
    refused, missing = [line for line in lines if line["event"] == "command"]
    assert (refused["outcome"], refused["rule"], refused["thing_id"]) == ("refused", "NT-09-10", thing)
    assert (missing["outcome"], missing["code"]) == ("refused", "not_found")


async def test_an_event_leaves_a_line_with_its_case_id_and_outcome_also_when_it_is_parked(toy):
    event = ThingMade(case_id=uuid4(), thing_id=uuid4())
    good, bad = received(event), received(ThingCounted(case_id=uuid4(), thing_id=uuid4(), count=POISON))
    with capture_logs() as lines:
        await Consumer(toy.service, None).take([good, bad])
    told = [(line["id"], line["case"], line["outcome"]) for line in lines if line["event"] == "event"]
    assert told == [(good.headers["ce_id"], good.key, "applied"), (bad.headers["ce_id"], bad.key, "parked")]


async def test_a_deadline_that_passes_leaves_a_line_with_its_rule(toy):
    await made(toy)
    toy.clock.advance_to(toy.clock.now().replace(day=16))
    with capture_logs() as lines:
        await Runner(toy.service).fire()
    [line] = [line for line in lines if line["event"] == "deadline"]
    assert (line["outcome"], line["name"], line["rule"]) == ("fired", "count", "NT-04-08")


SPEAKS = """
import asyncio, gc, logging, structlog
from chassis.telemetry import configure_logging
configure_logging()
structlog.get_logger().info("command", cases=["c"], 案="案")
try:
    raise ValueError("marker-1")
except ValueError:
    structlog.get_logger().exception("ours")
    logging.getLogger("library").exception("theirs")
async def main():
    async def fails():
        raise ValueError("marker-2")
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
asyncio.run(main())
"""


def test_every_line_is_json_and_of_an_exception_only_type_and_places_are_told():
    said = subprocess.run([sys.executable, "-c", SPEAKS], capture_output=True, text=True, check=True).stderr
    lines = [json.loads(line) for line in said.splitlines()]
    assert [line["event"] for line in lines] == ["command", "ours", "theirs", "Task exception was never retrieved"]
    assert lines[0]["案"] == "案"
    assert all(line["causes"][0]["exception"] == "builtins.ValueError" for line in lines[1:])
    assert "marker" not in said

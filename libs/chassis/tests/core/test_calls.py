"""One HTTP request is one command: idempotent, optimistic, tried before it is done."""

from datetime import date
from uuid import uuid4

import pytest
from chassis.testing.harness import harness

from libs.chassis.tests.core.toy import TOY, CountOverdue, ThingCounted, ThingMade


@pytest.fixture
async def toy(tmp_path):
    async with harness(TOY, tmp_path, at=date(2024, 2, 5)) as running:
        yield running


async def test_state_event_and_deadline_commit_together(toy):
    answer = await toy.post("/v1/things", {"case_id": str(uuid4())}, by=toy.bearer("care_manager"))
    assert answer.status_code == 201, answer.text
    [event] = await toy.events(ThingMade)
    [deadline] = await toy.deadlines()
    assert deadline["due_on"] == date(2024, 2, 15)
    assert event["clocks"][0]["state"] == "opened"


async def test_a_deadline_met_in_time_stands_on_the_event(toy):
    by = toy.bearer("care_manager")
    thing = (await toy.post("/v1/things", {"case_id": str(uuid4())}, by=by)).json()["id"]
    assert (await toy.post(f"/v1/things/{thing}/counts", by=by)).status_code == 201
    [counted] = await toy.events(ThingCounted)
    assert [c["state"] for c in counted["clocks"]] == ["met"]


async def test_a_deadline_fires_once_after_its_day(toy):
    by = toy.bearer("care_manager")
    await toy.post("/v1/things", {"case_id": str(uuid4())}, by=by)
    assert await toy.advance_to(date(2024, 2, 15)) == 0
    assert await toy.advance_to(date(2024, 2, 16)) == 1
    assert await toy.advance_to(date(2024, 2, 17)) == 0
    [overdue] = await toy.events(CountOverdue)
    assert overdue["clocks"][0]["state"] == "missed"


async def test_dry_run_leaves_nothing(toy):
    by = toy.bearer("care_manager")
    answer = await toy.post("/v1/things", {"case_id": str(uuid4())}, by=by, dry_run="true")
    assert answer.status_code == 200
    assert answer.json()["deadlines"][0]["due_on"] == "2024-02-15"
    assert await toy.events() == []

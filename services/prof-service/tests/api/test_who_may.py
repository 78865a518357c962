"""Who may do and see what? A role that may not gets 403, another unit or county gets what an unknown id gets."""

from datetime import date
from uuid import uuid4

import pytest
from chassis.access import routes_without_access
from chassis.app import build_app
from chassis.settings import Settings
from chassis.testing.harness import packs
from prof_service.definition import DEFINITION

TUESDAY = date(2024, 2, 20)
BOTH = {"documents": ["explanation_form", "service_plan"]}


def test_every_route_says_who_may(running):
    app = build_app(DEFINITION, Settings(env="test"), running.service)
    assert routes_without_access(app) == []


@pytest.mark.parametrize("role", ["care_manager", "care_supervisor", "a_case_manager", "county_gov", "health_bureau"])
async def test_only_providers_serve_record_and_hand_over(training, builders, role):
    await training.ready()
    by = training.by(role)
    for what, body in [
        ("sessions", builders.session_body()),
        ("sessions/1/records", builders.FIRST_RECORD),
        ("document-handovers", BOTH),
    ]:
        assert (await training.post(what, body, by=by)).status_code == 403


@pytest.mark.parametrize("role", ["county_gov", "social_bureau", "discharge_planner", "platform_operator"])
async def test_who_is_no_reader_of_records_reveals_none(training, builders, role):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    answer = await training.post("sessions/1/record-reveals", {"purpose": "curiosity"}, by=training.by(role))
    assert answer.status_code == 403


@pytest.mark.parametrize("role", ["discharge_planner", "platform_operator"])
async def test_who_is_no_reader_sees_nothing(running, training, role):
    await training.ready()
    engagement = await training.engagement()
    by = training.by(role)
    for path in ("", f"/{engagement['id']}", f"/{engagement['id']}/sessions/1"):
        assert (await running.get(f"/v1/engagements{path}", by=by)).status_code == 403
    assert (await running.get("/v1/sessions", by=by)).status_code == 403
    assert (await running.get("/v1/rejected-items", by=by)).status_code == 403


@pytest.mark.parametrize(
    ("role", "of"),
    [
        ("care_manager", "another county"),
        ("a_case_manager", "another unit"),
        ("prof_staff", "another unit"),
        ("b_unit", "another unit"),
    ],
)
async def test_what_is_foreign_looks_like_what_is_unknown(running, training, builders, role, of):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    known, unknown = (await training.engagement())["id"], str(uuid4())
    county = "taoyuan" if of == "another county" else "nantou"
    by = training.by(role, unit=uuid4(), county=county)
    for path in ("", "/sessions/1"):
        seen = [await running.get(f"/v1/engagements/{id_}{path}", by=by) for id_ in (known, unknown)]
        assert [a.status_code for a in seen] == [404, 404]
        assert seen[0].text.replace(known, unknown) == seen[1].text
    revealed = await training.post("sessions/1/record-reveals", {"purpose": "curiosity"}, by=by)
    assert revealed.status_code == 404
    assert (await running.get("/v1/engagements", by=by)).json()["items"] == []
    assert (await running.get("/v1/sessions", by=by)).json()["items"] == []
    if role in {"prof_staff", "b_unit"}:
        for what, body in [
            ("sessions", builders.session_body("2024-02-27")),
            ("sessions/1/records", builders.FIRST_RECORD),
            ("document-handovers", BOTH),
        ]:
            assert (await training.post(what, body, by=by)).status_code == 404


async def test_another_provider_of_the_case_neither_serves_it_nor_reads_its_records(training, builders):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    other = uuid4()
    await training.give(builders.referred(training.case_id, uuid4(), other))
    by = training.by(unit=other)
    assert (await training.served(date(2024, 2, 27), by=by)).status_code == 404
    assert (await training.post("document-handovers", BOTH, by=by)).status_code == 404
    assert (await training.post("sessions/1/record-reveals", {"purpose": "curiosity"}, by=by)).status_code == 404


async def test_after_a_reassignment_a_unit_keeps_only_what_it_did_itself(running, training, builders):
    await training.ready()
    await training.served(TUESDAY)
    engagement_id = (await training.engagement())["id"]
    await training.give(builders.reassigned(training.referral, training.b2, on=date(2024, 2, 21)))
    await (await training.referred(training.b2)).replied()
    by_b1, by_b2 = training.by(), training.by(unit=training.b2)
    assert (await training.served(date(2024, 2, 27), by=by_b2)).status_code == 201

    assert (await running.get(f"/v1/engagements/{engagement_id}", by=by_b1)).status_code == 404
    kept = (await running.get("/v1/sessions", by=by_b1, case_id=str(training.case_id))).json()["items"]
    assert [session["no"] for session in kept] == [1]
    assert (await running.get(f"/v1/engagements/{engagement_id}/sessions/2", by=by_b1)).status_code == 404
    assert (await training.served(date(2024, 3, 5), by=by_b1)).status_code == 404

    assert (await training.post("sessions/1/records", builders.FIRST_RECORD, by=by_b1)).status_code == 201
    for by in (by_b1, by_b2):  # the next unit builds on what the one before wrote (NT-04-22)
        revealed = await training.post("sessions/1/record-reveals", {"purpose": "next_session"}, by=by)
        assert revealed.status_code == 201
    assert len((await training.engagement(by_b2))["sessions"]) == 2


async def test_the_actions_say_what_is_open_and_why_the_rest_is_not(running, training, builders):
    await training.ready()
    before = {a["name"]: a for a in (await training.engagement())["actions"]}
    assert before["deliver_session"]["open"]
    assert before["hand_over_documents"]["refusal"]["rule"] == "NT-05-24"
    await training.served(TUESDAY)
    after = {a["name"]: a for a in (await training.engagement())["actions"]}
    assert after["deliver_session"]["refusal"]["facts"]["earliest"] == "2024-02-26"
    assert after["hand_over_documents"]["open"]
    assert after["record_session"]["open"]
    assert after["record_session"]["href"].endswith("/sessions/1/records")


async def test_a_refusal_cites_its_source_and_repeats_nothing_that_was_typed(running, training, builders):
    await training.ready()
    await training.served(TUESDAY)
    record = {**builders.FIRST_RECORD, "contents": {"ability": "不可外流的敘述"}}
    answer = await training.post("sessions/1/records", record)
    assert answer.status_code == 422
    assert answer.json()["source"]["section"] == packs().source("NT-05-35").section
    assert answer.json()["facts"]["missing"].startswith("device_environment")
    assert "不可外流的敘述" not in answer.text


async def test_an_old_version_is_no_ground_to_serve_on(running, training, builders):
    await training.ready()
    engagement = await training.engagement()
    path = f"/v1/engagements/{engagement['id']}/sessions"
    stale = {**training.by(), "If-Match": '"1"'}
    assert (await running.post(path, builders.session_body(), by=stale)).status_code == 412
    fresh = {**training.by(), "If-Match": f'"{engagement["version"]}"'}
    assert (await running.post(path, builders.session_body(), by=fresh)).status_code == 201


async def test_lists_come_in_pages_and_by_status(running, training_in, builders):
    for _ in range(3):
        await training_in("nantou").approved()
    by = running.bearer("care_manager")
    first = (await running.get("/v1/engagements", by=by, limit=2)).json()
    rest = (await running.get("/v1/engagements", by=by, limit=2, cursor=first["next"])).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert (await running.get("/v1/engagements", by=by, status="closed")).json()["items"] == []
    assert len((await running.get("/v1/engagements", by=by, status="item_approved")).json()["items"]) == 3

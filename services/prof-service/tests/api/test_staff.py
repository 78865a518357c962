"""Is the register of staff kept by the unit, seen by the county, and asked before a session?"""

import asyncio
from datetime import date
from uuid import uuid4

TUESDAY = date(2024, 2, 20)


async def test_a_session_by_somebody_unregistered_is_refused_with_its_paragraph(running, training, builders):
    await training.ready()
    answer = await training.post("sessions", {**builders.session_body(), "staff": "nobody-1"})
    assert (answer.status_code, answer.json()["rule"]) == (409, "NT-04-02")
    assert answer.json()["source"]["section"]


async def test_where_the_county_asks_nothing_anybody_serves(training_in, builders):
    training = training_in("yilan")
    await training.ready()
    assert (await training.post("sessions", {**builders.session_body(), "staff": "nobody-1"})).status_code == 201


async def test_a_certificate_ends_with_its_cycle(running, training):
    by = training.by("b_unit")
    await running.post("/v1/staff", {"code": "n-1", "discipline": "nurse"}, by=by)
    held = {"kind": "certificate", "valid_from": "2020-01-01", "valid_until": "2030-01-01"}
    answer = await running.post("/v1/staff/n-1/qualifications", {"qualifications": [held]}, by=by)
    assert [q["valid_until"] for q in answer.json()["qualifications"]] == ["2025-12-31"]


async def test_a_training_names_its_code_and_an_end_lies_after_a_start(running, training):
    by = training.by("b_unit")
    await running.post("/v1/staff", {"code": "n-1", "discipline": "nurse"}, by=by)
    for held, rule in (
        ({"kind": "training", "valid_from": "2023-01-01"}, "NT-04-04"),
        ({"kind": "registration", "valid_from": "2023-01-01", "valid_until": "2022-01-01"}, "NT-04-02"),
    ):
        answer = await running.post("/v1/staff/n-1/qualifications", {"qualifications": [held]}, by=by)
        assert (answer.status_code, answer.json()["rule"]) == (422, rule)


async def test_of_two_registrations_of_one_code_one_wins(running, training):
    body = {"code": "n-1", "discipline": "nurse"}
    both = await asyncio.gather(*[running.post("/v1/staff", body, by=training.by("b_unit")) for _ in range(2)])
    assert sorted(a.status_code for a in both) == [201, 409]


async def test_a_unit_sees_and_changes_its_own_people_only(running, training):
    await training.staffed(training.b1)
    other = training.by("b_unit", unit=uuid4())
    assert (await running.get("/v1/staff", by=other)).json()["items"] == []
    held = {"qualifications": [{"kind": "practice", "valid_from": "2023-01-01"}]}
    assert (await running.post("/v1/staff/ot-07/qualifications", held, by=other)).status_code == 404
    seen = (await running.get("/v1/staff", by=training.by("health_bureau"))).json()["items"]
    assert [m["code"] for m in seen] == ["ot-07"]
    abroad = training.by("health_bureau", county="taoyuan")
    assert (await running.get("/v1/staff", by=abroad)).json()["items"] == []


async def test_only_the_unit_registers_and_only_who_answers_for_it_reads(running, training):
    body = {"code": "n-1", "discipline": "nurse"}
    for role in ("prof_staff", "a_case_manager", "care_manager", "county_gov"):
        assert (await running.post("/v1/staff", body, by=training.by(role))).status_code == 403
    for role in ("a_case_manager", "social_bureau", "platform_operator"):
        assert (await running.get("/v1/staff", by=training.by(role))).status_code == 403

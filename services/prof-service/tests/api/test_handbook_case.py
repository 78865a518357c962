"""The worked example of the handbook, from the first session on Tue 20 Feb 2024 to the late record of the third."""

from datetime import date

from schemas.events.prof_service import (
    DocumentOverdue,
    FirstServiceDelivered,
    ProfessionalItemApproved,
    RecordOverdue,
    ServicePlanSubmitted,
    SessionDelivered,
    SessionRecorded,
)


async def due(running, name):
    return [d["due_on"] for d in await running.deadlines(name)]


async def states(running, name):
    return [d["state"] for d in await running.deadlines(name)]


async def test_the_case_runs_to_the_third_session_as_the_handbook_says(running, training, builders):
    await training.ready()
    [opened] = await running.events(ProfessionalItemApproved)
    assert opened["sessions_approved"] == 12

    first = await training.served(date(2024, 2, 20))
    assert first.status_code == 201, first.text
    assert (first.json()["status"], first.json()["sessions_left"]) == ("first_served", 11)
    assert first.json()["record_due_on"] == "2024-02-22"
    assert await due(running, "record") == [date(2024, 2, 22)]
    assert await due(running, "documents") == [date(2024, 2, 23)]
    [record] = await running.deadlines("record")
    assert (record["owed_by_role"], record["owed_by_unit"]) == ("b_unit", training.b1)
    assert (record["awaited_by_role"], record["awaited_by_unit"]) == ("a_case_manager", training.a_unit)
    assert record["met_by"].endswith("/sessions/1/records")
    [delivered] = await running.events(SessionDelivered)
    assert [clock["name"] for clock in delivered["clocks"]] == ["record", "documents"]
    assert len(await running.events(FirstServiceDelivered)) == 1

    await running.advance_to(date(2024, 2, 21))
    recorded = await training.post("sessions/1/records", builders.FIRST_RECORD)
    assert recorded.status_code == 201, recorded.text
    await running.advance_to(date(2024, 2, 22))
    both = {"documents": ["explanation_form", "service_plan"]}
    assert (await training.post("document-handovers", both)).status_code == 201
    assert await states(running, "documents") == ["met"]

    refused = await training.served(date(2024, 2, 25))
    assert refused.status_code == 409
    assert refused.json()["rule"] == "NT-04-19"
    assert refused.json()["facts"]["earliest"] == "2024-02-26"

    second = await training.served(date(2024, 2, 27))
    assert (second.json()["status"], second.json()["flags"]) == ("in_training", ["goal_not_active"])
    await running.advance_to(date(2024, 2, 29))
    assert (await training.post("sessions/2/records", builders.LATER_RECORD)).status_code == 201

    third = await training.served(date(2024, 3, 5))
    assert third.json()["record_due_on"] == "2024-03-07"
    assert await running.advance_to(date(2024, 3, 7)) == 0
    assert await running.advance_to(date(2024, 3, 8)) == 1
    [overdue] = await running.events(RecordOverdue)
    assert (overdue["session_no"], overdue["due_on"]) == (3, "2024-03-07")
    assert overdue["clocks"][0]["state"] == "missed"
    late = await training.post("sessions/3/records", builders.LATER_RECORD)
    assert "record_late" in late.json()["flags"]
    assert [r["late"] for r in await running.events(SessionRecorded)] == [False, False, True]
    assert await states(running, "record") == ["met", "met", "met_late"]
    assert [s["late"] for s in await running.events(ServicePlanSubmitted)] == [False]
    assert await running.events(DocumentOverdue) == []

    seen = await training.engagement()
    assert (seen["sessions_delivered"], seen["sessions_left"], seen["status"]) == (3, 9, "in_training")
    assert seen["next_session_from"] == "2024-03-11"
    # 28 February is a holiday
    assert [s["record_due_on"] for s in seen["sessions"]] == ["2024-02-22", "2024-03-01", "2024-03-07"]


async def test_what_is_sealed_stands_nowhere_in_the_open(running, training, builders, capsys):
    await training.ready()
    await training.served(date(2024, 2, 20))
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    said = capsys.readouterr()
    assert "長柄穿衣桿" not in said.out + said.err
    async with running.service.database.acquire() as connection:
        tables = await connection.fetch(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        for table in tables:
            for row in await connection.fetch(f'SELECT t::text FROM "{table["table_name"]}" t'):
                assert "長柄穿衣桿" not in row[0]
                assert "長柄穿衣桿".encode().hex() not in row[0]


async def test_the_text_of_a_record_is_revealed_for_a_purpose_that_is_kept(running, training, builders):
    await training.ready()
    await training.served(date(2024, 2, 20))
    assert (await training.post("sessions/1/record-reveals", {"purpose": "next_session"})).status_code == 404
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    seen = await training.post(
        "sessions/1/record-reveals", {"purpose": "plan_review"}, by=training.by("a_case_manager")
    )
    assert seen.status_code == 201, seen.text
    assert seen.json()["texts"]["device_environment"] == "長柄穿衣桿"
    assert len(seen.json()["texts"]) == 11
    async with running.service.database.acquire() as connection:
        [kept] = await connection.fetch("SELECT person, purpose, owner_id FROM access_records")
    assert (kept["person"], kept["purpose"], kept["owner_id"]) == ("a_case_manager-1", "plan_review", training.case_id)

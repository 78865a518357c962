"""Who somebody is stands nowhere in plain: not in a table, not in an event, not in a log."""

import asyncio
from datetime import date

import pytest
from chassis.migrate import differences
from chassis.testing.harness import Harness, migrated_database
from intake.definition import DEFINITION

from services.intake.tests.builders import PERSON, SECRETS, Cases, assessment, done, refused


async def test_what_went_in_is_found_in_no_table_no_event_and_no_log(
    intake: Harness, cases: Cases, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    case_id = await cases.booked(note="測試備註")
    done(await cases.post(case_id, "assessments", assessment(note="測試備註")))
    done(await cases.post(case_id, "assessment-submissions"))
    returned = {"reason": "incomplete", "note": "測試備註"}
    done(await cases.post(case_id, "assessment-returns", returned, role="care_supervisor"))
    done(await cases.post(case_id, "person-reveals", {"purpose": "home_visit"}))
    done(await cases.intake.post("/v1/persons/searches", {"national_id": "A123456789"}, by=cases.by("care_manager")))
    refused(await cases.apply(), "AM-146", 409)
    everything = await _all_rows(intake)
    captured = capfd.readouterr()
    for secret in SECRETS:
        for where in (everything, captured.out, captured.err, caplog.text):
            assert secret not in where
            assert secret.encode().hex() not in where


async def _all_rows(intake: Harness) -> str:
    async with intake.service.database.acquire() as connection:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = [
            row[0]
            for table in tables
            for row in await connection.fetch(f'SELECT t::text FROM "{table["tablename"]}" t')
        ]
    return "\n".join(rows)


async def test_a_reveal_shows_the_person_and_leaves_a_record(intake: Harness, cases: Cases) -> None:
    case_id = await cases.applied()
    shown = done(await cases.post(case_id, "person-reveals", {"purpose": "home_visit"}))
    assert shown == PERSON
    [record] = await _records(intake)
    assert (record["person"], record["purpose"]) == ("care_manager-1", "home_visit")
    assert len(record["columns"]) == 5


async def test_the_age_check_records_that_the_birthday_was_read(intake: Harness, cases: Cases) -> None:
    await cases.screened()
    [record] = await _records(intake)
    assert (record["purpose"], record["columns"]) == ("eligibility_age", ["persons.born_on"])


async def test_a_group_without_an_age_needs_no_birthday(intake: Harness, cases: Cases) -> None:
    await cases.screened(eligible_group="disability")
    assert await _records(intake) == []


async def test_notes_are_shown_to_the_centre_with_a_record(intake: Harness, cases: Cases) -> None:
    case_id = await cases.applied(note="測試備註")
    shown = done(await cases.post(case_id, "note-reveals", {"purpose": "review"}))
    assert [(n["kind"], n["text"]) for n in shown["items"]] == [("application", "測試備註")]
    assert len(await _records(intake)) == 1


async def test_a_later_application_renews_what_identifies_the_person(intake: Harness, cases: Cases) -> None:
    old = await cases.applied()
    done(await cases.post(old, "closures", {"closure_type": "permanent", "reason": "withdrawn"}))
    new = await cases.applied(person={**PERSON, "phone": "0900-000-009"})
    shown = done(await cases.post(new, "person-reveals", {"purpose": "home_visit"}))
    assert shown["phone"] == "0900-000-009"


async def test_an_id_finds_the_cases_of_its_person(cases: Cases, taoyuan: Cases) -> None:
    case_id = await cases.applied()
    for county, expected in ((cases, [case_id]), (taoyuan, [])):
        by = county.by("care_manager")
        found = done(await cases.intake.post("/v1/persons/searches", {"national_id": "a123 456789"}, by=by))
        assert [c["id"] for c in found["items"]] == expected
    wrong = await cases.intake.post("/v1/persons/searches", {"national_id": "A123456788"}, by=cases.by("care_manager"))
    assert "A123456788" not in str(refused(wrong, "AM-146", 422))


async def test_the_code_and_the_migrated_database_have_the_same_tables() -> None:
    url = await migrated_database(DEFINITION)
    assert await asyncio.to_thread(differences, DEFINITION, url) == []


async def _records(intake: Harness) -> list:
    async with intake.service.database.acquire() as connection:
        return await connection.fetch("SELECT * FROM access_records ORDER BY at")


def test_the_builders_person_is_older_than_65() -> None:
    assert date.fromisoformat(PERSON["born_on"]) < date(1959, 1, 15)

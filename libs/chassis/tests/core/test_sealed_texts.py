"""What somebody typed is sealed where it belongs, and stands nowhere else: no table, no event, no log line, no answer."""

import base64
import json
from uuid import UUID, uuid4

import pytest
from chassis.access import Actor, Role
from chassis.sealing import CannotOpen, Sealed, reveal
from structlog.testing import capture_logs

from libs.chassis.tests.core.looking import fetch, made, rows_of_all_tables

MARKERS = ("王小明標記甲乙丙", "A123456789", "0912-345-678 marker")


def spellings(text):
    """How the text could hide: as it is, as JSON, in hexadecimal, in base64."""
    raw = text.encode()
    return {text, json.dumps(text)[1:-1], raw.hex(), base64.b64encode(raw).decode().rstrip("=")}


def leaks(haystack):
    return [text for marker in MARKERS for text in spellings(marker) if text in haystack]


async def everything_stored(toy):
    rows = await rows_of_all_tables(toy)
    assert rows["things"]
    assert rows["outbox"]
    return "\n".join(row for of_table in rows.values() for row in of_table)


async def test_what_was_typed_is_in_no_table_event_log_line_or_answer(toy):
    thing, by = await made(toy), toy.bearer("care_manager")
    with capture_logs() as lines:
        answers = [await toy.post(f"/v1/things/{thing}/notes", {"text": marker}, by=by) for marker in MARKERS]
        for marker in MARKERS:
            answers += [
                await toy.post(f"/v1/things/{thing}/notes", {"text": marker}, by=by, dry_run="true"),
                await toy.post(f"/v1/things/{uuid4()}/notes", {"text": marker}, by=by),
                await toy.post(f"/v1/things/{thing}/notes", {"text": [marker], marker: marker}, by=by),
                await toy.client.get("/metrics"),
            ]
        await fetch(toy, "ALTER TABLE things ADD CONSTRAINT none CHECK (note IS NULL) NOT VALID")
        answers += [await toy.post(f"/v1/things/{thing}/notes", {"text": marker}, by=by) for marker in MARKERS]
    assert [answer.status_code for answer in answers[:3]] == [201, 201, 201]
    assert {500, 422, 404} <= {answer.status_code for answer in answers}
    assert leaks(await everything_stored(toy)) == []
    assert leaks(json.dumps(lines, default=repr, ensure_ascii=False)) == []
    assert leaks("\n".join(f"{answer.headers} {answer.text}" for answer in answers)) == []


async def test_the_search_would_find_what_is_not_sealed(toy):
    await made(toy)
    await fetch(toy, "UPDATE things SET note = convert_to($1, 'UTF8')", MARKERS[0])
    assert leaks(await everything_stored(toy)) == [MARKERS[0].encode().hex()]


async def test_whoever_reads_it_leaves_a_record_first(toy):
    case = uuid4()
    thing, by = await made(toy, case_id=case), toy.bearer("care_manager")
    await toy.post(f"/v1/things/{thing}/notes", {"text": MARKERS[0]}, by=by)
    [row] = await fetch(toy, "SELECT note FROM things")
    sealed = Sealed(case, "things.note", UUID(thing), row["note"])
    reader = Actor("care_manager-1", "nantou", frozenset({Role.CARE_MANAGER}))
    assert await reveal(toy.service.database, toy.service.sealer, reader, "home_visit", [sealed]) == [MARKERS[0]]
    [record] = await fetch(toy, "SELECT person, purpose, columns FROM access_records")
    assert (record["person"], record["purpose"], record["columns"]) == (reader.person, "home_visit", ["things.note"])
    assert leaks(await everything_stored(toy)) == []


async def test_a_text_that_was_moved_to_another_row_does_not_open(toy):
    case = uuid4()
    thing = await made(toy, case_id=case)
    await toy.post(f"/v1/things/{thing}/notes", {"text": MARKERS[0]}, by=toy.bearer("care_manager"))
    [row] = await fetch(toy, "SELECT note FROM things")
    moved = Sealed(case, "things.note", uuid4(), row["note"])
    reader = Actor("care_manager-1", "nantou", frozenset({Role.CARE_MANAGER}))
    with pytest.raises(CannotOpen):
        await reveal(toy.service.database, toy.service.sealer, reader, "home_visit", [moved])

"""Who may ask for, review, take back and read an extension; and what does the engagement offer?"""

from datetime import date
from uuid import uuid4

import pytest
from chassis.testing.harness import packs

REVEAL = {"purpose": "extension_review"}


@pytest.mark.parametrize("role", ["care_manager", "care_supervisor", "a_case_manager", "county_gov", "health_bureau"])
async def test_only_the_unit_asks_and_takes_back(running, extending, role):
    await extending.ready(sessions=2)
    by = extending.training.by(role)
    assert (await extending.ask(by=by)).status_code == 403
    assert (await running.post(f"/v1/extension-requests/{uuid4()}/withdrawals", by=by)).status_code == 403


@pytest.mark.parametrize("role", ["b_unit", "prof_staff", "county_gov", "health_bureau", "social_bureau"])
async def test_only_reviewers_review(extending, extension, role):
    await extending.ready(sessions=2)
    answer = await extending.review({"id": uuid4()}, role, extension.AGREED)
    assert answer.status_code == 403


async def test_the_supervisor_is_no_reviewer_where_there_is_an_a_unit(extending, extension):
    await extending.ready()
    request = await extending.asked()
    answer = await extending.review(request, "care_supervisor", extension.AGREED)
    assert (answer.status_code, answer.json()["rule"]) == (403, "NT-06-10")


async def test_one_person_does_not_sit_in_both_seats(running, extending, extension):
    await extending.ready()
    request = await extending.asked()
    path = f"/v1/extension-requests/{request['id']}/reviews"
    one = running.bearer("care_manager", person="p-1")
    assert (await running.post(path, extension.AGREED, by=one)).status_code == 201
    same = running.bearer("a_case_manager", person="p-1", unit=extending.training.a_unit)
    answer = await running.post(path, extension.AGREED, by=same)
    assert (answer.status_code, answer.json()["rule"]) == (403, "NT-06-11")


@pytest.mark.parametrize(
    ("role", "county"),
    [("care_manager", "taoyuan"), ("a_case_manager", "nantou"), ("b_unit", "nantou"), ("prof_staff", "nantou")],
)
async def test_what_is_foreign_looks_like_what_is_unknown(running, extending, extension, role, county):
    await extending.ready()
    request = await extending.asked()
    by = extending.training.by(role, unit=uuid4(), county=county)
    known, unknown = request["id"], str(uuid4())
    seen = [await running.get(f"/v1/extension-requests/{id_}", by=by) for id_ in (known, unknown)]
    assert [a.status_code for a in seen] == [404, 404]
    assert seen[0].text.replace(known, unknown) == seen[1].text
    assert (await running.get("/v1/extension-requests", by=by)).json()["items"] == []
    assert (await running.post(f"/v1/extension-requests/{known}/reveals", REVEAL, by=by)).status_code == 404
    if role in {"b_unit", "prof_staff"}:
        assert (await extending.ask(by=by)).status_code == 404
        assert (await running.post(f"/v1/extension-requests/{known}/withdrawals", by=by)).status_code == 404
    else:
        assert (
            await running.post(f"/v1/extension-requests/{known}/reviews", extension.AGREED, by=by)
        ).status_code == 404


async def test_another_provider_of_the_case_neither_asks_nor_reads_the_form(running, extending, builders):
    await extending.ready()
    request = await extending.asked()
    other = uuid4()
    await extending.training.give(builders.referred(extending.training.case_id, uuid4(), other))
    by = extending.training.by(unit=other)
    assert (await extending.ask(by=by)).status_code == 404
    assert (await running.post(f"/v1/extension-requests/{request['id']}/reveals", REVEAL, by=by)).status_code == 404
    assert (await running.post(f"/v1/extension-requests/{request['id']}/withdrawals", by=by)).status_code == 404


async def test_what_was_written_is_sealed_and_revealed_for_a_purpose_that_is_kept(running, extending, extension):
    await extending.ready()
    request = await extending.asked()
    await extending.review(request, "a_case_manager", extension.REFUSED)
    async with running.service.database.acquire() as connection:
        held = [bytes(row["text"]) for row in await connection.fetch("SELECT text FROM extension_texts")]
        notes = [row["note"] for row in await connection.fetch("SELECT note FROM extension_reviews")]
    assert len(held) == 3
    assert all("可自行".encode() not in text for text in held)
    assert sum(note is not None for note in notes) == 1
    assert "可自行" not in str(await running.events())
    path = f"/v1/extension-requests/{request['id']}/reveals"
    seen = await running.post(path, REVEAL, by=extending.training.by("care_manager"))
    assert seen.json()["texts"] == {
        "progress": "可自行穿脫上衣",
        "unmet": "下半身穿脫仍需協助",
        "reason": "再兩組可達成",
        "review_a_case_manager": "未符合條件",
    }
    async with running.service.database.acquire() as connection:
        [kept] = await connection.fetch("SELECT person, purpose FROM access_records")
    assert (kept["person"], kept["purpose"]) == ("care_manager-1", "extension_review")


async def test_the_engagement_says_whether_an_extension_may_be_asked_for(running, extending, extension):
    """The action is open or closed by the guard that the command calls."""
    training = extending.training

    async def offered():
        return next(a for a in (await training.engagement())["actions"] if a["name"] == "request_extension")

    await extending.ready(sessions=1)
    assert (await offered())["refusal"]["rule"] == "NT-06-04"
    await training.served(date(2024, 2, 27))
    assert (await offered())["open"]
    assert (await offered())["href"].endswith("/v1/extension-requests")
    form = {"signer": "client", "by_hand": True, "signed_on": "2024-02-27"}
    request = await extending.asked(form=form)
    assert (await offered())["refusal"]["rule"] == "NT-06-14"
    [review, withdraw] = (await extending.seen(request))["actions"]
    assert review["open"]
    assert withdraw["open"]
    await extending.review(request, "care_manager", extension.AGREED)
    [review, _] = (await extending.seen(request))["actions"]
    assert review["refusal"]["rule"] == "NT-06-10"


async def test_a_refusal_cites_its_source_and_repeats_nothing_that_was_typed(extending):
    await extending.ready(sessions=2)
    form = {"signer": "client", "by_hand": True, "signed_on": "2024-02-27"}
    answer = await extending.ask(discharged_on=None, form=form, texts={"progress": "不可外流的敘述"})
    assert (answer.status_code, answer.json()["rule"]) == (409, "NT-06-03")
    assert answer.json()["source"]["section"] == packs().source("NT-06-03").section
    assert "不可外流的敘述" not in answer.text


async def test_an_old_version_is_no_ground_to_review(running, extending, extension):
    await extending.ready()
    request = await extending.asked()
    path = f"/v1/extension-requests/{request['id']}/reviews"
    stale = {**extending.training.by("care_manager"), "If-Match": '"7"'}
    assert (await running.post(path, extension.AGREED, by=stale)).status_code == 412
    fresh = {**extending.training.by("care_manager"), "If-Match": f'"{request["version"]}"'}
    assert (await running.post(path, extension.AGREED, by=fresh)).status_code == 201


async def test_requests_are_listed_by_engagement_case_and_status(running, extending):
    await extending.ready()
    request = await extending.asked()
    by = extending.training.by("care_manager")
    for params in (
        {"engagement_id": request["engagement_id"]},
        {"case_id": request["case_id"]},
        {"status": "submitted"},
        {},
    ):
        found = (await running.get("/v1/extension-requests", by=by, **params)).json()
        assert [each["id"] for each in found["items"]] == [request["id"]]
    assert (await running.get("/v1/extension-requests", by=by, status="approved")).json()["items"] == []

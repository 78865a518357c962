"""One HTTP request is one command: idempotent, optimistic, tried before it is done."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from libs.chassis.tests.core.looking import cut, fetch, made, rows_of_all_tables
from libs.chassis.tests.core.toy import CountOverdue, ThingCounted, ThingMade


def keyed(toy, key, **more):
    return {"Idempotency-Key": key, **toy.bearer("care_manager", **more)}


async def count(toy, thing, headers, **params):
    return await toy.client.post(f"/v1/things/{thing}/counts", headers=headers, params=params)


async def test_state_event_and_deadline_commit_together(toy):
    await made(toy)
    [event] = await toy.events(ThingMade)
    [deadline] = await toy.deadlines()
    assert deadline["due_on"] == date(2024, 2, 15)
    assert event["clocks"][0]["state"] == "opened"


async def test_a_deadline_met_in_time_stands_on_the_event(toy):
    assert (await count(toy, await made(toy), keyed(toy, "k"))).status_code == 201
    [counted] = await toy.events(ThingCounted)
    assert [c["state"] for c in counted["clocks"]] == ["met"]


async def test_a_deadline_fires_once_after_its_day(toy):
    await made(toy)
    assert await toy.advance_to(date(2024, 2, 15)) == 0
    assert await toy.advance_to(date(2024, 2, 16)) == 1
    assert await toy.advance_to(date(2024, 2, 17)) == 0
    [overdue] = await toy.events(CountOverdue)
    assert overdue["clocks"][0]["state"] == "missed"


# --- Idempotency-Key --------------------------------------------------------------------------------------------------


async def test_the_same_key_and_body_gives_the_same_answer_and_one_effect(toy):
    thing = await made(toy)
    first, second = [await count(toy, thing, keyed(toy, "k")) for _ in range(2)]
    assert (first.status_code, first.content, first.headers["etag"]) == (201, second.content, second.headers["etag"])
    assert second.status_code == 201
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(await toy.events(ThingCounted)) == 1


async def test_twelve_requests_with_the_same_key_at_once_have_one_effect_and_one_answer(toy):
    body = {"case_id": str(uuid4())}
    answers = await asyncio.gather(
        *(toy.client.post("/v1/things", json=body, headers=keyed(toy, "k")) for _ in range(12))
    )
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert len(await toy.events(ThingMade)) == 1
    thing = answers[0].json()["id"]
    answers = await asyncio.gather(*(count(toy, thing, keyed(toy, "l")) for _ in range(12)))
    assert {(answer.status_code, answer.json()["count"]) for answer in answers} == {(201, 1)}


async def test_the_same_key_with_another_body_or_address_is_a_422(toy):
    headers = keyed(toy, "k")
    await toy.client.post("/v1/things", json={"case_id": str(uuid4())}, headers=headers)
    other = await toy.client.post("/v1/things", json={"case_id": str(uuid4())}, headers=headers)
    elsewhere = await count(toy, await made(toy), headers)
    for answer in (other, elsewhere):
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:ltc:problem:idempotency_key_reused")
    assert len(await toy.events(ThingCounted)) == 0


async def test_a_key_belongs_to_one_caller(toy):
    thing = await made(toy)
    callers = [keyed(toy, "k"), keyed(toy, "k", person="care_manager-2"), keyed(toy, "k", unit=uuid4())]
    counts = [(await count(toy, thing, headers)).json()["count"] for headers in callers]
    assert counts == [1, 2, 3]
    foreign = await count(toy, thing, keyed(toy, "k", county="yilan"))
    assert foreign.status_code == 404


async def test_the_first_answer_comes_again_after_the_state_has_moved_on(toy):
    thing = await made(toy)
    first = await count(toy, thing, keyed(toy, "k"))
    for key in ("l", "m"):
        await count(toy, thing, keyed(toy, key))
    assert (await count(toy, thing, keyed(toy, "n"))).status_code == 409  # full
    again = await count(toy, thing, keyed(toy, "k"))
    assert (again.status_code, again.content) == (201, first.content)


async def test_the_first_answer_comes_again_although_the_version_has_moved_on(toy):
    thing = await made(toy)
    headers = {**keyed(toy, "k"), "If-Match": '"1"'}
    first, again = await count(toy, thing, headers), await count(toy, thing, headers)
    assert (again.status_code, again.content) == (201, first.content)


async def test_the_first_answer_comes_again_although_the_repetition_stumbles_over_a_constraint(toy):
    case = str(uuid4())
    await fetch(toy, "ALTER TABLE things ADD CONSTRAINT one_per_case UNIQUE (case_id)")
    answers = [await toy.client.post("/v1/things", json={"case_id": case}, headers=keyed(toy, "k")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content


async def test_a_refused_command_leaves_its_key_free_for_when_it_is_allowed(toy):
    thing = await made(toy)
    await fetch(toy, "UPDATE things SET count = 3")
    refused = await count(toy, thing, keyed(toy, "k"))
    assert (refused.status_code, refused.json()["rule"]) == (409, "NT-09-10")
    assert await fetch(toy, "SELECT FROM idempotency_keys WHERE key = 'k'") == []
    await fetch(toy, "UPDATE things SET count = 2")
    assert (await count(toy, thing, keyed(toy, "k"))).json()["count"] == 3


async def test_without_a_key_every_request_counts(toy):
    thing = await made(toy)
    by = toy.bearer("care_manager")
    assert [(await count(toy, thing, by)).json()["count"] for _ in range(2)] == [1, 2]


# --- ETag, If-Match ---------------------------------------------------------------------------------------------------


async def test_the_etag_of_an_answer_is_the_if_match_of_the_next_request(toy):
    thing = await made(toy)
    tag = '"1"'
    for expected in (1, 2, 3):
        answer = await count(toy, thing, {**toy.bearer("care_manager"), "If-Match": tag})
        assert (answer.status_code, answer.json()["count"]) == (201, expected)
        tag = answer.headers["etag"]


async def test_a_stale_if_match_is_a_412_that_says_who_changed_it_and_when(toy):
    thing = await made(toy)
    await count(toy, thing, keyed(toy, "k", person="somebody"))
    answer = await count(toy, thing, {**toy.bearer("care_manager"), "If-Match": '"1"'})
    assert answer.status_code == 412
    problem = answer.json()
    assert (problem["changed_by"], problem["version"]) == ("somebody", 2)
    assert problem["changed_at"] == toy.clock.now().isoformat()


@pytest.mark.parametrize("wrong", ["1", '"x"', '"1", "2"', '""', 'W/"'])
async def test_an_if_match_that_is_no_etag_of_ours_is_a_400(toy, wrong):
    answer = await count(toy, await made(toy), {**toy.bearer("care_manager"), "If-Match": wrong})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:ltc:problem:bad_if_match")
    assert wrong not in answer.json()["detail"]


async def test_an_if_match_of_any_version_lets_every_version_pass(toy):
    answer = await count(toy, await made(toy), {**toy.bearer("care_manager"), "If-Match": "*"})
    assert answer.status_code == 201


# --- dry run ----------------------------------------------------------------------------------------------------------


async def test_a_dry_run_answers_what_would_be_and_leaves_nothing(toy):
    before = await rows_of_all_tables(toy)
    case = str(uuid4())
    answer = await toy.post("/v1/things", {"case_id": case}, by=toy.bearer("care_manager"), dry_run="true")
    assert answer.status_code == 200
    would = answer.json()
    assert (would["dry_run"], would["status"], would["would_be"]["count"]) == (True, 201, 0)
    assert [event["type"] for event in would["events"]] == [ThingMade.TYPE]
    [clock] = would["deadlines"]
    assert (clock["state"], clock["due_on"], clock["rule"]) == ("opened", "2024-02-15", "NT-04-08")
    assert await rows_of_all_tables(toy) == before


async def test_a_dry_run_shows_the_deadlines_that_would_be_met(toy):
    thing = await made(toy)
    before = await rows_of_all_tables(toy)
    answer = await count(toy, thing, keyed(toy, "k"), dry_run="true")
    assert [(c["name"], c["state"]) for c in answer.json()["deadlines"]] == [("count", "met")]
    assert await rows_of_all_tables(toy) == before


async def test_a_dry_run_shows_the_refusal_that_would_come(toy):
    thing = await made(toy)
    await fetch(toy, "UPDATE things SET count = 3")
    before = await rows_of_all_tables(toy)
    tried = await count(toy, thing, toy.bearer("care_manager"), dry_run="true")
    done = await count(toy, thing, toy.bearer("care_manager"))
    assert (tried.status_code, tried.content) == (409, done.content)
    assert await rows_of_all_tables(toy) == before


async def test_a_dry_run_neither_uses_up_a_key_nor_is_answered_by_one(toy):
    thing = await made(toy)
    await count(toy, thing, keyed(toy, "k"), dry_run="true")
    assert (await count(toy, thing, keyed(toy, "k"))).json() == {"id": thing, "count": 1, "actions": []}
    assert (await count(toy, thing, keyed(toy, "k"), dry_run="true")).json()["would_be"]["count"] == 2


async def test_a_dry_run_of_a_sealing_command_makes_no_key_and_a_later_real_one_can_be_opened(toy):
    thing = await made(toy)
    before = await rows_of_all_tables(toy)
    path, by = f"/v1/things/{thing}/notes", toy.bearer("care_manager")
    assert (await toy.post(path, {"text": "x"}, by=by, dry_run="true")).status_code == 200
    assert await rows_of_all_tables(toy) == before
    assert (await toy.post(path, {"text": "x"}, by=by)).status_code == 201
    assert len(await fetch(toy, "SELECT FROM sealing_keys")) == 1


async def test_a_dry_run_with_a_stale_if_match_is_a_412(toy):
    thing = await made(toy)
    headers = {**toy.bearer("care_manager"), "If-Match": '"7"'}
    assert (await count(toy, thing, headers, dry_run="true")).status_code == 412


# --- actions ----------------------------------------------------------------------------------------------------------


async def test_a_resource_lists_its_command_open_and_then_closed_with_the_refusal_that_would_come(toy):
    thing, by = await made(toy), toy.bearer("care_manager")
    [offered] = (await toy.get(f"/v1/things/{thing}", by=by)).json()["actions"]
    assert (offered["name"], offered["method"], offered["open"]) == ("count", "POST", True)
    assert (await toy.client.post(offered["href"], headers=by)).status_code == 201
    await fetch(toy, "UPDATE things SET count = 3")
    [closed] = (await toy.get(f"/v1/things/{thing}", by=by)).json()["actions"]
    refused = (await toy.client.post(offered["href"], headers=by)).json()
    assert closed["open"] is False
    said = ("type", "title", "status", "detail", "rule", "facts")
    assert [closed["refusal"][name] for name in said] == [refused[name] for name in said]


# --- a database that is away ------------------------------------------------------------------------------------------


async def test_connections_that_were_cut_give_one_503_at_most_and_then_work_again(toy):
    thing = await made(toy)
    await cut(toy)
    statuses = [(await count(toy, thing, keyed(toy, "k"))).status_code for _ in range(3)]
    assert statuses[-1] == 201
    assert set(statuses) <= {201, 503}


async def test_a_database_that_does_not_answer_is_a_503_that_says_to_send_it_again(toy, monkeypatch):
    def refuse():
        raise ConnectionRefusedError

    monkeypatch.setattr(toy.service.database, "acquire", refuse)
    answer = await count(toy, uuid4(), keyed(toy, "k"))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["type"] == "urn:ltc:problem:try_again"


async def test_a_token_of_a_county_without_a_pack_is_a_403_and_no_bug(toy):
    by = toy.bearer("care_manager", county="atlantis")
    for answer in (
        await toy.post("/v1/things", {"case_id": str(uuid4())}, by=by),
        await toy.get("/v1/work-items", by=by),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:ltc:problem:unknown_county")


async def test_a_day_that_no_rule_covers_is_a_422_and_nothing_is_extrapolated(toy):
    answer = await toy.post("/v1/things/unanswered", by=toy.bearer("care_manager"))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:ltc:problem:policy_not_answered")

"""Is a conference required by the session that reaches the number, reviewed by three kinds and decided, by those who may?"""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from schemas.events.notices import CaseConferenceDecided, CaseConferenceRequired

TEXT = "不可外流的審查意見"
EARLIER = """
INSERT INTO sessions SELECT (jsonb_populate_record(s, jsonb_build_object(
  'id', gen_random_uuid(), 'no', s.no + 100 + n, 'served_on', s.served_on - n))).* FROM sessions s, generate_series(1, $1) n"""
REVIEWERS = {"external_expert": "care_manager", "ltc_center": "care_supervisor", "a_case_manager": "a_case_manager"}


async def difficult(training, *, by="care_manager"):
    body = {"case_id": str(training.case_id), "trigger": "difficult_case", "category": "special_care"}
    return await training.running.post("/v1/case-conferences", body, by=training.by(by))


async def reviewed(training, id_, kind, *, by=None):
    body = {"reviewer_kind": kind, "result": "continue", "text": TEXT}
    path = f"/v1/case-conferences/{id_}/reviews"
    return await training.running.post(path, body, by=training.by(by or REVIEWERS[kind]))


@pytest.mark.parametrize(("earlier", "required"), [(21, 0), (22, 1), (23, 1)])
async def test_the_twenty_fourth_session_of_a_person_requires_one_conference(running, training, earlier, required):
    await training.ready()
    await training.served(date(2024, 2, 20))
    async with running.service.database.acquire() as connection:
        await connection.execute(EARLIER, earlier)
    await training.served(date(2024, 2, 27))
    found = await running.events(CaseConferenceRequired)
    assert len(found) == required
    assert [f["sessions"] for f in found] == [earlier + 2] * required
    await training.served(date(2024, 3, 5))
    assert len(await running.events(CaseConferenceRequired)) == 1  # once in a window, also by the next session


async def test_three_kinds_review_and_it_is_decided(running, training):
    await training.ready()
    id_ = (await difficult(training)).json()["id"]
    path, by = f"/v1/case-conferences/{id_}/decisions", training.by("care_supervisor")
    for kind in REVIEWERS:
        early = await running.post(path, {"decision": "stop"}, by=by)
        assert (early.status_code, early.json()["rule"]) == (409, "NT-07-04")
        assert (await reviewed(training, id_, kind)).status_code == 201
    both = await asyncio.gather(*[running.post(path, {"decision": "stop"}, by=by) for _ in range(2)])
    assert sorted(a.status_code for a in both) == [201, 409]
    assert len(await running.events(CaseConferenceDecided)) == 1
    assert TEXT not in str(await running.events())
    served = await training.served(date(2024, 2, 21))
    assert (served.status_code, served.json()["rule"]) == (409, "NT-07-03")


async def test_of_two_requests_at_the_same_moment_one_wins(running, training):
    await training.ready()
    both = await asyncio.gather(difficult(training), difficult(training, by="prof_staff"))
    assert sorted(a.status_code for a in both) == [201, 409]
    assert len(await running.events(CaseConferenceRequired)) == 1


async def test_who_may_not_ask_review_or_decide(running, training):
    await training.ready()
    for role in ("county_gov", "social_bureau", "b_unit", "platform_operator"):
        assert (await difficult(training, by=role)).status_code == 403
    id_ = (await difficult(training)).json()["id"]
    assert (await reviewed(training, id_, "ltc_center", by="a_case_manager")).status_code == 403
    foreign = training.by("a_case_manager", unit=uuid4())
    body = {"reviewer_kind": "a_case_manager", "result": "stop", "text": TEXT}
    answer = await running.post(f"/v1/case-conferences/{id_}/reviews", body, by=foreign)
    assert answer.status_code == 404
    assert (await running.get("/v1/case-conferences", by=foreign)).json()["items"] == []

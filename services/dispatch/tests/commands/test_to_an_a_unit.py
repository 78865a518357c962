"""A case goes to an A unit by the county's mechanism, and it is kept how that was decided."""

import asyncio
from datetime import date

from dispatch_builders import DISTRICT
from schemas.events.dispatch import CaseAccepted, CaseReferred, RotationAdvanced


async def test_where_no_mechanism_is_set_a_person_picks_with_a_reason(nantou):
    a1, a2 = await nantou.unit("A"), await nantou.unit("A")
    await nantou.suspend(a2)
    case_id = await nantou.case()
    refused = await nantou.dispatch(case_id, a1, reason_code=None)
    assert (refused.status_code, refused.json()["rule"]) == (422, "AM-179")
    unnamed = await nantou.dispatch(case_id)
    assert (unnamed.status_code, unnamed.json()["rule"]) == (422, "AM-179")
    suspended = await nantou.dispatch(case_id, a2)
    assert (suspended.status_code, suspended.json()["rule"]) == (409, "TY-13-09")
    assert suspended.json()["source"]["document"]
    done = await nantou.dispatch(case_id, a1, reason="離案家最近")
    assert done.status_code == 201, done.text
    [event] = await nantou.h.events(CaseReferred)
    assert (event["unit_type"], event["method"], event["candidates"]) == ("A", "picked", 1)
    assert (event["district"], event["cms_level"], event["monthly_quota_twd"]) == (DISTRICT, 4, 18580)
    assert await nantou.h.deadlines() == []  # nothing is invented


async def test_the_decision_is_kept_with_all_candidates_and_the_policy_version(nantou):
    a1, a2 = await nantou.unit("A"), await nantou.unit("A", capacity=0)
    case_id = await nantou.case()
    referral = (await nantou.dispatch(case_id, a1, reason="離案家最近")).json()
    answer = await nantou.h.get(f"/v1/referrals/{referral['id']}/decision", by=nantou.by("care_supervisor"))
    decision = answer.json()
    assert decision["policyref"] == "national/a_dispatch_mechanism@2022-02-01"
    assert (decision["rule"], decision["reason_code"], decision["has_sealed_reason"]) == (
        "AM-179",
        "nearest_to_client",
        True,
    )
    reasons = {c["unit_id"]: c["reasons"] for c in decision["candidates"]}
    assert reasons == {str(a1): [], str(a2): [{"code": "full", "rule": "TY-13-15"}]}


async def test_a_reason_in_prose_is_sealed_and_read_only_with_a_purpose(nantou):
    a1 = await nantou.unit("A")
    referral = (await nantou.dispatch(await nantou.case(), a1, reason="離案家最近")).json()
    async with nantou.h.service.database.acquire() as connection:
        stored = await connection.fetchval("SELECT reason_sealed FROM dispatch_decisions")
        assert "離案家最近".encode() not in stored
        assert "離案家最近" not in str(await connection.fetch("SELECT headers, data FROM outbox"))
    path = f"/v1/referrals/{referral['id']}/reason-reveals"
    answer = await nantou.h.post(path, {"purpose": "supervision"}, by=nantou.by("care_manager"))
    assert answer.json() == {"reason": "離案家最近"}
    async with nantou.h.service.database.acquire() as connection:
        [record] = await connection.fetch("SELECT purpose, columns FROM access_records")
    assert (record["purpose"], record["columns"]) == ("supervision", ["dispatch_decisions.reason_sealed"])


async def test_a_case_has_one_a_unit_at_a_time_also_with_two_at_once(nantou):
    a1, a2 = await nantou.unit("A"), await nantou.unit("A")
    case_id = await nantou.case()
    answers = await asyncio.gather(nantou.dispatch(case_id, a1), nantou.dispatch(case_id, a2))
    assert sorted(a.status_code for a in answers) == [201, 409]
    [refused] = [a for a in answers if a.status_code == 409]
    assert refused.json()["rule"] == "NA-02-13"
    assert len(await nantou.h.events(CaseReferred)) == 1


async def test_the_last_place_of_a_unit_is_given_once_with_two_at_once(nantou):
    a1 = await nantou.unit("A", capacity=1)
    cases = [await nantou.case(), await nantou.case()]
    answers = await asyncio.gather(*(nantou.dispatch(case_id, a1) for case_id in cases))
    assert sorted(a.status_code for a in answers) == [201, 409]
    [refused] = [a for a in answers if a.status_code == 409]
    assert refused.json()["rule"] == "TY-13-15"
    unit = (await nantou.h.get(f"/v1/units/{a1}", by=nantou.by("county_gov"))).json()
    assert unit["open_cases"] == 1


async def test_the_a_unit_accepts_on_a_day_that_has_come(nantou):
    a1, other = await nantou.unit("A"), await nantou.unit("A")
    referral = (await nantou.dispatch(await nantou.case(), a1)).json()
    path = f"/v1/referrals/{referral['id']}/acceptances"
    mine = nantou.by("a_case_manager", unit=a1)
    assert (await nantou.h.post(path, by=nantou.by("a_case_manager", unit=other))).status_code == 404
    future = await nantou.h.post(path, {"accepted_on": "2024-02-06"}, by=mine)
    assert (future.status_code, future.json()["rule"]) == (422, "NA-05-06")
    assert (await nantou.h.post(path, by=mine)).json()["status"] == "accepted"
    [event] = await nantou.h.events(CaseAccepted)
    assert event["accepted_on"] == "2024-02-05"
    assert (await nantou.h.post(path, by=mine)).status_code == 409


async def _rotation(town, *units):
    body = {"unit_type": "A", "district": DISTRICT, "unit_ids": [str(u) for u in units]}
    answer = await town.h.post("/v1/rotation-lists", body, by=town.by("county_gov"))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_with_a_rotation_list_two_at_once_take_two_different_turns(taoyuan):
    units = [await taoyuan.unit("A") for _ in range(3)]
    await _rotation(taoyuan, *units)
    cases = [await taoyuan.case() for _ in range(3)]
    answers = await asyncio.gather(*(taoyuan.dispatch(case_id, reason_code=None) for case_id in cases))
    assert [a.status_code for a in answers] == [201, 201, 201]
    assert {a.json()["unit_id"] for a in answers} == {str(u) for u in units}
    assert [e["turn"] for e in await taoyuan.h.events(RotationAdvanced)] == [1, 2, 3]
    [table] = (await taoyuan.h.get("/v1/rotation-lists", by=taoyuan.by("a_case_manager"))).json()["items"]
    assert (table["turn"], [e["last_turn"] for e in table["entries"]]) == (3, [1, 2, 3])


async def test_a_unit_that_a_client_chose_keeps_its_turn(taoyuan):
    a1, a2 = await taoyuan.unit("A"), await taoyuan.unit("A")
    await _rotation(taoyuan, a1, a2)
    chosen = await taoyuan.dispatch(await taoyuan.case(), a1, client_choice=True, reason_code=None)
    assert chosen.json()["method"] == "client_choice"
    assert await taoyuan.h.events(RotationAdvanced) == []
    turned = await taoyuan.dispatch(await taoyuan.case())
    assert (turned.json()["unit_id"], turned.json()["method"]) == (str(a1), "rotation")


async def test_who_is_suspended_when_its_turn_comes_is_passed_over_and_does_not_catch_up(taoyuan):
    a1, a2 = await taoyuan.unit("A"), await taoyuan.unit("A")
    await _rotation(taoyuan, a1, a2)
    suspension = await taoyuan.suspend(a1)
    first = await taoyuan.dispatch(await taoyuan.case())
    assert first.json()["unit_id"] == str(a2)
    [advanced] = await taoyuan.h.events(RotationAdvanced)
    assert advanced["passed_over"] == [{"unit_id": str(a1), "reason": "suspended"}]
    await taoyuan.resume(a1, suspension, date(2024, 2, 5))
    turns = [(await taoyuan.dispatch(await taoyuan.case())).json()["unit_id"] for _ in range(2)]
    assert turns == [str(a1), str(a2)]


async def test_where_the_turn_decides_nobody_else_names_a_unit(taoyuan):
    a1, a2 = await taoyuan.unit("A"), await taoyuan.unit("A")
    await _rotation(taoyuan, a1, a2)
    refused = await taoyuan.dispatch(await taoyuan.case(), a2)
    assert (refused.status_code, refused.json()["rule"]) == (422, "TY-13-13")


async def test_a_dry_run_of_a_turn_uses_none(taoyuan):
    a1, a2 = await taoyuan.unit("A"), await taoyuan.unit("A")
    await _rotation(taoyuan, a1, a2)
    case_id = await taoyuan.case()
    path = f"/v1/cases/{case_id}/a-dispatches"
    tried = await taoyuan.h.post(path, {}, by=taoyuan.by("care_manager"), dry_run="true")
    assert [e["type"] for e in tried.json()["events"]] == ["tw.ltc.case.referred.v1", "tw.ltc.rotation.advanced.v1"]
    assert await taoyuan.h.events(CaseReferred) == []
    assert (await taoyuan.dispatch(case_id)).json()["unit_id"] == str(a1)

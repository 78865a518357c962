"""What audit, intake and care-plan tell is in force here, and told again it changes nothing."""

from datetime import date
from uuid import uuid4

from chassis.bus import Received
from dispatch_builders import quota
from schemas.events.dispatch import ReferralEnded


async def test_a_suspension_takes_the_unit_out_and_its_end_brings_it_back(nantou):
    a = await nantou.unit("A")
    suspension = await nantou.suspend(a, until=date(2024, 3, 1))
    case_id = await nantou.case()
    path = f"/v1/cases/{case_id}/a-candidates"
    by = nantou.by("care_manager")
    [seen] = (await nantou.h.get(path, by=by)).json()["candidates"]
    assert (seen["eligible"], seen["reasons"]) == (False, [{"code": "suspended", "rule": "TY-13-09"}])
    await nantou.resume(a, suspension, date(2024, 2, 5))
    [seen] = (await nantou.h.get(path, by=by)).json()["candidates"]
    assert seen["eligible"]


async def test_a_suspension_ends_by_its_own_day(nantou):
    a = await nantou.unit("A")
    await nantou.suspend(a, until=date(2024, 2, 6))
    case_id = await nantou.case()
    assert (await nantou.dispatch(case_id, a)).status_code == 409
    nantou.h.clock.advance_to(date(2024, 2, 6))
    assert (await nantou.dispatch(case_id, a)).status_code == 201


async def test_another_county_s_suspension_touches_nothing(nantou):
    a = await nantou.unit("A")
    await nantou.suspend(a)
    nantou.county = "taoyuan"
    other = await nantou.unit("A")
    case_id = await nantou.case()
    seen = (await nantou.h.get(f"/v1/cases/{case_id}/a-candidates", by=nantou.by("care_manager"))).json()
    assert [(c["unit_id"], c["eligible"]) for c in seen["candidates"]] == [(str(other), True)]


async def test_the_same_event_twice_is_one(nantou):
    a = await nantou.unit("A")
    case_id = uuid4()
    event_id = await nantou.h.give(quota(case_id))
    await nantou.dispatch(case_id, a)
    again = quota(case_id)
    headers = {
        "ce_id": str(event_id),
        "ce_source": "/intake",
        "ce_type": again.TYPE,
        "ce_subject": str(case_id),
        "ce_time": "2024-02-05T00:00:00+00:00",
        "ce_county": "nantou",
        "ce_specversion": "1.0",
    }
    value = again.model_dump_json().encode()
    await nantou.h.give_message(Received(topic=again.TOPIC, key=str(case_id), headers=headers, value=value))
    assert (await nantou.dispatch(case_id, a)).json()["rule"] == "NA-02-13"


async def test_a_new_quota_leaves_the_case_with_its_a_unit(nantou):
    a, b = await nantou.unit("A"), await nantou.unit()
    case_id, item = await nantou.planned(a)
    await nantou.h.give(quota(case_id, cms_level=5, monthly_quota_twd=24100))
    assert (await nantou.refer(case_id, item, a, b)).status_code == 201


async def test_a_closed_case_ends_its_referrals_and_owes_nothing(nantou):
    a, b = await nantou.unit("A"), await nantou.unit()
    case_id, item, _ = await nantou.referred(a, b)
    await nantou.close(case_id, date(2024, 2, 5))
    await nantou.close(case_id, date(2024, 2, 5))
    assert [e["unit_type"] for e in await nantou.h.events(ReferralEnded)] == ["A", "B"]
    assert {d["state"] for d in await nantou.h.deadlines()} == {"cancelled"}
    assert {r["status"] for r in await nantou.referrals(case_id=str(case_id))} == {"ended"}
    assert (await nantou.refer(case_id, item, a, b)).status_code == 404  # the relation has ended with the case
    units = (await nantou.h.get("/v1/units", by=nantou.by("county_gov"))).json()["items"]
    assert {u["open_cases"] for u in units} == {0}


async def test_a_service_that_no_referral_led_to_is_passed_by(nantou):
    ghost = {"id": uuid4(), "unit_id": uuid4(), "service_code": "CA07"}
    await nantou.served(uuid4(), ghost, date(2024, 2, 5))
    assert await nantou.h.events() == []

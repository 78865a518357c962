"""An approved plan item goes to a B unit, by the A unit that has the case."""

import asyncio
from uuid import uuid4

from dispatch_builders import DISTRICT, plan
from schemas.events.dispatch import CaseReferred, RotationAdvanced


async def test_an_item_that_is_not_approved_is_refused(nantou):
    a, b = await nantou.unit("A"), await nantou.unit()
    case_id, _ = await nantou.planned(a)
    refused = await nantou.refer(case_id, uuid4(), a, b)
    assert (refused.status_code, refused.json()["rule"]) == (409, "NA-02-26")


async def test_an_item_of_an_earlier_version_is_referred_no_more(nantou):
    a, b = await nantou.unit("A"), await nantou.unit()
    case_id, old = await nantou.planned(a)
    new = uuid4()
    await nantou.h.give(plan(case_id, new))
    assert (await nantou.refer(case_id, old, a, b)).json()["rule"] == "NA-02-26"
    assert (await nantou.refer(case_id, new, a, b)).status_code == 201


async def test_only_the_case_s_own_a_unit_refers(nantou):
    a, other, b = await nantou.unit("A"), await nantou.unit("A"), await nantou.unit()
    case_id, item = await nantou.planned(a)
    foreign = await nantou.refer(case_id, item, other, b)
    unknown = await nantou.refer(uuid4(), item, other, b)
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    centre = {"plan_item_id": str(item), "unit_id": str(b), "client_choice": True}
    answer = await nantou.h.post(f"/v1/cases/{case_id}/b-referrals", centre, by=nantou.by("care_manager"))
    assert (answer.status_code, answer.json()["rule"]) == (403, "NA-02-27")


async def test_without_an_a_unit_the_care_manager_refers(nantou):
    b = await nantou.unit()
    case_id, item = await nantou.case(), uuid4()
    await nantou.h.give(plan(case_id, item))
    body = {"plan_item_id": str(item), "unit_id": str(b), "client_choice": True}
    answer = await nantou.h.post(f"/v1/cases/{case_id}/b-referrals", body, by=nantou.by("care_manager"))
    assert answer.status_code == 201, answer.text
    assert {d["awaited_by_role"] for d in await nantou.h.deadlines()} == {"care_manager"}


async def test_an_item_has_one_referral_at_a_time_also_with_two_at_once(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    case_id, item = await nantou.planned(a)
    answers = await asyncio.gather(*(nantou.refer(case_id, item, a, b) for b in (b1, b2)))
    assert sorted(x.status_code for x in answers) == [201, 409]
    [refused] = [x for x in answers if x.status_code == 409]
    assert refused.json()["rule"] == "NA-02-27"


async def test_a_unit_outside_its_contract_is_refused_with_the_paragraph(nantou):
    a = await nantou.unit("A")
    elsewhere = await nantou.unit(districts=["魚池鄉"])
    other_service = await nantou.unit(service_codes=["CB01"])
    case_id, item = await nantou.planned(a)
    assert (await nantou.refer(case_id, item, a, elsewhere)).json()["rule"] == "NT-04-07"
    assert (await nantou.refer(case_id, item, a, other_service)).json()["rule"] == "TY-3104-07"


async def test_the_unit_that_the_client_chose_in_the_plan_is_taken_unasked(nantou):
    a, _, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    case_id, item = await nantou.planned(a, chosen=b2)
    answer = await nantou.refer(case_id, item, a)
    assert (answer.json()["unit_id"], answer.json()["method"]) == (str(b2), "client_choice")


async def test_without_a_wish_the_soonest_is_taken(nantou):
    a, _ = await nantou.unit("A"), await nantou.unit(first_service_days=5)
    soon = await nantou.unit(first_service_days=2)
    case_id, item = await nantou.planned(a)
    answer = await nantou.refer(case_id, item, a)
    assert (answer.json()["unit_id"], answer.json()["method"]) == (str(soon), "immediacy")
    path = f"/v1/cases/{case_id}/b-candidates"
    seen = await nantou.h.get(path, by=nantou.by("a_case_manager", unit=a), plan_item_id=str(item))
    assert [c["eligible"] for c in seen.json()["candidates"]] == [True, True]


async def test_an_a_unit_s_own_table_turns_where_the_county_lets_it_have_one(taoyuan):
    a, b1, b2 = await taoyuan.unit("A"), await taoyuan.unit(), await taoyuan.unit()
    mine = taoyuan.by("a_case_manager", unit=a)
    body = {"unit_type": "B", "district": DISTRICT, "unit_ids": [str(b2), str(b1)], "service_kind": "C"}
    assert (await taoyuan.h.post("/v1/rotation-lists", body, by=mine)).status_code == 201
    assert (await taoyuan.h.post("/v1/rotation-lists", body, by=mine)).json()["rule"] == "AM-170"
    chosen = []
    for _ in range(3):
        case_id, item = await taoyuan.case(), uuid4()
        await taoyuan.dispatch(case_id, a, client_choice=True)
        await taoyuan.h.give(plan(case_id, item), county="taoyuan")
        chosen.append((await taoyuan.refer(case_id, item, a)).json()["unit_id"])
    assert chosen == [str(b2), str(b1), str(b2)]
    assert [e["turn"] for e in await taoyuan.h.events(RotationAdvanced)] == [1, 2, 3]


async def test_an_affiliate_is_tracked_and_not_barred(nantou):
    a = await nantou.unit("A", legal_person_id="LP-1")
    b = await nantou.unit(legal_person_id="LP-1")
    await nantou.referred(a, b)
    assert [e["affiliated"] for e in await nantou.h.events(CaseReferred)] == [False, True]


async def test_a_service_without_a_clock_of_its_own_starts_none(nantou):
    a, b = await nantou.unit("A"), await nantou.unit()
    _, _, referral = await nantou.referred(a, b, code="BA01")
    assert (referral["reply_due_on"], referral["first_service_due_on"]) == (None, None)
    assert await nantou.h.deadlines() == []

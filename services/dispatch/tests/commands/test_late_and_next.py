"""A unit that is late: told once, and then what the A unit's principle says."""

import asyncio
from datetime import date
from uuid import uuid4

from chassis.runner import Runner
from dispatch_builders import plan
from schemas.events.dispatch import CaseReassigned, CaseReferred, ReassignmentProposed, ServiceDelayed


async def test_the_first_case_s_referral_is_due_as_the_handbook_counts(nantou):
    a, b1 = await nantou.unit("A"), await nantou.unit()
    _, _, referral = await nantou.referred(a, b1)
    assert (referral["reply_due_on"], referral["first_service_due_on"]) == ("2024-02-15", "2024-02-17")
    [first, reply] = sorted(await nantou.h.deadlines(), key=lambda d: d["name"])
    assert (reply["due_on"], first["due_on"]) == (date(2024, 2, 15), date(2024, 2, 17))
    assert (reply["owed_by_unit"], reply["awaited_by_unit"]) == (b1, a)
    assert (reply["rule"], first["rule"]) == ("NT-04-08", "NT-04-09")
    told = (await nantou.h.events(CaseReferred))[-1]
    assert {c["name"]: c["due_on"] for c in told["clocks"]} == {"reply": "2024-02-15", "first_service": "2024-02-17"}
    assert (told["reply_due_on"], told["method"]) == ("2024-02-15", "client_choice")


async def test_an_automatic_principle_asks_the_next_unit_and_keeps_the_history(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    assert (await nantou.principle(a, "automatic")).status_code == 201
    case_id, _, first = await nantou.referred(a, b1)
    assert await nantou.h.advance_to(date(2024, 2, 15)) == 0
    assert await nantou.h.advance_to(date(2024, 2, 16)) == 1
    assert await Runner(nantou.h.service).fire() == 0
    [delayed] = await nantou.h.events(ServiceDelayed)
    assert (delayed["clock"], delayed["due_on"], delayed["reason_code"]) == ("reply", "2024-02-15", "provider")
    assert delayed["excluded"] is False
    [reassigned] = await nantou.h.events(CaseReassigned)
    assert (reassigned["from_unit_id"], reassigned["to_unit_id"]) == (str(b1), str(b2))
    second = (await nantou.referrals(case_id=str(case_id), unit_id=str(b2)))[0]
    assert (second["referred_on"], second["first_service_due_on"]) == ("2024-02-16", "2024-02-22")
    assert second["replaces_referral_id"] == first["id"]
    old = await nantou.read(first["id"])
    assert [line["status"] for line in old["history"]] == ["referred", "delayed", "reassigned"]
    states = {(d["subject_id"], d["name"]): d["state"] for d in await nantou.h.deadlines()}
    assert sorted(states.values()) == ["cancelled", "cancelled", "open", "open"]


async def test_a_late_answer_after_the_reassignment_is_refused_with_the_reason(nantou):
    a, b1, _ = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    case_id, _, first = await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 16))
    answer = await nantou.reply(first["id"], b1)
    assert answer.status_code == 409
    assert answer.json()["rule"] == "NA-02-28"
    assert answer.json()["facts"] == {"reassigned_on": "2024-02-16", "reason": "delayed"}
    seen = await nantou.referrals(by=nantou.by("b_unit", unit=b1), case_id=str(case_id))
    assert [r["id"] for r in seen] == [first["id"]]


async def test_by_default_the_next_unit_is_proposed_and_the_case_manager_confirms(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    _, _, first = await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 16))
    [proposed] = await nantou.h.events(ReassignmentProposed)
    assert proposed["to_unit_id"] == str(b2)
    assert (await nantou.read(first["id"]))["proposed_unit_id"] == str(b2)
    path = f"/v1/referrals/{first['id']}/reassignments"
    body = {"to_unit_id": str(b2), "reason": "delayed"}
    answer = await nantou.h.post(path, body, by=nantou.by("a_case_manager", unit=a))
    assert answer.status_code == 201, answer.text
    assert (answer.json()["unit_id"], answer.json()["replaces_referral_id"]) == (str(b2), first["id"])
    assert (await nantou.read(first["id"]))["proposal_open"] is False


async def test_both_clocks_that_pass_under_a_proposal_are_told_once_each(nantou):
    a, b1, _ = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 16))
    await nantou.h.advance_to(date(2024, 2, 18))
    assert [e["clock"] for e in await nantou.h.events(ServiceDelayed)] == ["reply", "first_service"]
    assert len(await nantou.h.events(ReassignmentProposed)) == 1


async def test_both_clocks_that_pass_in_one_leap_are_told_and_one_reassignment_follows(nantou):
    a, b1, _ = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 19))
    assert [e["clock"] for e in await nantou.h.events(ServiceDelayed)] == ["reply", "first_service"]
    assert len(await nantou.h.events(CaseReassigned)) == 1


async def test_without_another_unit_a_person_has_to_decide(nantou):
    a, b1 = await nantou.unit("A"), await nantou.unit()
    await nantou.principle(a, "automatic")
    _, _, first = await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 16))
    [proposed] = await nantou.h.events(ReassignmentProposed)
    assert proposed["to_unit_id"] is None
    assert (await nantou.read(first["id"]))["status"] == "delayed"


async def test_a_refusal_frees_the_client_and_the_next_unit_is_asked(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    case_id, _, first = await nantou.referred(a, b1)
    assert (await nantou.reply(first["id"], b1, "declined")).json()["rule"] == "NA-04-08"
    answer = await nantou.reply(first["id"], b1, "declined", reason_code="no_staff", with_cause=True)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["status"], answer.json()["reason"]) == ("reassigned", "declined")
    assert (await nantou.kinds())[-3:] == ["referral.declined", "case.reassigned", "case.referred"]
    assert [r["unit_id"] for r in await nantou.referrals(case_id=str(case_id), status="referred")][-1] == str(b2)
    states = [d["state"] for d in await nantou.h.deadlines() if str(d["subject_id"]) == first["id"]]
    assert sorted(states) == ["cancelled", "met"]


async def test_a_first_service_stops_its_clock_on_the_day_it_was_given(nantou):
    a, b1 = await nantou.unit("A"), await nantou.unit()
    case_id, _, first = await nantou.referred(a, b1)
    await nantou.reply(first["id"], b1)
    nantou.h.clock.advance_to(date(2024, 2, 17))
    await nantou.served(case_id, first, date(2024, 2, 16))
    await nantou.served(case_id, first, date(2024, 2, 16))
    assert (await nantou.read(first["id"]))["status"] == "serving"
    assert {d["name"]: d["state"] for d in await nantou.h.deadlines()} == {"reply": "met", "first_service": "met"}
    assert (await nantou.kinds()).count("deadline.settled") == 1  # the fact is prof-service's, the clock is ours


async def test_a_served_case_has_no_first_service_delay(nantou):
    a, b1 = await nantou.unit("A"), await nantou.unit()
    case_id, _, first = await nantou.referred(a, b1)
    await nantou.reply(first["id"], b1)
    await nantou.served(case_id, first, date(2024, 2, 5))
    assert await nantou.h.advance_to(date(2024, 3, 1)) == 0


async def test_an_excused_delay_is_left_out_of_the_rates_where_the_county_says_so(yilan):
    a, b1 = await yilan.unit("A"), await yilan.unit()
    await yilan.referred(a, b1)
    [first] = await yilan.h.deadlines()
    assert (first["name"], first["due_on"], first["rule"]) == ("first_service", date(2024, 2, 12), "YL-31-07")
    path = f"/v1/deadlines/{first['id']}/excuses"
    await yilan.h.post(path, {"reason": "client_factor"}, by=yilan.by("a_case_manager", unit=a))
    await yilan.h.advance_to(date(2024, 2, 13))
    [delayed] = await yilan.h.events(ServiceDelayed)
    assert (delayed["reason_code"], delayed["excluded"]) == ("client_factor", True)


async def test_a_county_without_a_rule_starts_no_clock(taoyuan):
    a, b1 = await taoyuan.unit("A"), await taoyuan.unit()
    case_id = await taoyuan.case()
    await taoyuan.dispatch(case_id, a, client_choice=True)
    item = uuid4()
    await taoyuan.h.give(plan(case_id, item), county="taoyuan")
    answer = await taoyuan.refer(case_id, item, a, b1)
    assert (answer.json()["reply_due_on"], answer.json()["first_service_due_on"]) == (None, None)
    assert await taoyuan.h.deadlines() == []


async def test_many_runners_tell_a_delay_once(nantou):
    a, b1, _ = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    for _ in range(3):
        await nantou.referred(a, b1)
    nantou.h.clock.advance_to(date(2024, 2, 16))
    await asyncio.gather(*(Runner(nantou.h.service).fire() for _ in range(4)))
    await Runner(nantou.h.service).fire()
    told = await nantou.h.events(ServiceDelayed)
    assert len({e["referral_id"] for e in told}) == len(told) == 3
    assert len(await nantou.h.events(CaseReassigned)) == 3


async def test_an_accepted_referral_that_is_not_served_in_time_is_reassigned_too(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    _, _, first = await nantou.referred(a, b1)
    await nantou.reply(first["id"], b1)
    assert await nantou.h.advance_to(date(2024, 2, 17)) == 0
    assert await nantou.h.advance_to(date(2024, 2, 18)) == 1
    [delayed] = await nantou.h.events(ServiceDelayed)
    assert (delayed["clock"], delayed["due_on"]) == ("first_service", "2024-02-17")
    [reassigned] = await nantou.h.events(CaseReassigned)
    assert (reassigned["to_unit_id"], reassigned["reassigned_on"]) == (str(b2), "2024-02-18")


async def test_a_late_acceptance_before_the_confirmation_settles_the_proposal(nantou):
    a, b1, _ = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    _, _, first = await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 16))
    assert (await nantou.reply(first["id"], b1)).status_code == 201
    seen = await nantou.read(first["id"])
    assert (seen["status"], seen["proposal_open"], seen["late"]) == ("replied", False, ["reply"])
    states = {d["name"]: d["state"] for d in await nantou.h.deadlines()}
    assert states == {"reply": "met_late", "first_service": "open"}


async def test_a_reassignment_names_another_unit_that_can_take_the_case(nantou):
    a, b1 = await nantou.unit("A"), await nantou.unit()
    elsewhere = await nantou.unit(districts=["魚池鄉"])
    _, _, first = await nantou.referred(a, b1)
    path, by = f"/v1/referrals/{first['id']}/reassignments", nantou.by("a_case_manager", unit=a)
    for unit, rule in ((b1, "NA-02-28"), (elsewhere, "NT-04-07"), (uuid4(), "TY-3104-07")):
        answer = await nantou.h.post(path, {"to_unit_id": str(unit), "reason": "cannot_serve"}, by=by)
        assert answer.json()["rule"] == rule
    centre = {"to_unit_id": str(elsewhere), "reason": "cannot_serve"}
    assert (await nantou.h.post(path, centre, by=nantou.by("care_manager"))).json()["rule"] == "NA-02-27"
    stranger = nantou.by("a_case_manager", unit=uuid4())
    assert (await nantou.h.post(path, centre, by=stranger)).status_code == 404


async def test_a_referral_and_the_runner_at_once_leave_one_open_referral(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    case_id, item, _ = await nantou.referred(a, b1)
    nantou.h.clock.advance_to(date(2024, 2, 16))
    fired = Runner(nantou.h.service).fire()
    answer, _ = await asyncio.gather(nantou.refer(case_id, item, a, b2), fired)
    await Runner(nantou.h.service).fire()
    assert (answer.status_code, answer.json()["rule"]) == (409, "NA-02-27")
    still = [r for r in await nantou.referrals(case_id=str(case_id)) if r["unit_type"] == "B"]
    assert sorted(r["status"] for r in still) == ["reassigned", "referred"]


async def test_what_a_unit_carries_follows_its_referrals(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 16))
    units = (await nantou.h.get("/v1/units", by=nantou.by("county_gov"))).json()["items"]
    assert {u["id"]: u["open_cases"] for u in units} == {str(a): 1, str(b1): 0, str(b2): 1}

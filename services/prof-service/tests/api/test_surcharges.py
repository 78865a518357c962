"""Does an application go its two steps, by the right people, and one a day?"""

import asyncio
from datetime import date

from schemas.events.surcharges import EveningHolidayApproved, EveningHolidayRejected, EveningHolidayRequested

DAY = date(2024, 2, 27)
PATH = "/v1/evening-holiday-requests"


async def form(training, **changed):
    engagement = await training.engagement()
    filled = {
        "engagement_id": engagement["id"],
        "codes": ["AA08"],
        "service_date": DAY.isoformat(),
        "starts_at": "20:00",
        "reasons": [{"reason": "aged_caregiver", "caregiver_age": 78}],
        "applicant": "primary_caregiver",
        "signer": "family",
        "signed_on": "2024-02-20",
        "declared": True,
    }
    return {**filled, **changed}


async def test_confirmed_by_the_case_manager_and_ticked_by_the_care_manager(running, training):
    await training.ready()
    by_unit, by_a, by_centre = (training.by(role) for role in ("b_unit", "a_case_manager", "care_manager"))
    asked = await running.post(PATH, await form(training), by=by_unit)
    assert (asked.status_code, asked.json()["status"]) == (201, "requested"), asked.text
    path = f"{PATH}/{asked.json()['id']}"
    early = await running.post(f"{path}/decisions", {}, by=by_centre)
    assert (early.status_code, early.json()["rule"]) == (409, "AM-22")
    for role, noun in (("b_unit", "confirmations"), ("care_manager", "confirmations"), ("a_case_manager", "decisions")):
        assert (await running.post(f"{path}/{noun}", {}, by=training.by(role))).status_code == 403
    assert (await running.post(f"{path}/confirmations", {}, by=by_a)).json()["status"] == "confirmed"
    assert (await running.post(f"{path}/decisions", {}, by=by_centre)).json()["status"] == "approved"
    # what the quick notice to both stands on (NT-04-25)
    [told], [ticked] = await running.events(EveningHolidayRequested), await running.events(EveningHolidayApproved)
    assert (told["surcharge"], told["reasons"], told["service_date"]) == ("AA08", ["aged_caregiver"], "2024-02-27")
    assert ticked["surcharge_request_id"] == asked.json()["id"]
    listed = (await running.get(PATH, by=by_centre, status="approved")).json()["items"]
    assert [one["id"] for one in listed] == [asked.json()["id"]]


async def test_what_is_turned_down_may_be_asked_again_and_the_words_are_sealed(running, training):
    await training.ready()
    other = {"reason": "county_recognised", "details": ["other"]}
    body = await form(training, reasons=[other], explanation="不可外流的原因")
    asked = await running.post(PATH, body, by=training.by("b_unit"))
    assert "不可外流" not in asked.text
    rejected = await running.post(
        f"{PATH}/{asked.json()['id']}/confirmations", {"rejection": "not_eligible"}, by=training.by("a_case_manager")
    )
    assert rejected.json()["status"] == "rejected"
    [told] = await running.events(EveningHolidayRejected)
    assert (told["step"], told["reason"]) == ("a_case_manager", "not_eligible")
    assert (await running.post(PATH, await form(training), by=training.by("care_manager"))).status_code == 201


async def test_of_two_applications_for_one_day_one_wins_and_both_codes_never(running, training):
    await training.ready()
    body, by = await form(training), training.by("b_unit")
    both = await asyncio.gather(*[running.post(PATH, body, by=by) for _ in range(2)])
    assert sorted(a.status_code for a in both) == [201, 409]
    other = await form(training, codes=["AA09"], service_date="2024-02-24")
    assert (await running.post(PATH, other, by=by)).status_code == 201
    evening = await form(training, service_date="2024-02-24")
    assert (await running.post(PATH, evening, by=by)).json()["rule"] == "REG-A4"


async def test_a_late_form_and_a_foreign_unit(running, training):
    await training.ready()
    late = await running.post(PATH, await form(training, service_date="2024-02-19"), by=training.by("b_unit"))
    assert (late.status_code, late.json()["rule"]) == (409, "NT-04-23")
    assert late.json()["source"]["section"]
    foreign = await running.post(PATH, await form(training), by=training.by("b_unit", unit=training.b2))
    assert foreign.status_code == 404
    assert (await running.post(PATH, await form(training), by=training.by("prof_staff"))).status_code == 403

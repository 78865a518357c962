"""The worked example of the Nantou handbook (伍.一.(三)) travels from the family's call to the third training session.

Everything goes through HTTP, on both transports; what must be seen each day is the table of the handbook's deadlines.
"""

from collections.abc import Callable
from datetime import date

import httpx
from ltc.demo.papers import LATER_RECORD
from ltc.demo.portal import Portal
from ltc.demo.story import FirstCase

from tests.journeys.conftest import Journey


def refused(answer: httpx.Response, rule: str, *status: int) -> dict:
    """The answer is a problem that names its paragraph."""
    assert answer.status_code in (status or (403, 409, 422)), answer.text
    problem = answer.json()
    assert problem["rule"] == rule, problem
    assert problem["source"]["section"], problem
    return problem


async def timeline(portal: Portal, story: FirstCase) -> dict:
    return await portal.get(f"/audit/v1/cases/{story.case_id}/timeline", by=story.bearer("health_bureau"), limit="200")


async def clock_named(portal: Portal, story: FirstCase, name: str, opened_on: str) -> dict:
    """The audit's view of one clock, once it has heard of it."""

    def found(seen: dict) -> bool:
        return any(c["name"] == name and c["opened_on"] == opened_on for c in seen["clocks"])

    path = f"/audit/v1/cases/{story.case_id}/timeline"
    seen = await portal.until(path, found, by=story.bearer("health_bureau"), limit="200")
    return next(c for c in seen["clocks"] if c["name"] == name and c["opened_on"] == opened_on)


async def test_the_first_case_from_the_call_to_the_third_session(journey: Journey) -> None:
    story, portal, bearer = journey.first_case(), journey.portal, journey.bearer
    await story.contract_units()

    # Mon 15 Jan: application by the 1966 line
    await story.application()
    manager = bearer("care_manager")
    unknown = story.application_form(channel="carrier_pigeon", person={**_other_person()})
    refused(await portal.post("/intake/v1/applications", unknown, by=manager), "NA-02-02", 422)
    again = refused(await portal.post("/intake/v1/applications", story.application_form(), by=manager), "AM-146", 409)
    assert again["facts"]["reference"] == story.reference
    assert "A123456789" not in str(again)

    # Wed 17 Jan: visit
    journey.clock.advance_to(date(2024, 1, 17))
    assessments = f"/intake/v1/cases/{story.case_id}/assessments"
    refused(await portal.post(assessments, story.assessment(cms_level=9), by=manager), "NA-02-09", 422)
    six = [{"problem_no": n} for n in (4, 2, 3, 5, 6, 7)]
    refused(await portal.post(assessments, story.assessment(problems=six), by=manager), "NT-05-01", 422)
    await story.visit()

    # Thu 18 Jan: sign-off by another person
    journey.clock.advance_to(date(2024, 1, 18))
    assessor_as_supervisor = _same_person(journey, "care_manager-1", "care_supervisor")
    sign_offs = f"/intake/v1/cases/{story.case_id}/sign-offs"
    refused(await portal.post(sign_offs, {"decision": "approved"}, by=assessor_as_supervisor), "NA-02-12", 403, 409)
    assert (await portal.post(sign_offs, {"decision": "approved"}, by=manager)).status_code == 403
    await story.sign_off()

    # the same day: the care manager picks an A unit with a reason
    candidates = await portal.until(f"/dispatch/v1/cases/{story.case_id}/a-candidates", bool, by=manager)
    by_unit = {c["unit_id"]: c for c in candidates["candidates"]}
    assert by_unit[story.units["A1"]]["eligible"]
    assert not by_unit[story.units["A3"]]["eligible"]
    dispatches = f"/dispatch/v1/cases/{story.case_id}/a-dispatches"
    no_reason = {"unit_id": story.units["A1"], "client_choice": False}
    refused(await portal.post(dispatches, no_reason, by=manager), "AM-179")
    suspended = {"unit_id": story.units["A3"], "client_choice": False, "reason_code": "nearest_to_client"}
    assert (await portal.post(dispatches, suspended, by=manager)).status_code == 409
    await story.a_dispatch()

    # Fri 19 – Mon 22 Jan: contact, visit, plan
    await story.contact_and_visit()
    a_manager = story.a_case_manager()
    drafts, submissions = (f"/care-plan/v1/plans/{story.plan_id}/{noun}" for noun in ("drafts", "submissions"))
    await portal.done(drafts, story.plan(quantity=5, groups=4), by=a_manager)
    over = refused(await portal.post(submissions, by=a_manager), "NA-02-24")
    assert over["facts"]["quota"] in (18580, "18,580", "18580")
    await portal.done(drafts, story.plan(goal_statement=None), by=a_manager)
    refused(await portal.post(submissions, by=a_manager), "NT-05-07")
    assert not [c for c in (await timeline(portal, story))["clocks"] if c["name"] == "a_plan"]  # Nantou has none
    await story.draft_and_submit()

    # Wed 24 Jan: returned once, then approved; both versions are readable
    await story.review()
    for number, status in ((1, "returned"), (2, "approved")):
        version = await portal.get(f"/care-plan/v1/plans/{story.plan_id}/versions/{number}", by=a_manager)
        assert version["status"] == status

    # Mon 5 Feb: referral to the unit that the client named
    await story.b_referral()
    reply = await clock_named(portal, story, "reply", "2024-02-05")
    first = await clock_named(portal, story, "first_service", "2024-02-05")
    assert reply["due_on"] == "2024-02-15"  # three working days over Lunar New Year
    assert first["due_on"] == "2024-02-17"  # a make-up workday
    owed = await portal.get("/dispatch/v1/work-items", by=bearer("b_unit", unit=story.units["B1"]))
    assert [(i["name"], i["due_on"]) for i in owed["items"]] == [
        ("reply", "2024-02-15"),
        ("first_service", "2024-02-17"),
    ]

    # Fri 16 Feb: B1 has not answered; automatic reassignment to B2
    await story.reassigned()
    late = f"/dispatch/v1/referrals/{story.referrals['B1']['id']}/replies"
    refused(await portal.post(late, {"answer": "accepted"}, by=bearer("b_unit", unit=story.units["B1"])), "NA-02-28")
    assert (await clock_named(portal, story, "first_service", "2024-02-16"))["due_on"] == "2024-02-22"

    # Tue 20 Feb: session 1
    await story.first_session()
    assert (await clock_named(portal, story, "record", "2024-02-20"))["due_on"] == "2024-02-22"
    assert (await clock_named(portal, story, "documents", "2024-02-20"))["due_on"] == "2024-02-23"

    # Fri 23 Feb: the A case manager uploads the documents and activates the goal record
    await story.goal()

    # Sun 25 Feb: five days apart
    journey.clock.advance_to(date(2024, 2, 25))
    too_soon = refused(await story.session(date(2024, 2, 25)), "NT-04-19")
    assert "2024-02-26" in str(too_soon["facts"])

    # Tue 27 Feb, Tue 5 Mar; the third record on Fri 8 Mar
    await story.second_session()
    await story.third_session()
    third = await clock_named(portal, story, "record", "2024-03-05")
    assert third["due_on"] == "2024-03-07"
    journey.clock.advance_to(date(2024, 3, 8))
    await portal.until(
        f"/audit/v1/cases/{story.case_id}/timeline", _told("RecordOverdue"), by=bearer("health_bureau"), limit="200"
    )
    await story.third_record()

    await _equals_the_table(portal, story)
    await _each_sees_its_own(journey, story)


async def _equals_the_table(portal: Portal, story: FirstCase) -> None:
    """The audit's timeline tells the story of the table, in order, with clocks met, missed and late."""

    def complete(seen: dict) -> bool:
        return [e["name"] for e in seen["entries"]].count("SessionRecorded") == 3

    path = f"/audit/v1/cases/{story.case_id}/timeline"
    seen = await portal.until(path, complete, by=story.bearer("health_bureau"), limit="200")
    told = [(e["on"], e["name"]) for e in seen["entries"]]
    expected = [
        ("2024-01-15", "ApplicationReceived"),
        ("2024-01-15", "HomeVisitScheduled"),
        ("2024-01-17", "NeedsAssessed"),
        ("2024-01-17", "AssessmentSubmitted"),
        ("2024-01-18", "QuotaApproved"),
        ("2024-01-18", "CaseReferred"),
        ("2024-01-22", "CarePlanSubmitted"),
        ("2024-01-24", "CarePlanReturned"),
        ("2024-01-24", "CarePlanSubmitted"),
        ("2024-01-24", "CarePlanApproved"),
        ("2024-02-05", "CaseReferred"),
        ("2024-02-16", "ServiceDelayed"),
        ("2024-02-16", "CaseReassigned"),
        ("2024-02-16", "CaseReferred"),
        ("2024-02-16", "ReferralReplied"),
        ("2024-02-20", "FirstServiceDelivered"),
        ("2024-02-21", "SessionRecorded"),
        ("2024-02-22", "ServicePlanSubmitted"),
        ("2024-02-27", "SessionDelivered"),
        ("2024-02-29", "SessionRecorded"),
        ("2024-03-05", "SessionDelivered"),
        ("2024-03-08", "RecordOverdue"),
        ("2024-03-08", "SessionRecorded"),
    ]
    assert _in_order(expected, told), told
    assert told.count(("2024-02-16", "ServiceDelayed")) == 1
    outcomes = sorted((c["opened_on"], c["name"], c["due_on"], c["outcome"]) for c in seen["clocks"])
    assert outcomes == [
        ("2024-02-05", "first_service", "2024-02-17", "cancelled"),
        ("2024-02-05", "reply", "2024-02-15", "missed"),
        ("2024-02-16", "first_service", "2024-02-22", "met"),
        ("2024-02-16", "reply", "2024-02-20", "met"),
        ("2024-02-20", "documents", "2024-02-23", "met"),
        ("2024-02-20", "record", "2024-02-22", "met"),
        ("2024-02-22", "document_upload", "2024-02-27", "met"),
        ("2024-02-22", "goal_setup", "2024-02-27", "met"),
        ("2024-02-23", "goal_correction", "2024-03-06", "met"),  # the window to correct it closes: the goal is frozen
        ("2024-02-27", "record", "2024-03-01", "met"),
        ("2024-03-05", "record", "2024-03-07", "met_late"),
        ("2024-07-31", "training", "2024-07-31", "open"),
    ]
    causes = {e["name"]: e["cause"]["name"] for e in seen["entries"] if e["cause"]}
    assert causes["PlanDraftingStarted"] == "CaseReferred"
    assert causes["ProfessionalItemApproved"] == "CarePlanApproved"
    month = await portal.get("/audit/v1/timeliness", by=story.bearer("health_bureau"), month="2024-02")
    rows = {(r["name"], r["owed_by_unit"]): r for r in month["rows"]}
    reply_b1 = rows["reply", story.units["B1"]]
    assert (reply_b1["opened"], reply_b1["met"], reply_b1["missed"]) == (1, 0, 1)
    assert rows["record", story.units["B2"]]["met"] == 2


async def _each_sees_its_own(journey: Journey, story: FirstCase) -> None:
    """After the reassignment B1 reads only what it did itself; another county sees nothing."""
    portal, bearer = journey.portal, journey.bearer
    b1, b2 = (bearer("b_unit", unit=story.units[key]) for key in ("B1", "B2"))
    engagement = f"/prof-service/v1/engagements/{story.engagement_id}"
    assert (await portal.ask(engagement, by=b2)).status_code == 200
    foreign = await portal.ask(engagement, by=b1)
    assert foreign.status_code == 404
    mine = await portal.get("/dispatch/v1/referrals", by=b1, case_id=story.case_id)
    assert [r["id"] for r in mine["items"]] == [story.referrals["B1"]["id"]]
    elsewhere = bearer("care_manager", in_county="taoyuan")
    assert (await portal.ask(f"/intake/v1/cases/{story.case_id}", by=elsewhere)).status_code == 404
    assert (await portal.ask(f"/audit/v1/cases/{story.case_id}/timeline", by=elsewhere)).status_code == 404
    assert (await portal.get("/intake/v1/cases", by=elsewhere))["items"] == []


async def test_a_double_submit_is_one_application(embedded: Journey) -> None:
    story = embedded.first_case()
    await story.contract_units()
    embedded.clock.advance_to(date(2024, 1, 15))
    headers = {**embedded.bearer("care_manager"), "Idempotency-Key": "one-and-the-same"}
    form = story.application_form()
    client = embedded.portal._client
    first = await client.post("/intake/v1/applications", json=form, headers=headers)
    second = await client.post("/intake/v1/applications", json=form, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()


async def test_every_step_can_be_tried_before_it_is_done(embedded: Journey) -> None:
    story, portal = embedded.first_case(), embedded.portal
    await story.contract_units()
    await story.application()
    await story.visit()
    await story.sign_off()
    await story.a_dispatch()
    await story.contact_and_visit()
    await story.draft_and_submit()
    await story.review()
    await story.b_referral()
    await story.reassigned()
    await story.first_session()
    embedded.clock.advance_to(date(2024, 2, 27))
    path = f"/prof-service/v1/engagements/{story.engagement_id}/sessions/1/records"
    assert (await portal.post(path, LATER_RECORD, by=story.provider(), dry_run="true")).status_code in (409, 422)
    tried = await portal.post(
        f"/prof-service/v1/engagements/{story.engagement_id}/sessions",
        {
            "served_on": "2024-02-27",
            "started_at": "09:30",
            "ended_at": "10:30",
            "staff": "prof_staff-demo-1",
            "guidance_targets": ["client"],
        },
        by=story.provider(),
        dry_run="true",
    )
    assert [d["due_on"] for d in tried.json()["deadlines"]] == ["2024-03-01"], tried.text
    engagement = await portal.get(f"/prof-service/v1/engagements/{story.engagement_id}", by=story.provider())
    assert len(engagement["sessions"]) == 1


def _other_person() -> dict[str, str]:
    return {
        "name": "測試個案乙",
        "national_id": "B123456780",
        "phone": "0900-000-001",
        "address": "虛構路二段2號",
        "born_on": "1940-01-01",
    }


def _same_person(journey: Journey, person: str, role: str) -> dict[str, str]:
    token = journey.county.issuer.token(person=person, county="nantou", roles=[role])
    return {"Authorization": f"Bearer {token}"}


def _told(name: str) -> Callable[[dict], bool]:
    return lambda seen: any(entry["name"] == name for entry in seen["entries"])


def _in_order(expected: list, told: list) -> bool:
    rest = iter(told)
    return all(step in rest for step in expected)

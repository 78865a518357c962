"""State, fact and clock of an assessment stand together."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from chassis.testing.harness import Harness
from schemas.events.intake import (
    AssessmentReportOverdue,
    AssessmentReturned,
    AssessmentSubmitted,
    CaseClosed,
    CaseNotOpened,
    CaseScreenedOut,
    HomeVisitScheduled,
    NeedsAssessed,
    QuotaApproved,
)

from services.intake.tests.builders import Cases, assessment, done, person, refused


async def test_in_taoyuan_the_report_is_due_a_day_after_the_visit_and_met_by_the_submission(
    intake: Harness, taoyuan: Cases
) -> None:
    case_id = await taoyuan.assessed()
    [owed] = await intake.deadlines("assessment_report")
    assert (owed["due_on"], owed["rule"], owed["owed_by_role"]) == (date(2024, 1, 16), "TY-3104-03", "care_manager")
    [assessed] = await intake.events(NeedsAssessed)
    assert [clock["state"] for clock in assessed["clocks"]] == ["opened"]
    intake.clock.advance_to(date(2024, 1, 16))
    done(await taoyuan.post(case_id, "assessment-submissions"))
    [submitted] = await intake.events(AssessmentSubmitted)
    assert [clock["state"] for clock in submitted["clocks"]] == ["met"]


async def test_a_late_report_is_told_once_and_met_late(intake: Harness, taoyuan: Cases) -> None:
    case_id = await taoyuan.assessed()
    assert await intake.advance_to(date(2024, 1, 16)) == 0
    assert await intake.advance_to(date(2024, 1, 17)) == 1
    assert await intake.advance_to(date(2024, 1, 18)) == 0
    [overdue] = await intake.events(AssessmentReportOverdue)
    assert (overdue["due_on"], overdue["clocks"][0]["state"]) == ("2024-01-16", "missed")
    done(await taoyuan.post(case_id, "assessment-submissions"))
    [submitted] = await intake.events(AssessmentSubmitted)
    assert submitted["clocks"][0]["state"] == "met_late"


async def test_nantou_has_no_clock_for_the_report_and_none_is_invented(intake: Harness, cases: Cases) -> None:
    await cases.submitted()
    assert await intake.deadlines() == []


async def test_after_a_return_no_new_clock_starts(intake: Harness, taoyuan: Cases) -> None:
    case_id = await taoyuan.submitted()
    done(await taoyuan.post(case_id, "assessment-returns", {"reason": "incomplete"}, role="care_supervisor"))
    done(await taoyuan.post(case_id, "assessments", assessment(cms_level=5)))
    done(await taoyuan.post(case_id, "assessment-submissions"))
    assert len(await intake.deadlines()) == 1


async def test_a_returned_report_is_corrected_and_both_stay_readable(intake: Harness, cases: Cases) -> None:
    case_id = await cases.submitted()
    returned = {"reason": "incomplete", "note": "測試備註"}
    done(await cases.post(case_id, "assessment-returns", returned, role="care_supervisor"))
    assert [e["reason"] for e in await intake.events(AssessmentReturned)] == ["incomplete"]
    done(await cases.post(case_id, "assessments", assessment(cms_level=5)))
    done(await cases.post(case_id, "assessment-submissions"))
    done(await cases.post(case_id, "sign-offs", {"decision": "approved"}, role="care_supervisor"))
    found = done(await intake.get(f"/v1/cases/{case_id}/assessments", by=cases.by("care_manager")))
    assert [a["cms_level"] for a in found["items"]] == [4, 5]
    assert [s["decision"] for s in (await cases.seen(case_id))["sign_offs"]] == ["returned", "approved"]
    [approved] = await intake.events(QuotaApproved)
    assert approved["monthly_quota_twd"] == 24100


@pytest.mark.parametrize(
    ("found", "monthly", "percent"),
    [
        pytest.param({"cms_level": 2}, 10020, 100, id="level 2"),
        pytest.param({"cms_level": 4}, 18580, 100, id="level 4"),
        pytest.param({"cms_level": 8}, 36180, 100, id="level 8"),
        pytest.param({"cms_level": 4, "foreign_care_worker": True}, 5574, 30, id="level 4, foreign carer"),
    ],
)
async def test_the_quota_is_that_of_the_national_table(
    intake: Harness, cases: Cases, found: dict, monthly: int, percent: int
) -> None:
    await cases.approved(found)
    [approved] = await intake.events(QuotaApproved)
    assert (approved["monthly_quota_twd"], approved["quota_percent"]) == (monthly, percent)


async def test_level_1_is_not_opened_and_referred(intake: Harness, cases: Cases) -> None:
    case_id = await cases.submitted({"cms_level": 1})
    supervisor = {"role": "care_supervisor"}
    refused(await cases.post(case_id, "sign-offs", {"decision": "approved"}, **supervisor), "NA-02-09", 409)
    refused(await cases.post(case_id, "sign-offs", {"decision": "not_opened"}, **supervisor), "AM-139", 422)
    signed = {"decision": "not_opened", "referral_target": "dementia_co_care_center"}
    assert done(await cases.post(case_id, "sign-offs", signed, **supervisor))["case"]["status"] == "not_opened"
    [event] = await intake.events(CaseNotOpened)
    assert (event["cms_level"], event["referral_target"]) == (1, "dementia_co_care_center")


async def test_who_is_no_target_is_referred_elsewhere(intake: Harness, cases: Cases) -> None:
    case_id = await cases.applied()
    out = done(await cases.post(case_id, "screenings", {"outcome": "not_target", "referral_target": "social_welfare"}))
    assert (out["status"], out["referral_target"]) == ("screened_out", "social_welfare")
    [event] = await intake.events(CaseScreenedOut)
    assert event["referral_target"] == "social_welfare"
    refused(await cases.post(case_id, "screenings", {"outcome": "target"}), "NA-02-01", 409)


async def test_who_is_not_65_yet_is_refused_until_the_birthday(intake: Harness, cases: Cases) -> None:
    case_id = await cases.applied(person=person(born_on="1959-01-16"))
    refused(await cases.post(case_id, "screenings", {"outcome": "target"}), "AM-138", 422)
    intake.clock.advance_to(date(2024, 1, 16))
    done(await cases.post(case_id, "screenings", {"outcome": "target"}))


async def test_a_co_visit_tells_the_a_unit_and_a_second_booking_replaces_the_first(
    intake: Harness, cases: Cases
) -> None:
    case_id, unit = await cases.booked(), str(uuid4())
    co_visit = {"scheduled_on": "2024-01-18", "mode": "co_visit", "a_unit_id": unit}
    refused(await cases.post(case_id, "home-visits", co_visit), "NA-02-05", 422)
    done(await cases.post(case_id, "home-visits", {**co_visit, "a_case_manager_notified": True}))
    assert [e["a_unit_id"] for e in await intake.events(HomeVisitScheduled)] == [None, unit]
    assert (await cases.seen(case_id))["visit"]["scheduled_on"] == "2024-01-18"


async def test_a_closure_cancels_every_open_clock(intake: Harness, taoyuan: Cases) -> None:
    case_id = await taoyuan.assessed()
    refused(
        await taoyuan.post(case_id, "closures", {"closure_type": "temporary", "reason": "hospital"}), "NA-05-10", 409
    )
    done(await taoyuan.post(case_id, "closures", {"closure_type": "permanent", "reason": "death"}))
    [deadline] = await intake.deadlines()
    assert deadline["state"] == "cancelled"
    [closed] = await intake.events(CaseClosed)
    assert [(c["state"], c["reason"]) for c in closed["clocks"]] == [("cancelled", "death")]


async def test_of_two_signatures_at_once_one_counts(intake: Harness, cases: Cases) -> None:
    case_id = await cases.submitted()
    by = [cases.by("care_supervisor", person=f"care_supervisor-{n}") for n in (1, 2)]
    answers = await asyncio.gather(*(cases.post(case_id, "sign-offs", {"decision": "approved"}, by=b) for b in by))
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert len(await intake.events(QuotaApproved)) == 1


async def test_an_old_version_is_not_overwritten(intake: Harness, cases: Cases) -> None:
    case_id = await cases.screened()
    visit = {"scheduled_on": "2024-01-17", "mode": "division"}
    answer = await intake.client.post(
        f"/v1/cases/{case_id}/home-visits",
        json=visit,
        headers={"If-Match": '"1"', "Idempotency-Key": "k", **cases.by("care_manager")},
    )
    assert answer.status_code == 412
    assert answer.json()["changed_by"] == "care_manager-1"

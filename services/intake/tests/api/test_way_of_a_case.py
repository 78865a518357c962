"""A case goes its way by HTTP: application, screening, visit, assessment, sign-off."""

from datetime import date

from chassis.testing.harness import Harness
from schemas.events.intake import NeedsAssessed, QuotaApproved

from services.intake.tests.builders import DISTRICT, Cases, application, assessment, done, person, refused


async def test_from_the_call_to_the_quota(intake: Harness, cases: Cases) -> None:
    applied = done(await cases.apply())
    case_id = applied["id"]
    assert (applied["status"], applied["version"]) == ("applied", 1)
    assert applied["reference"].startswith("A-")
    screened = done(await cases.post(case_id, "screenings", {"outcome": "target"}))
    assert (screened["status"], screened["screened_on"]) == ("applied", "2024-01-15")
    booked = done(await cases.post(case_id, "home-visits", {"scheduled_on": "2024-01-17", "mode": "division"}))
    assert booked["status"] == "visit_scheduled"
    intake.clock.advance_to(date(2024, 1, 17))
    found = done(await cases.post(case_id, "assessments", assessment(visited_on="2024-01-17")))
    assert found["case"]["status"] == "assessed"
    assert done(await cases.post(case_id, "assessment-submissions"))["status"] == "pending_sign_off"
    intake.clock.advance_to(date(2024, 1, 18))
    signed = done(await cases.post(case_id, "sign-offs", {"decision": "approved"}, role="care_supervisor"))
    assert signed["monthly_quota_twd"] == 18580
    assert [event["type"].removeprefix("tw.ltc.") for event in await intake.events()] == [
        "application.received.v1",
        "home_visit.scheduled.v1",
        "needs.assessed.v1",
        "assessment.submitted.v1",
        "quota.approved.v1",
    ]


async def test_the_approval_tells_level_quota_ranked_problems_and_where_the_client_lives(
    intake: Harness, cases: Cases
) -> None:
    await cases.approved()
    [assessed] = await intake.events(NeedsAssessed)
    [approved] = await intake.events(QuotaApproved)
    assert approved["problems"] == assessed["problems"] == [{"rank": 1, "problem_no": 4}, {"rank": 2, "problem_no": 2}]
    assert (approved["monthly_quota_twd"], approved["quota_percent"]) == (18580, 100)
    assert (approved["valid_from"], approved["approved_on"]) == ("2024-01-15", "2024-01-15")
    assert (approved["district"], approved["residence"]) == (DISTRICT, "home")


async def test_an_unknown_channel_is_refused_with_the_countys_list(cases: Cases) -> None:
    problem = refused(await cases.apply(channel="carrier_pigeon"), "NA-02-02", 422)
    assert problem["facts"]["channels"] == "phone, hotline_1966, fax, email, referral"
    assert "carrier_pigeon" not in str(problem)


async def test_another_county_has_other_channels(cases: Cases, taoyuan: Cases) -> None:
    refused(await cases.apply(channel="online"), "NA-02-02", 422)
    done(await taoyuan.apply(channel="online"))
    problem = refused(
        await taoyuan.apply(channel="carrier_pigeon", person=person(national_id="B123456780")), "TY-3309-02", 422
    )
    assert "one_stop_window" in problem["facts"]["channels"]


async def test_a_level_outside_the_scale_is_refused(cases: Cases) -> None:
    case_id = await cases.booked()
    for level in (0, 9):
        refused(await cases.post(case_id, "assessments", assessment(cms_level=level)), "NA-02-09", 422)
    for_level_8 = done(await cases.post(case_id, "assessments", assessment(cms_level=8)))
    assert for_level_8["cms_level"] == 8


async def test_a_sixth_ranked_problem_is_refused_by_the_countys_paragraph(cases: Cases, taoyuan: Cases) -> None:
    six = assessment(problems=[{"problem_no": n} for n in (4, 2, 3, 5, 6, 7)])
    five = assessment(problems=[{"problem_no": n} for n in (4, 2, 3, 5, 6)])
    case_id = await cases.booked()
    refused(await cases.post(case_id, "assessments", six), "NT-05-01", 422)
    done(await cases.post(case_id, "assessments", five))
    refused(await taoyuan.post(await taoyuan.booked(), "assessments", six), "AM-143", 422)


async def test_an_assessment_needs_a_booked_visit(cases: Cases) -> None:
    case_id = await cases.screened()
    refused(await cases.post(case_id, "assessments", assessment()), "NA-02-04", 409)


async def test_the_assessor_does_not_sign(cases: Cases) -> None:
    case_id = await cases.submitted()
    herself = cases.by("care_supervisor", person="care_manager-1")
    refused(await cases.post(case_id, "sign-offs", {"decision": "approved"}, by=herself), "NA-02-12", 403)
    done(await cases.post(case_id, "sign-offs", {"decision": "approved"}, role="care_supervisor"))


async def test_a_day_before_the_countys_rules_is_answered_and_not_extrapolated(cases: Cases) -> None:
    answer = await cases.apply(applied_on="2001-01-01")
    assert answer.status_code == 422
    assert answer.json()["since"] == "2023-07-01"


async def test_nothing_that_was_typed_comes_back_in_a_refusal(cases: Cases) -> None:
    wrong = application(person=person(national_id="A123456788"))
    problem = refused(await cases.intake.post("/v1/applications", wrong, by=cases.by("care_manager")), "AM-146", 422)
    assert "A123456788" not in str(problem)
    malformed = await cases.apply(person=person(national_id="A123456789012345678901234", born_on="yesterday"))
    assert malformed.status_code == 422
    assert "A12345" not in malformed.text
    assert "yesterday" not in malformed.text

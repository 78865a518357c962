"""A person has one open case, also when two apply at once."""

import asyncio
from uuid import uuid4

import pytest
from chassis.testing.harness import Harness
from schemas.events.intake import ApplicationReceived

from services.intake.tests.builders import Cases, application, done, fake_id, person, refused


async def test_a_second_application_is_refused_with_the_reference_of_the_first(cases: Cases) -> None:
    first = done(await cases.apply())
    again = refused(await cases.apply(person=person(national_id="a12-3456 789", name="測試同名")), "AM-146", 409)
    assert again["facts"] == {"reference": first["reference"]}
    assert "A123456789" not in str(again)


async def test_of_applications_at_once_one_wins_and_the_others_are_told_its_reference(
    intake: Harness, cases: Cases
) -> None:
    answers = await asyncio.gather(*(cases.apply() for _ in range(6)))
    [won] = [done(a) for a in answers if a.is_success]
    lost = [refused(a, "AM-146", 409) for a in answers if not a.is_success]
    assert {no["facts"]["reference"] for no in lost} == {won["reference"]}
    assert len(await intake.events(ApplicationReceived)) == 1


async def test_of_applications_at_once_after_an_ended_case_one_wins(intake: Harness, cases: Cases) -> None:
    ended = await cases.applied()
    done(await cases.post(ended, "closures", {"closure_type": "permanent", "reason": "withdrawn"}))
    answers = await asyncio.gather(*(cases.apply() for _ in range(4)))
    [won] = [done(a) for a in answers if a.is_success]
    assert won["previous_case_id"] == ended
    assert {refused(a, "AM-146", 409)["facts"]["reference"] for a in answers if not a.is_success} == {won["reference"]}


@pytest.mark.parametrize("kind", ["screened_out", "not_opened", "permanently_closed"])
async def test_after_an_ended_case_a_new_one_names_the_old(cases: Cases, kind: str) -> None:
    if kind == "screened_out":
        old = await cases.applied()
        done(await cases.post(old, "screenings", {"outcome": "not_target"}))
    elif kind == "not_opened":
        old = await cases.submitted({"cms_level": 1})
        signed = {"decision": "not_opened", "referral_target": "c_unit"}
        done(await cases.post(old, "sign-offs", signed, role="care_supervisor"))
    else:
        old = await cases.applied()
        done(await cases.post(old, "closures", {"closure_type": "permanent", "reason": "death"}))
    assert (await cases.seen(old))["status"] == kind
    assert done(await cases.apply())["previous_case_id"] == old


async def test_a_case_that_is_closed_for_a_time_is_reopened_and_not_doubled(cases: Cases) -> None:
    first = await cases.approved()
    done(await cases.post(first, "closures", {"closure_type": "temporary", "reason": "hospital"}))
    again = refused(await cases.apply(), "AM-146", 409)
    assert again["facts"]["reference"] == (await cases.seen(first))["reference"]


async def test_another_person_and_another_county_have_cases_of_their_own(cases: Cases, taoyuan: Cases) -> None:
    done(await cases.apply())
    done(await cases.apply(person=person(national_id=fake_id(7))))
    done(await taoyuan.apply())


async def test_an_a_unit_that_may_not_see_the_first_case_is_told_its_reference_all_the_same(cases: Cases) -> None:
    first = done(await cases.apply())
    by = cases.by("a_case_manager", unit=uuid4())
    again = refused(await cases.apply(by=by), "AM-146", 409)
    assert again["facts"]["reference"] == first["reference"]


async def test_a_trial_leaves_nothing(intake: Harness, cases: Cases) -> None:
    tried = await intake.post("/v1/applications", application(), by=cases.by("care_manager"), dry_run="true")
    assert tried.json()["would_be"]["status"] == "applied"
    assert await intake.events() == []
    done(await cases.apply())

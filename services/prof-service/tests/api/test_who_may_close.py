"""Who may set goals, close, restart? A role that may not gets 403, what is foreign is missing, and one of two writers wins."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from schemas.events.closures import EngagementClosed, EngagementClosing
from schemas.events.goals import GoalActivated
from schemas.events.restarts import RestartRequested

TUESDAY = date(2024, 2, 20)
MEDICAL = {"conditions": ["fever"], "referred_to": "home_nursing", "explained_on": "2024-02-20"}
QUERY = {"items": ["activity"], "text": "疑義"}
CORRECTION = {"reason": "誤植", "groups": 3}
CHANGE = {"caregiver": "child", "force_majeure": True, "note": "住院"}


def commands(closing):
    """Noun, body, and the roles that have no part in it."""
    manager, unit = ("a_case_manager", "care_manager"), ("prof_staff", "b_unit")
    county = ("care_supervisor", "county_gov", "health_bureau", "social_bureau", "discharge_planner")
    return [
        ("goal-records", closing.GOAL, unit + county),
        ("goal-queries", QUERY, manager + county),
        ("goal-corrections", CORRECTION, unit + county),
        ("document-uploads", closing.BOTH, unit + county),
        ("first-assessments", closing.first_assessment(), manager + county),
        ("caregiver-changes", CHANGE, manager + county),
        ("closures", closing.closure(TUESDAY), county),
        ("closure-evaluations", closing.evaluation(TUESDAY), manager + county),
        ("medical-suspensions", MEDICAL, manager + county),
        ("item-removals", {}, unit + county),
    ]


async def test_each_command_is_for_its_roles(training, closing):
    await training.ready()
    await training.served(TUESDAY)
    for noun, body, roles in commands(closing):
        for role in roles:
            answer = await training.post(noun, body, by=training.by(role))
            assert answer.status_code == 403, (noun, role)


@pytest.mark.parametrize(
    ("role", "county"), [("a_case_manager", "nantou"), ("prof_staff", "nantou"), ("care_manager", "taoyuan")]
)
async def test_what_is_foreign_is_missing(running, training, closing, role, county):
    await training.ready()
    await training.served(TUESDAY)
    by = running.bearer(role, unit=None if role == "care_manager" else uuid4(), county=county)
    for noun, body, roles in commands(closing):
        if role not in roles:
            assert (await training.post(noun, body, by=by)).status_code == 404, noun
    engagement = await training.engagement()
    asked = await running.post("/v1/restart-requests", closing.restart(engagement["id"]), by=by)
    assert asked.status_code == 404
    assert (await running.get(f"/v1/engagements/{engagement['id']}/goal-records", by=by)).status_code == 404


async def test_a_request_to_start_again_is_decided_by_the_care_manager_alone(running, training, closing):
    engagement = await closing.after_goal(training)
    await running.advance_to(date(2024, 12, 30))
    await running.advance_to(date(2024, 12, 30))
    both = await asyncio.gather(
        *[
            running.post("/v1/restart-requests", closing.restart(engagement["id"]), by=training.by("a_case_manager"))
            for _ in range(2)
        ]
    )
    assert sorted(a.status_code for a in both) == [201, 409]
    assert len(await running.events(RestartRequested)) == 1
    [made] = [a.json() for a in both if a.status_code == 201]
    path = f"/v1/restart-requests/{made['id']}"
    decision = {"decision": "approved", "problems": [4]}
    for role in ("a_case_manager", "prof_staff", "care_supervisor", "county_gov"):
        assert (await running.post(f"{path}/decisions", decision, by=training.by(role))).status_code == 403
    foreign = running.bearer("a_case_manager", unit=uuid4())
    for noun in ("", "/pre-screenings"):
        screening = {"reassessment_needed": False, "need_confirmed": True}
        answer = await running.post(path + noun, screening, by=foreign) if noun else await running.get(path, by=foreign)
        assert answer.status_code == 404
    assert (await running.get("/v1/restart-requests", by=foreign)).json()["items"] == []
    listed = (await running.get("/v1/restart-requests", by=training.by("a_case_manager"), state="requested")).json()
    assert [r["id"] for r in listed["items"]] == [made["id"]]
    cm = training.by("care_manager")
    assert (
        await running.post(
            f"{path}/pre-screenings",
            {"reassessment_needed": False, "need_confirmed": False},
            by=training.by("a_case_manager"),
        )
    ).json()["state"] == "refused"
    assert (await running.post(f"{path}/decisions", decision, by=cm)).json()["rule"] == "NT-08-04"


async def test_of_two_goals_two_closures_and_two_handovers_one_wins(running, training, closing):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("document-handovers", closing.BOTH)
    for noun, body, by, event in (
        ("goal-records", closing.GOAL, training.by("a_case_manager"), GoalActivated),
        ("closures", closing.closure(TUESDAY), training.by(), EngagementClosing),
        ("closure-evaluations", closing.evaluation(TUESDAY), training.by(), None),
        ("document-handovers", closing.PART_FOUR, training.by(), EngagementClosed),
    ):
        both = await asyncio.gather(*[training.post(noun, body, by=by) for _ in range(2)])
        assert sorted(a.status_code for a in both) == [201, 409], noun
        if event is not None:
            assert len(await running.events(event)) == 1


async def test_the_actions_say_when_goal_and_closure_are_open(training, closing):
    await training.ready()
    await training.served(TUESDAY)
    before = {a["name"]: a for a in (await training.engagement())["actions"]}
    assert before["set_goal"]["refusal"]["rule"] == "NT-05-10"
    assert before["close"]["open"]
    assert before["hand_in_closure"]["refusal"]["rule"] == "NT-05-30"
    await training.post("document-handovers", closing.BOTH)
    assert {a["name"]: a for a in (await training.engagement())["actions"]}["set_goal"]["open"]


async def test_what_is_told_of_a_goal_is_sealed(running, training, closing):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("document-handovers", closing.BOTH)
    await training.post("goal-records", closing.GOAL, by=training.by("a_case_manager"))
    await training.post("first-assessments", closing.first_assessment())
    async with running.service.database.acquire() as connection:
        for table in ("goal_texts", "goal_records", "first_assessment_texts", "first_assessments", "outbox"):
            for row in await connection.fetch(f"SELECT t::text FROM {table} t"):
                assert "坐於床沿" not in row[0]
                assert "坐於床沿".encode().hex() not in row[0]

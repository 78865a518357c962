"""How is dispatch to a unit suspended and resumed?"""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from schemas.events.audit import DispatchResumed, DispatchSuspended
from schemas.events.dispatch import UnitContracted

FEBRUARY = {"reason": "demerit_points", "from_on": "2024-02-01", "until_on": "2024-03-01"}


@pytest.fixture
def unit():
    return uuid4()


@pytest.fixture
def suspend(running, unit):
    async def ask(body=FEBRUARY, *, by="health_bureau", county="nantou", **params):
        by = running.bearer(by, county=county)
        return await running.post(f"/v1/units/{unit}/suspensions", body, by=by, **params)

    return ask


def contracted(unit, unit_type):
    districts = {"districts": ["埔里鎮"], "service_codes": ["CA07"]}
    return UnitContracted(unit_id=unit, unit_type=unit_type, **districts, contracted_from="2023-01-01")


async def test_a_suspension_is_stored_and_told(running, suspend, unit) -> None:
    answer = await suspend()
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    view = answer.json()
    assert (view["rule"], view["status"], view["in_force"]) == ("TY-13-09", "ordered", False)
    assert view["source"]["section"]
    (event,) = await running.events(DispatchSuspended)
    assert {k: event[k] for k in FEBRUARY} == FEBRUARY
    assert (event["unit_id"], event["suspension_id"]) == (str(unit), view["id"])
    assert await running.deadlines() == []


async def test_the_rule_is_that_of_the_units_type(running, suspend, unit) -> None:
    await running.give(contracted(unit, "B"))
    assert (await suspend()).json()["rule"] == "TY-3301-05"


async def test_a_suspension_that_overlaps_is_refused_with_the_rule(running, suspend) -> None:
    await suspend()
    answer = await suspend({**FEBRUARY, "from_on": "2024-02-29", "until_on": None})
    assert answer.status_code == 409
    assert (answer.json()["code"] if "code" in answer.json() else answer.json()["type"]).endswith("suspension_overlaps")
    assert answer.json()["rule"] == "TY-13-09"
    assert len(await running.events(DispatchSuspended)) == 1
    assert (await suspend({**FEBRUARY, "from_on": "2024-03-01", "until_on": None})).status_code == 201


async def test_a_period_without_a_day_is_refused(suspend) -> None:
    assert (await suspend({**FEBRUARY, "until_on": "2024-02-01"})).status_code == 422


async def test_of_two_at_once_only_one_suspends(running, suspend) -> None:
    answers = await asyncio.gather(*(suspend() for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]
    assert len(await running.events(DispatchSuspended)) == 1


async def test_a_dry_run_leaves_nothing(running, suspend) -> None:
    tried = await suspend(dry_run="true")
    assert tried.json()["events"][0]["type"] == DispatchSuspended.TYPE
    assert (await suspend()).status_code == 201
    assert len(await running.events()) == 1


async def test_another_countys_unit_is_missing(running, suspend, unit) -> None:
    await running.give(contracted(unit, "A"), county="taoyuan")
    assert (await suspend()).status_code == 404
    assert (await suspend(county="taoyuan")).status_code == 201


async def test_an_early_end_resumes_dispatch(running, suspend) -> None:
    running.clock.set(date(2024, 2, 10))
    suspended = (await suspend()).json()
    bureau = running.bearer("social_bureau")
    answer = await running.post(f"/v1/suspensions/{suspended['id']}/ends", by=bureau)
    assert answer.status_code == 201
    assert (answer.json()["status"], answer.json()["ended_on"]) == ("ended", "2024-02-10")
    assert (answer.json()["in_force"], answer.headers["ETag"]) == (False, '"2"')
    (event,) = await running.events(DispatchResumed)
    assert event["resumed_on"] == "2024-02-10"
    again = await running.post(f"/v1/suspensions/{suspended['id']}/ends", by=bureau)
    assert (again.status_code, again.json()["rule"]) == (409, "TY-13-09")


async def test_an_end_with_an_old_version_is_refused(running, suspend) -> None:
    suspended = (await suspend({**FEBRUARY, "until_on": None})).json()
    headers = {**running.bearer("health_bureau"), "If-Match": '"7"'}
    assert (await running.post(f"/v1/suspensions/{suspended['id']}/ends", by=headers)).status_code == 412


async def test_an_unknown_and_a_foreign_suspension_are_missing(running, suspend) -> None:
    suspended = (await suspend()).json()
    elsewhere = running.bearer("health_bureau", county="yilan")
    assert (await running.post(f"/v1/suspensions/{suspended['id']}/ends", by=elsewhere)).status_code == 404
    assert (await running.post(f"/v1/suspensions/{uuid4()}/ends", by=elsewhere)).status_code == 404
    assert (await running.get("/v1/suspensions", by=elsewhere)).json()["items"] == []


async def test_the_list_tells_what_is_in_force_on_a_day(running, suspend, unit) -> None:
    await suspend()
    bureau = running.bearer("county_gov")
    for day, count in (("2024-01-31", 0), ("2024-02-01", 1), ("2024-02-29", 1), ("2024-03-01", 0)):
        found = (await running.get("/v1/suspensions", by=bureau, in_force_on=day)).json()["items"]
        assert len(found) == count, day
    own = await running.get("/v1/suspensions", by=running.bearer("b_unit", unit=unit))
    assert len(own.json()["items"]) == 1
    other = await running.get("/v1/suspensions", by=running.bearer("b_unit", unit=uuid4()))
    assert other.json()["items"] == []
    page = (await running.get("/v1/suspensions", by=bureau, unit_id=str(unit), limit=1)).json()
    assert page["next"] is None


@pytest.mark.parametrize("cursor", ["bm8=", "WzFd", "WyJ4Il0="])
async def test_a_made_up_cursor_is_refused(running, cursor) -> None:
    answer = await running.get("/v1/suspensions", by=running.bearer("county_gov"), cursor=cursor)
    assert answer.status_code == 400


async def test_the_units_own_timeline_tells_of_contract_and_suspension(running, suspend, unit, facts) -> None:
    await running.give_message(facts.message(contracted(unit, "A"), on="2023-12-01", source="/dispatch"))
    event = DispatchSuspended(unit_id=unit, suspension_id=uuid4(), **FEBRUARY)
    await running.give_message(facts.message(event, on="2024-01-30", source="/audit"))
    for by in (running.bearer("county_gov"), running.bearer("a_case_manager", unit=unit)):
        seen = (await running.get(f"/v1/units/{unit}/timeline", by=by)).json()
        assert [e["name"] for e in seen["entries"]] == ["UnitContracted", "DispatchSuspended"]
        assert "113年2月1日 起暫停派案（記點）" in seen["entries"][1]["summary_zh"]
    for by in (running.bearer("b_unit", unit=uuid4()), running.bearer("county_gov", county="yilan")):
        assert (await running.get(f"/v1/units/{unit}/timeline", by=by)).status_code == 404

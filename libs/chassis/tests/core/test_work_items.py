"""The deadline rows are everybody's work list: what I or my unit owe, and what we wait for."""

from datetime import date
from uuid import uuid4

import pytest
from chassis.access import SYSTEM, Actor, Role
from chassis.deadlines import Owed
from chassis.testing.harness import packs
from chassis.work_items import Side, Statements

from libs.chassis.tests.core.looking import fetch, made
from libs.chassis.tests.core.toy import COUNT_DUE, METADATA, CountOverdue

UNIT, WAITING = uuid4(), uuid4()
RELATE = "INSERT INTO relations VALUES ($1, $2, 'a_unit', $1, now(), NULL)"


async def owes(toy, *, unit=UNIT, awaited=WAITING, county="nantou", since=date(2024, 2, 5), number=1, role="b_unit"):
    """So many open deadlines, each of a case of its own."""
    async with toy.service.begin(SYSTEM) as work:
        for _ in range(number):
            work.step(county)
            case = uuid4()
            work.emit(CountOverdue(case_id=case, thing_id=case))
            owed = Owed(
                role=role, unit=unit, awaited_role="a_case_manager", awaited_unit=awaited, met_by="/v1/things/counts"
            )
            work.deadlines.open("count", subject_id=case, case_id=case, owed=owed, since=since, rule=COUNT_DUE)
            await work.connection.execute(RELATE, case, awaited)


async def items(toy, by, **params):
    answer = await toy.get("/v1/work-items", by=by, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def of_unit(toy, unit=UNIT, role="b_unit", **more):
    return toy.bearer(role, unit=unit, **more)


async def test_a_unit_sees_what_it_owes_with_rule_source_and_the_command_that_meets_it(toy):
    await owes(toy)
    [item] = await items(toy, of_unit(toy))
    assert (item["due_on"], item["working_days_left"], item["state"]) == ("2024-02-15", 3, "due")
    assert (item["owed_by_role"], item["owed_by_unit"]) == ("b_unit", str(UNIT))
    assert (item["awaited_by_role"], item["awaited_by_unit"]) == ("a_case_manager", str(WAITING))
    assert item["met_by"] == "/v1/things/counts"
    assert item["rule"] == "NT-04-08"
    assert item["source"]["document"] == packs().source("NT-04-08").document


async def test_who_waits_sees_it_among_the_awaited_and_not_among_the_owed(toy):
    await owes(toy)
    by = of_unit(toy, WAITING, "a_case_manager")
    assert len(await items(toy, by, side="awaited")) == 1
    assert await items(toy, by, side="owed") == []
    assert await items(toy, of_unit(toy), side="awaited") == []


async def test_another_unit_and_another_county_see_nothing(toy):
    await owes(toy)
    assert await items(toy, of_unit(toy, uuid4())) == []
    assert await items(toy, of_unit(toy, county="yilan")) == []
    assert await items(toy, of_unit(toy, uuid4(), "a_case_manager"), side="awaited") == []


async def test_a_unit_that_waits_stops_seeing_it_when_its_relation_ends(toy):
    await owes(toy)
    await fetch(toy, "UPDATE relations SET until = now()")
    assert await items(toy, of_unit(toy, WAITING, "a_case_manager"), side="awaited") == []
    assert len(await items(toy, of_unit(toy))) == 1  # what it owes itself


async def test_what_no_unit_owes_is_owed_by_the_role(toy):
    await owes(toy, unit=None, role="care_supervisor")
    assert len(await items(toy, toy.bearer("care_supervisor"))) == 1
    assert await items(toy, toy.bearer("care_manager")) == []
    assert await items(toy, toy.bearer("care_supervisor", county="yilan")) == []


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        pytest.param(date(2024, 2, 14), "due", 1, id="the day before: still New Year"),
        pytest.param(date(2024, 2, 15), "due", 0, id="on the day"),
        pytest.param(date(2024, 2, 16), "overdue", -1, id="the day after"),
        pytest.param(date(2024, 2, 19), "overdue", -3, id="after a make-up Saturday"),
    ],
)
async def test_the_state_and_the_working_days_left_change_with_the_day(toy, today, state, left):
    await owes(toy)
    toy.clock.advance_to(today)
    [item] = await items(toy, of_unit(toy))
    assert (item["state"], item["working_days_left"]) == (state, left)


async def test_an_excused_item_stays_owed_and_the_counts_tell_all_three(toy):
    await owes(toy, number=3)
    await owes(toy, since=date(2024, 1, 22), number=2)
    rows = await toy.deadlines()
    by = toy.bearer("care_manager")
    answer = await toy.post(f"/v1/deadlines/{rows[0]['id']}/excuses", {"reason": "epidemic"}, by=by)
    assert answer.status_code == 201
    counts = (await toy.get("/v1/work-items/counts", by=of_unit(toy))).json()
    assert counts == {"due": 3, "overdue": 1, "excused": 1}
    [excused] = await items(toy, of_unit(toy), state="excused")
    assert excused["excused_because"] == "epidemic"
    assert len(await items(toy, of_unit(toy), state="overdue")) == 1
    assert (await toy.get("/v1/work-items/counts", by=of_unit(toy, uuid4()))).json() == {
        "due": 0,
        "overdue": 0,
        "excused": 0,
    }


async def test_an_excuse_is_refused_for_what_is_met_and_not_found_for_what_is_foreign(toy):
    thing = await made(toy)
    [row] = await toy.deadlines()
    path, body = f"/v1/deadlines/{row['id']}/excuses", {"reason": "provider"}
    foreign = await toy.post(path, body, by=toy.bearer("care_manager", county="yilan"))
    assert foreign.status_code == 404
    await toy.post(f"/v1/things/{thing}/counts", by=toy.bearer("care_manager"))
    refused = await toy.post(path, body, by=toy.bearer("care_manager"))
    assert (refused.status_code, refused.json()["rule"]) == (409, "YL-31-09")
    wrong = await toy.post(path, {"reason": "tired"}, by=toy.bearer("care_manager"))
    assert wrong.status_code == 422
    assert (await toy.post(path, body, by=toy.bearer("b_unit", unit=UNIT))).status_code == 403


async def test_what_is_settled_leaves_the_list(toy):
    thing = await made(toy, unit_id=UNIT)
    assert len(await items(toy, of_unit(toy))) == 1
    await toy.post(f"/v1/things/{thing}/counts", by=toy.bearer("care_manager"))
    assert await items(toy, of_unit(toy)) == []


async def test_the_cursor_leads_through_all_pages_in_order_and_names_each_item_once(toy):
    for since in (date(2024, 2, 5), date(2024, 1, 22), date(2024, 2, 1)):
        await owes(toy, since=since, number=40)
    found, cursor = [], {}
    while True:
        answer = (await toy.get("/v1/work-items", by=of_unit(toy), limit=25, **cursor)).json()
        found += answer["items"]
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert len(found) == len({item["id"] for item in found}) == 120
    assert [(i["due_on"], i["id"]) for i in found] == sorted((i["due_on"], i["id"]) for i in found)


@pytest.mark.parametrize("cursor", ["x", "W10=", "WzEsMl0=", "WyJhIiwiYiJd", "eyJhIjoxfQ==", "é"])
async def test_a_cursor_that_is_none_of_ours_is_a_400(toy, cursor):
    answer = await toy.get("/v1/work-items", by=of_unit(toy), cursor=cursor)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:ltc:problem:bad_cursor")


async def many_rows(toy):
    """Ten thousand open deadlines of two counties, a hundred units and a few roles."""
    await owes(toy)
    await fetch(
        toy,
        """
        INSERT INTO deadlines (id, name, subject_id, case_id, county, owed_by_role, owed_by_unit, awaited_by_role,
            awaited_by_unit, met_by, rule, policyref, duration, if_due_on_day_off, opened_on, due_on, fires_at)
        SELECT gen_random_uuid(), name, gen_random_uuid(), gen_random_uuid(),
            CASE WHEN n % 5 = 0 THEN 'yilan' ELSE county END,
            owed_by_role, CASE WHEN n % 10 = 1 THEN NULL ELSE md5((n % 100)::text)::uuid END, awaited_by_role,
            CASE WHEN n % 10 = 2 THEN NULL ELSE md5((n % 100)::text)::uuid END,
            met_by, rule, policyref, duration, if_due_on_day_off, opened_on, due_on + n % 200, fires_at
        FROM deadlines, generate_series(1, 10000) n""",
    )
    await fetch(toy, "ANALYZE")


@pytest.mark.parametrize(("side", "index"), [(Side.OWED, "deadlines_owed"), (Side.AWAITED, "deadlines_awaited")])
async def test_lists_and_counts_of_a_unit_read_an_index_and_not_the_table(toy, side, index):
    await many_rows(toy)
    statements = Statements(METADATA)
    unit = (await fetch(toy, "SELECT md5('7')::uuid"))[0][0]
    actor = Actor("p", "nantou", frozenset({Role.B_UNIT}), unit)
    common = {"my_unit": unit, "my_roles": ["b_unit"], "today": date(2024, 2, 5)}
    listed = {**common, "state": None, "after_due": None, "after_id": None, "limit": 51}
    for statement, params in ((statements.lists[side], listed), (statements.counts[side], common)):
        sql, arguments = statement.bound(actor, params)
        plan = "\n".join(row[0] for row in await fetch(toy, "EXPLAIN (ANALYZE, TIMING OFF) " + sql, *arguments))
        assert index in plan, plan
        assert "Seq Scan on deadlines" not in plan, plan

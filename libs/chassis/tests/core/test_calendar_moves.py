"""When a closure is added to the county's calendar, open deadlines move, and each says why."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from chassis.access import SYSTEM
from chassis.calendar_moves import move_deadlines
from chassis.deadline_events import DeadlineMoved
from chassis.deadlines import Owed

from libs.chassis.tests.core.looking import made
from libs.chassis.tests.core.toy import COUNT_DUE, CountOverdue

TYPHOON = date(2024, 2, 7)


def close(toy):
    """Give the toy's packs a typhoon day in Nantou, as a worker finds them at its next start."""
    packs = toy.service.packs
    county = packs.county("nantou")
    calendar = replace(county.calendar, closures={**county.calendar.closures, TYPHOON: "typhoon"})
    toy.service.packs = replace(packs, by_county={**packs.by_county, "nantou": replace(county, calendar=calendar)})


async def test_without_a_change_nothing_moves(toy):
    await made(toy)
    assert await move_deadlines(toy.service) == 0
    assert await toy.events(DeadlineMoved) == []


async def test_open_deadlines_move_and_each_says_why(toy):
    things = [await made(toy) for _ in range(3)]
    close(toy)
    assert await move_deadlines(toy.service) == 3
    assert {row["due_on"] for row in await toy.deadlines()} == {date(2024, 2, 16)}
    events = await toy.events(DeadlineMoved)
    assert len(events) == len(things)
    for event in events:
        assert (event["from_on"], event["to_on"], event["cause"]) == ("2024-02-15", "2024-02-16", "calendar")
        [clock] = event["clocks"]
        assert (clock["state"], clock["due_on"], clock["reason"]) == ("moved", "2024-02-16", "calendar")
    assert await move_deadlines(toy.service) == 0


async def test_a_moved_deadline_fires_after_its_new_day(toy):
    await made(toy)
    close(toy)
    await move_deadlines(toy.service)
    assert await toy.advance_to(date(2024, 2, 16)) == 0
    assert await toy.advance_to(date(2024, 2, 17)) == 1


async def test_another_county_and_what_is_settled_stay(toy):
    by = toy.bearer("care_manager")
    await toy.post(f"/v1/things/{await made(toy)}/counts", by=by)
    await toy.post("/v1/things", {"case_id": str(uuid4())}, by=toy.bearer("care_manager", county="yilan"))
    close(toy)
    assert await move_deadlines(toy.service) == 0


async def test_a_deadline_in_calendar_days_stays(toy):
    case = uuid4()
    rule = replace(COUNT_DUE, values={"due": type(COUNT_DUE.values["due"])(3, "calendar_day")})
    async with toy.service.begin(SYSTEM) as work:
        work.step("nantou")
        work.emit(CountOverdue(case_id=case, thing_id=case))
        owed = Owed(role="b_unit", unit=None, awaited_role="care_manager", awaited_unit=None, met_by="/")
        work.deadlines.open("count", subject_id=case, case_id=case, owed=owed, since=work.today, rule=rule)
    close(toy)
    assert await move_deadlines(toy.service) == 0


async def test_two_workers_that_start_at_once_move_each_deadline_once(toy):
    for _ in range(5):
        await made(toy)
    close(toy)
    moved = await asyncio.gather(move_deadlines(toy.service), move_deadlines(toy.service))
    assert sum(moved) == 5
    assert len(await toy.events(DeadlineMoved)) == 5


async def test_a_command_that_meets_the_deadline_while_it_moves_waits_and_goes_through(toy):
    things = [UUID(await made(toy)) for _ in range(10)]
    close(toy)
    by = toy.bearer("care_manager")
    answers = asyncio.gather(*(toy.post(f"/v1/things/{thing}/counts", by=by) for thing in things))
    await move_deadlines(toy.service)
    assert {answer.status_code for answer in await answers} == {201}
    assert {row["state"] for row in await toy.deadlines()} == {"met"}

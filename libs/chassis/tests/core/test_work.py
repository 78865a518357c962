"""One transaction carries state, outbox, deadlines and idempotency key: all of it commits together, or nothing does."""

# ruff: noqa: PT012  what raises is the end of a transaction, so the whole of it stands in the block
import asyncio
import json
from datetime import UTC, date, datetime
from itertools import pairwise
from random import Random
from uuid import UUID, uuid4

import asyncpg
import pytest
from chassis.access import SYSTEM, Actor, Role
from chassis.deadlines import Owed
from chassis.problems import NotFound, VersionConflict
from chassis.work import ClockWithoutFact

from libs.chassis.tests.core.looking import fetch, made, rows_of_all_tables
from libs.chassis.tests.core.toy import COUNT_DUE, LOCK, SAVE, CountOverdue, ThingCounted, ThingMade, make

BY = Actor("care_manager-1", "nantou", frozenset({Role.CARE_MANAGER}))
OTHER = Actor("care_manager-2", "nantou", frozenset({Role.CARE_MANAGER}))
OWED = Owed(role="b_unit", unit=None, awaited_role="care_manager", awaited_unit=None, met_by="/v1/things/counts")


def opened(work, subject, case, name="count"):
    work.deadlines.open(name, subject_id=subject, case_id=case, owed=OWED, since=work.today, rule=COUNT_DUE)


def states(clocks):
    return [clock["state"] for clock in clocks]


async def test_a_failure_in_the_flush_leaves_nothing_of_the_command(toy):
    before = await rows_of_all_tables(toy)
    thing = uuid4()
    with pytest.raises(asyncpg.UniqueViolationError):
        async with toy.service.begin(BY) as work:
            await make(work, uuid4(), None, thing)
            opened(work, thing, work.events[0][0].subject)  # the same clock twice
    assert await rows_of_all_tables(toy) == before


async def test_an_idempotency_key_that_cannot_be_kept_takes_the_command_with_it(toy):
    before = await rows_of_all_tables(toy)
    headers = {"Idempotency-Key": "k", **toy.bearer("care_manager")}
    await fetch(toy, "ALTER TABLE idempotency_keys ADD CONSTRAINT never CHECK (key <> 'k')")
    answer = await toy.client.post("/v1/things", json={"case_id": str(uuid4())}, headers=headers)
    assert answer.status_code == 500
    assert await rows_of_all_tables(toy) == before


async def test_an_exception_after_the_last_statement_rolls_everything_back(toy):
    before = await rows_of_all_tables(toy)
    with pytest.raises(RuntimeError):
        async with toy.service.begin(BY) as work:
            await make(work, uuid4(), None)
            raise RuntimeError
    assert await rows_of_all_tables(toy) == before


async def test_a_cancelled_command_leaves_nothing_and_its_connection_serves_the_next(toy):
    before = await rows_of_all_tables(toy)

    async def slow():
        async with toy.service.begin(BY) as work:
            await make(work, uuid4(), None)
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(slow()) for _ in range(8)]  # as many as the pool has
    await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await rows_of_all_tables(toy) == before
    await made(toy)


async def test_what_is_called_after_the_commit_is_not_called_after_a_rollback(toy):
    called = []
    with pytest.raises(RuntimeError):
        async with toy.service.begin(BY) as work:
            work.after_commit(lambda: called.append("rolled back"))
            raise RuntimeError
    async with toy.service.begin(BY, dry_run=True) as work:
        work.after_commit(lambda: called.append("dry run"))
    async with toy.service.begin(BY) as work:
        work.after_commit(lambda: called.append("committed"))
    assert called == ["committed"]


# --- versions ---------------------------------------------------------------------------------------------------------


async def test_of_two_writers_who_read_the_same_version_one_wins_and_the_other_hears_who_and_when(toy):
    thing = await made(toy)
    answers = await asyncio.gather(
        *(
            toy.post(f"/v1/things/{thing}/counts", by={**toy.bearer("care_manager", person=person), "If-Match": '"1"'})
            for person in ("first", "second")
        )
    )
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (201, 412)
    problem = lost.json()
    assert problem["changed_by"] in {"first", "second"}
    assert datetime.fromisoformat(problem["changed_at"]) == toy.clock.now()
    assert problem["version"] == 2
    assert [r["count"] for r in await fetch(toy, "SELECT count FROM things")] == [1]


async def test_a_command_that_forgot_to_lock_hears_who_was_faster_and_when(toy):
    thing = UUID(await made(toy))
    with pytest.raises(VersionConflict) as conflict:
        async with toy.service.begin(BY) as slow:
            async with toy.service.begin(OTHER) as fast:
                row = await fast.lock(LOCK, "thing", thing_id=thing)
                await fast.save(SAVE, thing_id=thing, before=row["version"], new_count=2)
            await slow.save(SAVE, thing_id=thing, before=1, new_count=3)
    members = conflict.value.members
    assert conflict.value.status == 409
    assert members == {"changed_by": "care_manager-2", "changed_at": toy.clock.now(), "version": 2}
    assert [r["count"] for r in await fetch(toy, "SELECT count FROM things")] == [2]


async def test_saving_what_is_gone_or_foreign_is_not_found(toy):
    thing = UUID(await made(toy))
    elsewhere = Actor("x", "taoyuan", frozenset({Role.CARE_MANAGER}))
    with pytest.raises(NotFound):
        async with toy.service.begin(elsewhere) as work:
            await work.save(SAVE, thing_id=thing, before=1, new_count=3)


async def test_writers_without_if_match_queue_up_and_no_update_is_lost(toy):
    thing = await made(toy)
    by = toy.bearer("care_manager")
    answers = await asyncio.gather(*(toy.post(f"/v1/things/{thing}/counts", by=by) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409, 409, 409]  # three fit
    assert sorted(a.json()["count"] for a in answers if a.status_code == 201) == [1, 2, 3]


# --- clocks -----------------------------------------------------------------------------------------------------------


async def test_a_clock_without_a_fact_is_a_bug_and_commits_nothing(toy):
    before = await rows_of_all_tables(toy)
    with pytest.raises(ClockWithoutFact):
        async with toy.service.begin(BY) as work:
            opened(work, uuid4(), uuid4())
    with pytest.raises(ClockWithoutFact):
        async with toy.service.begin(BY) as work:
            case = uuid4()
            work.emit(CountOverdue(case_id=uuid4(), thing_id=case))  # a fact of another case
            work.deadlines.meet("count", subject_id=case, case_id=case, on=work.today)
    assert await rows_of_all_tables(toy) == before


async def test_a_deadline_can_open_and_be_met_in_one_transaction(toy):
    case, thing = uuid4(), uuid4()
    async with toy.service.begin(BY) as work:
        work.emit(CountOverdue(case_id=case, thing_id=thing))
        opened(work, thing, case)
        work.deadlines.meet("count", subject_id=thing, case_id=case, on=work.today)
    [event] = await toy.events()
    assert states(event["clocks"]) == ["opened", "met"]
    [row] = await toy.deadlines()
    assert (row["state"], row["settled_on"]) == ("met", date(2024, 2, 5))


async def test_a_deadline_can_be_cancelled_and_opened_anew_in_one_transaction(toy):
    case, thing = uuid4(), UUID(await made(toy, case_id=(case := uuid4())))
    async with toy.service.begin(BY) as work:
        work.emit(CountOverdue(case_id=case, thing_id=thing))
        work.deadlines.cancel("count", subject_id=thing, case_id=case, reason="reassigned", on=work.today)
        opened(work, thing, case)
    [event] = await toy.events(CountOverdue)
    assert sorted(states(event["clocks"])) == ["cancelled", "opened"]
    assert sorted(row["state"] for row in await toy.deadlines()) == ["cancelled", "open"]


async def test_cancel_all_ends_every_clock_of_the_case_but_not_one_that_opens_after_it(toy):
    case = uuid4()
    thing = UUID(await made(toy, case_id=case))
    await made(toy)
    async with toy.service.begin(BY) as work:
        work.emit(CountOverdue(case_id=case, thing_id=thing))
        opened(work, thing, case, "other")
        work.deadlines.cancel_all(case_id=case, reason="closed", on=work.today)
        opened(work, thing, case, "after")
    [event] = await toy.events(CountOverdue)
    assert sorted((c["name"], c["state"]) for c in event["clocks"]) == [
        ("after", "opened"),
        ("count", "cancelled"),
        ("other", "cancelled"),
        ("other", "opened"),
    ]
    of_case = {row["name"]: row["state"] for row in await toy.deadlines() if row["case_id"] == case}
    assert of_case == {"count": "cancelled", "other": "cancelled", "after": "open"}
    assert [row["state"] for row in await toy.deadlines() if row["case_id"] != case] == ["open"]


async def test_excused_and_met_in_one_transaction_keeps_both(toy):
    case = uuid4()
    thing = UUID(await made(toy, case_id=case))
    async with toy.service.begin(BY) as work:
        work.emit(CountOverdue(case_id=case, thing_id=thing))
        work.deadlines.excuse("count", subject_id=thing, case_id=case, reason="epidemic", on=work.today)
        work.deadlines.meet("count", subject_id=thing, case_id=case, on=date(2024, 2, 16))
    [event] = await toy.events(CountOverdue)
    assert [(c["state"], c["reason"]) for c in event["clocks"]] == [("excused", "epidemic"), ("met_late", "epidemic")]
    [row] = await toy.deadlines()
    assert (row["state"], row["excused_because"]) == ("met_late", "epidemic")


async def test_met_first_and_then_everything_cancelled_stays_met(toy):
    case = uuid4()
    thing = UUID(await made(toy, case_id=case))
    async with toy.service.begin(BY) as work:
        work.emit(CountOverdue(case_id=case, thing_id=thing))
        work.deadlines.meet("count", subject_id=thing, case_id=case, on=work.today)
        work.deadlines.cancel_all(case_id=case, reason="closed", on=work.today)
    [row] = await toy.deadlines()
    assert row["state"] == "met"


@pytest.mark.parametrize(
    ("on", "state"),
    [
        pytest.param(date(2024, 2, 14), "met", id="the day before"),
        pytest.param(date(2024, 2, 15), "met", id="on the due day"),
        pytest.param(date(2024, 2, 16), "met_late", id="the day after"),
    ],
)
async def test_what_is_done_after_the_due_day_is_met_late(toy, on, state):
    case = uuid4()
    thing = UUID(await made(toy, case_id=case))
    async with toy.service.begin(BY) as work:
        work.emit(CountOverdue(case_id=case, thing_id=thing))
        work.deadlines.meet("count", subject_id=thing, case_id=case, on=on)
    [event] = await toy.events(CountOverdue)
    assert states(event["clocks"]) == [state]


async def test_an_excuse_needs_one_of_the_reason_codes(toy):
    with pytest.raises(ValueError, match="client_factor"):
        async with toy.service.begin(BY) as work:
            work.deadlines.excuse("count", subject_id=uuid4(), case_id=uuid4(), reason="tired", on=work.today)


async def test_an_event_carries_cause_policy_and_time(toy):
    async with toy.service.begin(BY) as work:
        await make(work, uuid4(), None)
    [row] = await fetch(toy, "SELECT headers FROM outbox")
    headers = json.loads(row["headers"])
    assert headers["ce_type"] == ThingMade.TYPE
    assert headers["ce_policyref"] == COUNT_DUE.ref
    assert headers["ce_county"] == "nantou"
    assert headers["ce_correlationid"] == str(work.id)
    assert datetime.fromisoformat(headers["ce_time"]).astimezone(UTC) == toy.clock.now()


# --- order ------------------------------------------------------------------------------------------------------------


async def test_within_a_case_the_positions_of_the_outbox_rise_in_the_order_of_the_commits(toy):
    """Twenty writers, three cases; some facts of two cases at once; some hold their transaction open before the flush."""
    cases = [uuid4() for _ in range(3)]
    chance = Random(20240205)
    commits = {case: [] for case in cases}
    plan = [(chance.sample(cases, chance.choice([1, 1, 2])), chance.random() * 0.02) for _ in range(120)]
    plan_lock = iter(enumerate(plan))

    async def writer():
        for number, (about, pause) in plan_lock:
            async with toy.service.begin(SYSTEM) as work:
                work.step("nantou")
                for case in about:
                    work.emit(ThingCounted(case_id=case, thing_id=case, count=number))
                await asyncio.sleep(pause)
                await work.flush()
                work.steps.clear()
                # The lock of the case is held until the commit: what is noted here is the order of the commits.
                for case in about:
                    commits[case].append(number)
                await asyncio.sleep(pause)

    await asyncio.gather(*(writer() for _ in range(20)))
    for case in cases:
        rows = await fetch(toy, "SELECT data ->> 'count' AS n FROM outbox WHERE key = $1 ORDER BY position", case)
        assert [int(row["n"]) for row in rows] == commits[case]


async def test_of_one_case_no_later_position_becomes_visible_before_an_earlier_one(toy):
    case = uuid4()
    seen: list[list[int]] = []
    done = asyncio.Event()

    async def writer(number):
        async with toy.service.begin(SYSTEM) as work:
            work.step("nantou")
            work.emit(ThingCounted(case_id=case, thing_id=case, count=number))

    async def watcher():
        connection = await asyncpg.connect(toy.service.database.url)
        while not done.is_set():
            seen.append([r[0] for r in await connection.fetch("SELECT position FROM outbox ORDER BY position")])
        await connection.close()

    watching = asyncio.create_task(watcher())
    await asyncio.gather(*(writer(n) for n in range(100)))
    done.set()
    await watching
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(seen))


async def test_a_clock_stands_on_the_fact_that_comes_next_and_on_the_last_where_none_comes(toy):
    case, first, second = uuid4(), uuid4(), uuid4()
    async with toy.service.begin(BY) as work:
        opened(work, first, case, "reply")
        work.emit(ThingCounted(case_id=case, thing_id=first, count=1))
        opened(work, second, case, "first_service")
        work.emit(CountOverdue(case_id=case, thing_id=second))
        opened(work, second, case, "record")
    told = [[clock["name"] for clock in event["clocks"]] for event in await toy.events()]
    assert told == [["reply"], ["first_service", "record"]]

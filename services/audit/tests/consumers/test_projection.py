"""What does audit keep when events repeat, come twice in one batch, or tell of moved and excused clocks?"""

from uuid import UUID

import pytest
from chassis.deadline_events import DeadlineExcused, DeadlineMoved


async def clocks(running):
    async with running.service.database.acquire() as connection:
        return [dict(row) for row in await connection.fetch("SELECT * FROM clocks ORDER BY opened_on, name")]


async def entries(running):
    async with running.service.database.acquire() as connection:
        return await connection.fetch("SELECT * FROM timeline ORDER BY seq")


@pytest.fixture
def reply(facts, case):
    return facts.clock("reply", "2024-02-05", "2024-02-15", "NT-04-08", owed_by_unit=case.b1)


@pytest.fixture
def referred(facts, case, reply):
    return facts.message(case.to_b(case.to_b1, case.b1, "2024-02-05", reply), on="2024-02-05", source="/dispatch")


@pytest.fixture
def excused(facts, case, reply):
    def because(reason, on):
        about = {"case_id": case.case_id, "deadline_id": reply.deadline_id, "name": "reply", "reason": reason}
        touched = (facts.became(reply, "excused", reason=reason),)
        return facts.message(DeadlineExcused(**about, excused_on=on, clocks=touched), on=on, source="/dispatch")

    return because


@pytest.fixture
def moved(facts, case, reply):
    touched = facts.became(reply, "moved", due_on="2024-02-16", reason="calendar")
    about = {"case_id": case.case_id, "deadline_id": reply.deadline_id, "name": "reply", "cause": "calendar"}
    event = DeadlineMoved(**about, from_on="2024-02-15", to_on="2024-02-16", clocks=(touched,))
    return facts.message(event, on="2024-02-07", source="/dispatch")


async def test_the_same_facts_again_change_nothing(running, facts, case) -> None:
    story = facts.first_case(case)
    await running.give_message(*story)
    before = (await entries(running), await clocks(running))
    await running.give_message(*story)
    await running.give_message(*reversed(story))
    assert (await entries(running), await clocks(running)) == before


async def test_an_event_twice_in_one_batch_is_told_once(running, referred) -> None:
    await running.give_message(referred, referred)
    assert len(await entries(running)) == 1
    assert len(await clocks(running)) == 1


async def test_the_whole_table_one_by_one_equals_the_table_in_one_batch(running, facts, case) -> None:
    story = facts.first_case(case)
    for each in story:
        await running.give_message(each)
    one_by_one = [(c["name"], c["state"], c["missed"], c["due_on"]) for c in await clocks(running)]
    other = facts.Case()
    await running.give_message(*facts.first_case(other))
    batch = [c for c in await clocks(running) if c["case_id"] == other.case_id]
    assert sorted(one_by_one) == sorted((c["name"], c["state"], c["missed"], c["due_on"]) for c in batch)


async def test_the_day_of_an_entry_is_the_countys(running, facts, case) -> None:
    await running.give_message(facts.message(case.application(), on="2024-01-15", hour=0))
    (entry,) = await entries(running)
    assert f"{entry['on']} {entry['at']:%Y-%m-%d %H}" == "2024-01-15 2024-01-14 16"


async def test_no_entry_keeps_its_clocks_twice(running, referred, reply) -> None:
    await running.give_message(referred)
    (entry,) = await entries(running)
    assert "clocks" not in entry["data"]
    assert entry["clocks"][0]["deadline_id"] == str(reply.deadline_id)


async def test_a_moved_clock_has_its_new_day(running, referred, moved) -> None:
    await running.give_message(referred, moved)
    (clock,) = await clocks(running)
    assert f"{clock['due_on']} {clock['state']} {clock['excused_because']}" == "2024-02-16 open None"


async def test_an_opening_that_comes_after_the_move_does_not_move_it_back(running, referred, moved) -> None:
    await running.give_message(moved, referred)
    (clock,) = await clocks(running)
    assert f"{clock['due_on']} {clock['state']}" == "2024-02-16 open"


async def test_an_opening_that_comes_after_the_end_does_not_open_it_again(
    running, facts, case, reply, referred
) -> None:
    met = facts.message(case.replied("2024-02-06", facts.became(reply, "met")), on="2024-02-06")
    await running.give_message(met)
    await running.give_message(referred)
    (clock,) = await clocks(running)
    assert f"{clock['state']} {clock['settled_on']}" == "met 2024-02-06"


async def test_an_excused_clock_stays_owed_with_its_reason(running, referred, excused) -> None:
    await running.give_message(referred, excused("client_factor", "2024-02-14"))
    (clock,) = await clocks(running)
    assert (clock["state"], clock["excused_because"]) == ("open", "client_factor")


async def test_the_last_reason_counts_in_whatever_order_they_come(running, referred, excused) -> None:
    await running.give_message(referred, excused("epidemic", "2024-02-15"), excused("client_factor", "2024-02-14"))
    (clock,) = await clocks(running)
    assert clock["excused_because"] == "epidemic"


async def test_a_reason_outlives_the_late_end(running, facts, case, reply, referred, excused) -> None:
    late = facts.message(
        case.replied("2024-02-20", facts.became(reply, "met_late", reason="client_factor")), on="2024-02-20"
    )
    await running.give_message(referred, excused("client_factor", "2024-02-14"), late)
    (clock,) = await clocks(running)
    assert (clock["state"], clock["excused_because"], clock["cancelled_because"]) == ("met_late", "client_factor", None)


async def test_the_reason_of_a_cancellation_excuses_nothing(running, facts, case, reply, referred) -> None:
    cancelled = facts.became(reply, "cancelled", reason="reassigned")
    await running.give_message(referred, facts.message(case.reassigned("2024-02-16", cancelled), on="2024-02-16"))
    (clock,) = await clocks(running)
    assert (clock["state"], clock["excused_because"], clock["cancelled_because"]) == ("cancelled", None, "reassigned")


async def test_the_milestones_of_a_case_are_the_first_ones(running, facts, case) -> None:
    again = facts.message(case.assessed("2024-07-01"), on="2024-07-01")
    await running.give_message(*facts.first_case(case), again)
    async with running.service.database.acquire() as connection:
        row = await connection.fetchrow("SELECT * FROM cases")
    days = [str(row[name]) for name in ("applied_on", "assessed_on", "a_referred_on", "plan_approved_on")]
    assert days == ["2024-01-15", "2024-01-17", "2024-01-18", "2024-01-24"]
    assert (row["a_unit_id"], row["last_type"]) == (case.a1, "tw.ltc.needs.assessed.v1")
    assert row["last_event_id"] == UUID(again.headers["ce_id"])


async def test_no_identifier_of_the_person_is_kept(running, facts, case) -> None:
    """Events have none, and audit keeps nothing but events: every text in a row is an id, a code, a day or a district."""
    await running.give_message(*facts.first_case(case))
    for entry in await entries(running):
        for key, value in entry["data"].items():
            assert not isinstance(value, str) or key == "district" or value.isascii(), (entry["type"], key)

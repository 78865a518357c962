"""How timely was a month?"""

from uuid import uuid4

import pytest
from chassis.deadline_events import DeadlineExcused
from chassis.reading import Reader


async def month(running, *, of="2024-02", by="health_bureau", unit=None, county="nantou", **params):
    answer = await running.get("/v1/timeliness", by=running.bearer(by, unit=unit, county=county), month=of, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tell_delays(running, facts, case, *, county):
    """Four answers due on 15 Feb: in time, late for the family, late for an epidemic, late without a reason."""
    for reason, state in ((None, "met"), ("client_factor", "met_late"), ("epidemic", "met_late"), (None, "met_late")):
        clock = facts.clock("reply", "2024-02-05", "2024-02-15", "NT-04-08", owed_by_unit=case.b1)
        story = [facts.message(case.to_b(uuid4(), case.b1, "2024-02-05", clock), on="2024-02-05", county=county)]
        if reason:
            story.append(excuse(facts, case, clock, reason, county))
        done = facts.became(clock, state, reason=reason)
        story.append(facts.message(case.replied("2024-02-20", done), on="2024-02-20", county=county))
        await running.give_message(*story)


def excuse(facts, case, clock, reason, county):
    about = {"case_id": case.case_id, "deadline_id": clock.deadline_id, "name": clock.name, "reason": reason}
    touched = (facts.became(clock, "excused", reason=reason),)
    event = DeadlineExcused(**about, excused_on="2024-02-15", clocks=touched)
    return facts.message(event, on="2024-02-15", county=county)


async def test_the_rows_of_february_equal_the_table(running, told) -> None:
    rows = {(r["name"], r["owed_by_unit"]): r for r in (await month(running))["rows"]}
    b1, b2 = str(told.b1), str(told.b2)
    counted = {
        key: tuple(row[n] for n in ("opened", "met", "met_late", "missed", "cancelled", "rate_percent"))
        for key, row in rows.items()
    }
    assert counted == {
        ("reply", b1): (1, 0, 0, 1, 0, 0.0),
        ("first_service", b1): (1, 0, 0, 0, 1, None),
        ("reply", b2): (1, 1, 0, 0, 0, 100.0),
        ("first_service", b2): (1, 1, 0, 0, 0, 100.0),
        ("record", b2): (2, 2, 0, 0, 0, 100.0),
        ("documents", b2): (1, 1, 0, 0, 0, 100.0),
    }
    assert rows["record", b2]["rules"] == ["NT-04-11"]


async def test_a_clock_counts_in_the_month_in_which_it_was_opened(running, told) -> None:
    (row,) = (await month(running, of="2024-03"))["rows"]
    assert (row["name"], row["met_late"], row["rate_percent"]) == ("record", 1, 0.0)
    assert (await month(running, of="2023-12"))["rows"] == []


@pytest.mark.parametrize(
    ("county", "excluded", "rate"),
    [("nantou", 0, 25.0), ("chiayi-city", 0, 25.0), ("yilan", 2, 50.0)],
)
async def test_delays_are_left_out_only_where_the_county_says_so(running, facts, case, county, excluded, rate) -> None:
    await tell_delays(running, facts, case, county=county)
    answer = await month(running, county=county)
    (row,) = answer["rows"]
    assert (row["opened"], row["excused"], row["excluded"], row["rate_percent"]) == (4, 2, excluded, rate)
    assert row["counted"] == 4 - excluded
    assert {e["rule"] for e in answer["exclusions"]} == ({"YL-31-09"} if excluded else set())


async def test_force_majeure_is_shown_and_counted_in_yilan_too(running, facts, case) -> None:
    clock = facts.clock("reply", "2024-02-05", "2024-02-15", "YL-31-07", owed_by_unit=case.b1)
    referred = facts.message(case.to_b(case.to_b1, case.b1, "2024-02-05", clock), on="2024-02-05", county="yilan")
    await running.give_message(referred, excuse(facts, case, clock, "force_majeure", "yilan"))
    (row,) = (await month(running, county="yilan"))["rows"]
    assert (row["missed"], row["excused"], row["excluded"], row["rate_percent"]) == (1, 1, 0, 0.0)


async def test_what_was_met_in_time_after_all_is_no_delay(running, facts, case) -> None:
    clock = facts.clock("reply", "2024-02-05", "2024-02-15", "YL-31-07", owed_by_unit=case.b1)
    referred = facts.message(case.to_b(case.to_b1, case.b1, "2024-02-05", clock), on="2024-02-05", county="yilan")
    met = facts.message(case.replied("2024-02-15", facts.became(clock, "met")), on="2024-02-15", county="yilan")
    await running.give_message(referred, excuse(facts, case, clock, "client_factor", "yilan"), met)
    (row,) = (await month(running, county="yilan"))["rows"]
    assert (row["met"], row["excused"], row["excluded"], row["rate_percent"]) == (1, 1, 0, 100.0)


async def test_a_rate_has_two_decimals(running, facts, case) -> None:
    for state in ("met", "met", "met_late"):
        clock = facts.clock("reply", "2024-02-05", "2024-02-15", "NT-04-08", owed_by_unit=case.b1)
        await running.give_message(
            facts.message(case.to_b(uuid4(), case.b1, "2024-02-05", clock), on="2024-02-05"),
            facts.message(case.replied("2024-02-15", facts.became(clock, state)), on="2024-02-15"),
        )
    (row,) = (await month(running))["rows"]
    assert row["rate_percent"] == 66.67


@pytest.mark.parametrize(
    ("today", "stands"), [("2024-02-15", (1, 0)), ("2024-02-16", (0, 1))], ids=["on the due day", "the day after"]
)
async def test_an_open_clock_is_missed_from_the_day_after(running, facts, case, today, stands) -> None:
    running.clock.set(facts.at(today))
    clock = facts.clock("reply", "2024-02-05", "2024-02-15", "NT-04-08", owed_by_unit=case.b1)
    await running.give_message(facts.message(case.to_b(uuid4(), case.b1, "2024-02-05", clock), on="2024-02-05"))
    (row,) = (await month(running))["rows"]
    assert (row["open"], row["missed"]) == stands


async def test_rows_can_be_asked_of_one_unit_and_one_clock(running, told) -> None:
    of_b1 = (await month(running, unit_id=str(told.b1)))["rows"]
    assert {r["name"] for r in of_b1} == {"reply", "first_service"}
    records = (await month(running, name="record"))["rows"]
    assert [r["owed_by_unit"] for r in records] == [str(told.b2)]


async def test_a_unit_sees_itself_whatever_it_asks_for(running, told) -> None:
    rows = (await month(running, by="b_unit", unit=told.b1, unit_id=str(told.b2)))["rows"]
    assert {r["owed_by_unit"] for r in rows} == {str(told.b1)}


async def test_another_county_sees_nothing(running, told) -> None:
    answer = await month(running, county="taoyuan")
    assert answer["rows"] == []
    assert {a["cases"] for a in answer["averages"]} == {0}


async def test_averages_are_measured_between_the_milestones(running, facts, told) -> None:
    slow = facts.Case()
    await running.give_message(
        facts.message(slow.application("2024-01-10"), on="2024-01-10"),
        facts.message(slow.assessed("2024-01-17"), on="2024-01-17"),
        facts.message(slow.to_a("2024-02-01"), on="2024-02-01"),
        facts.message(slow.approved("2024-02-09"), on="2024-02-09"),
    )
    january = {a["rule"]: a for a in (await month(running, of="2024-01"))["averages"]}
    days = {rule: (a["cases"], a["days_total"], a["average_days"]) for rule, a in january.items()}
    assert days == {"TY-11-02": (2, 9, 4.5), "TY-11-04": (1, 9, 9.0), "CY-30-13": (1, 1, 1.0)}
    assert january["TY-11-02"]["source"]["section"]
    february = {a["rule"]: a["average_days"] for a in (await month(running))["averages"]}
    assert february == {"TY-11-02": None, "TY-11-04": 30.0, "CY-30-13": 15.0}


async def test_only_a_county_with_a_target_has_one(running, told) -> None:
    nantou = {a["rule"]: a["target_days"] for a in (await month(running))["averages"]}
    taoyuan = {
        a["rule"]: (a["target_days"], a["target_rule"]) for a in (await month(running, county="taoyuan"))["averages"]
    }
    assert set(nantou.values()) == {None}
    assert taoyuan == {"TY-11-02": (3, "TY-11-03"), "TY-11-04": (7, "TY-11-05"), "CY-30-13": (None, None)}


async def test_where_nothing_was_opened_nothing_was_measured(running) -> None:
    answer = await month(running)
    assert answer["not_measured_rule"] == "AM-40"
    assert running.service.packs.source("AM-40").document
    assert {a["average_days"] for a in answer["averages"]} == {None}


@pytest.mark.parametrize("asked", ["2024-13", "2024-2", "113-02", "x"])
async def test_a_month_is_written_as_year_and_month(running, asked) -> None:
    answer = await running.get("/v1/timeliness", by=running.bearer("county_gov"), month=asked)
    assert answer.status_code == 422
    assert asked not in answer.text.replace("2024-02", "") or asked == "x"


async def test_december_ends_with_the_year(running, facts, case) -> None:
    clock = facts.clock("reply", "2023-12-31", "2024-01-04", "NT-04-08", owed_by_unit=case.b1)
    await running.give_message(facts.message(case.to_b(uuid4(), case.b1, "2023-12-31", clock), on="2023-12-31"))
    assert len((await month(running, of="2023-12"))["rows"]) == 1
    assert (await month(running, of="2024-01"))["rows"] == []


async def test_the_month_is_two_reads_whatever_the_number_of_units(running, facts, told, monkeypatch) -> None:
    for _ in range(5):
        await running.give_message(*facts.first_case(facts.Case()))
    asked = []
    rows = Reader.rows

    async def counted(self, statement, **params):
        asked.append(statement)
        return await rows(self, statement, **params)

    monkeypatch.setattr(Reader, "rows", counted)
    assert len((await month(running))["rows"]) == 6 * 6
    assert len(asked) == 2

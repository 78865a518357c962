"""Does the timeline equal the table of the worked example?"""

from uuid import uuid4

import pytest

TABLE = [
    ("2024-01-15", "ApplicationReceived"),
    ("2024-01-15", "HomeVisitScheduled"),
    ("2024-01-17", "NeedsAssessed"),
    ("2024-01-18", "QuotaApproved"),
    ("2024-01-18", "CaseReferred"),
    ("2024-01-18", "PlanDraftingStarted"),
    ("2024-01-22", "CarePlanSubmitted"),
    ("2024-01-24", "CarePlanReturned"),
    ("2024-01-24", "CarePlanSubmitted"),
    ("2024-01-24", "CarePlanApproved"),
    ("2024-02-05", "CaseReferred"),
    ("2024-02-16", "ServiceDelayed"),
    ("2024-02-16", "CaseReassigned"),
    ("2024-02-16", "CaseReferred"),
    ("2024-02-16", "ReferralReplied"),
    ("2024-02-20", "FirstServiceDelivered"),
    ("2024-02-20", "SessionDelivered"),
    ("2024-02-20", "ReferralReplied"),
    ("2024-02-21", "SessionRecorded"),
    ("2024-02-22", "ServicePlanSubmitted"),
    ("2024-02-27", "SessionDelivered"),
    ("2024-02-29", "SessionRecorded"),
    ("2024-03-05", "SessionDelivered"),
    ("2024-03-08", "RecordOverdue"),
    ("2024-03-08", "SessionRecorded"),
]
CLOCKS = [
    ("2024-02-05", "first_service", "2024-02-17", "cancelled"),
    ("2024-02-05", "reply", "2024-02-15", "missed"),
    ("2024-02-16", "first_service", "2024-02-22", "met"),
    ("2024-02-16", "reply", "2024-02-20", "met"),
    ("2024-02-20", "documents", "2024-02-23", "met"),
    ("2024-02-20", "record", "2024-02-22", "met"),
    ("2024-02-27", "record", "2024-03-01", "met"),
    ("2024-03-05", "record", "2024-03-07", "met_late"),
]


async def read(running, case, *, by="health_bureau", unit=None, county="nantou", **params):
    path = f"/v1/cases/{case.case_id}/timeline"
    return await running.get(path, by=running.bearer(by, unit=unit, county=county), **params)


async def test_the_case_is_told_in_order_with_its_days(running, told) -> None:
    seen = (await read(running, told)).json()
    assert [(e["on"], e["name"]) for e in seen["entries"]] == TABLE
    assert seen["reference"] == "A-7KQ4-M2PX"
    assert seen["next"] is None


async def test_every_clock_comes_out_as_the_table_says(running, told) -> None:
    clocks = (await read(running, told)).json()["clocks"]
    assert sorted((c["opened_on"], c["name"], c["due_on"], c["outcome"]) for c in clocks) == CLOCKS
    reply = next(c for c in clocks if c["outcome"] == "missed")
    assert reply["source"]["rule"] == reply["rule"] == "NT-04-08"
    assert reply["owed_by_unit"] == str(told.b1)
    assert (reply["title_zh"], reply["service"]) == ("回覆照會", "dispatch")


async def test_an_event_names_the_event_that_caused_it(running, told) -> None:
    entries = (await read(running, told)).json()["entries"]
    drafting = next(e for e in entries if e["name"] == "PlanDraftingStarted")
    referred = next(e for e in entries if e["name"] == "CaseReferred")
    cause = drafting["cause"]
    assert (cause["kind"], cause["id"], cause["name"]) == ("event", referred["event_id"], "CaseReferred")
    assert next(e for e in entries if e["name"] == "ApplicationReceived")["cause"] is None


async def test_what_a_passed_deadline_brought_about_names_the_deadline(running, told) -> None:
    entries = (await read(running, told)).json()["entries"]
    because = {(e["name"], e["on"]): e["cause"] for e in entries}
    for name in ("ServiceDelayed", "CaseReassigned", "CaseReferred"):
        assert because[name, "2024-02-16"]["kind"] == "deadline"
        assert because[name, "2024-02-16"]["name"] == "reply"
    assert because["ReferralReplied", "2024-02-16"] is None


async def test_an_entry_cites_the_rule_that_decided_it(running, told) -> None:
    entries = (await read(running, told)).json()["entries"]
    referred = [e for e in entries if e["name"] == "CaseReferred"][1]
    assert (referred["policyref"], referred["rule"]) == ("nantou/c_reply@2023-07-01", "NT-04-08")
    assert referred["citation"]["section"]
    assert [c["state"] for c in referred["clocks"]] == ["opened", "opened"]
    assert "照會 B 單位" in referred["summary_zh"]
    assert "CA07 referred to B unit" in referred["summary_en"]


async def test_pages_follow_one_another_without_gap_or_repeat(running, told) -> None:
    seen, cursor = [], None
    while True:
        page = (await read(running, told, limit=4, **({"cursor": cursor} if cursor else {}))).json()
        seen += [(e["on"], e["name"]) for e in page["entries"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == TABLE


async def test_a_cause_on_an_earlier_page_is_still_named(running, told) -> None:
    first = (await read(running, told, limit=12)).json()
    second = (await read(running, told, limit=12, cursor=first["next"])).json()
    assert second["entries"][0]["name"] == "CaseReassigned"
    assert second["entries"][0]["cause"]["name"] == "reply"


@pytest.mark.parametrize("cursor", ["nonsense", "WyJ4Il0=", "W3RydWVd", "WzEsMl0="])
async def test_a_made_up_cursor_is_refused(running, told, cursor) -> None:
    assert (await read(running, told, cursor=cursor)).status_code == 400


async def test_an_unknown_case_and_a_foreign_one_answer_alike(running, told, facts) -> None:
    foreign = await read(running, told, by="care_manager", county="taoyuan")
    unknown = await read(running, facts.Case(case_id=uuid4()))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    without_path = [{**a.json(), "instance": ""} for a in (foreign, unknown)]
    assert without_path[0] == without_path[1]


async def test_after_the_reassignment_b1_reads_only_what_names_it(running, told) -> None:
    b1 = (await read(running, told, by="b_unit", unit=told.b1)).json()
    assert [e["name"] for e in b1["entries"]] == ["CaseReferred", "ServiceDelayed"]
    assert {c["owed_by_unit"] for c in b1["clocks"]} == {str(told.b1)}
    assert b1["reference"] is None
    b2 = (await read(running, told, by="b_unit", unit=told.b2)).json()
    assert [(e["on"], e["name"]) for e in b2["entries"]] == TABLE


async def test_a_unit_that_never_had_the_case_finds_nothing(running, told) -> None:
    assert (await read(running, told, by="b_unit", unit=uuid4())).status_code == 404
    assert (await read(running, told, by="b_unit")).status_code == 404

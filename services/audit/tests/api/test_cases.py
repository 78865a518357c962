"""Which cases does the county see, and how do they stand?"""


async def test_a_case_is_listed_with_its_last_event_and_its_clocks(running, facts, told) -> None:
    waiting = facts.Case()
    clocks = [
        facts.clock("reply", "2024-03-01", "2024-03-06", "NT-04-08"),
        facts.clock("first_service", "2024-03-01", "2024-03-08", "NT-04-09"),
    ]
    referred = waiting.to_b(waiting.to_b1, waiting.b1, "2024-03-01", *clocks)
    await running.give_message(facts.message(referred, on="2024-03-01"))
    items = (await running.get("/v1/cases", by=running.bearer("county_gov"))).json()["items"]
    assert [(i["case_id"], i["last_event"], i["open_clocks"], i["overdue_clocks"]) for i in items] == [
        (str(told.case_id), "SessionRecorded", 0, 0),
        (str(waiting.case_id), "CaseReferred", 2, 1),
    ]
    assert items[0]["reference"] == "A-7KQ4-M2PX"
    late = (await running.get("/v1/cases", by=running.bearer("county_gov"), overdue="true")).json()["items"]
    assert [i["case_id"] for i in late] == [str(waiting.case_id)]


async def test_pages_follow_one_another(running, facts) -> None:
    cases = [facts.Case() for _ in range(5)]
    for n, each in enumerate(cases):
        await running.give_message(facts.message(each.application(), on=f"2024-01-1{n // 2}"))
    seen, cursor = [], None
    while True:
        asked = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await running.get("/v1/cases", by=running.bearer("care_manager"), **asked)).json()
        seen += [i["case_id"] for i in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(str(each.case_id) for each in cases)
    assert seen[0] == str(cases[4].case_id)


async def test_another_county_has_no_such_case(running, told) -> None:
    elsewhere = running.bearer("county_gov", county="yilan")
    assert (await running.get("/v1/cases", by=elsewhere)).json() == {"items": [], "next": None}

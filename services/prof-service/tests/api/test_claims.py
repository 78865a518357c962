"""Which lines of a session may be claimed? Each no with its rule."""

from datetime import date

TUESDAY = date(2024, 2, 20)


async def check(running, training, *codes, no=1, by=None, **more):
    body = {"engagement_id": (await training.engagement())["id"], "session_no": no, "codes": list(codes), **more}
    answer = await running.post("/v1/claim-lines/checks", body, by=by or training.by("b_unit"))
    assert answer.status_code == 200, answer.text
    return answer.json()


def rules(checked):
    return sorted(no["rule"] for no in checked["refusals"])


async def test_a_session_without_record_and_goal_is_no_claim(running, training, builders):
    await training.ready()
    await training.served(TUESDAY)
    assert rules(await check(running, training, "CA07")) == ["AM-122", "NT-09-21"]
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    checked = await check(running, training, "CA07")
    assert (rules(checked), checked["allowed"]) == (["AM-122"], False)
    assert checked["flags"] == ["discipline_not_configured"]


async def test_another_code_and_surcharges_that_nobody_ticked(running, training, builders):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    assert "NT-04-10" in rules(await check(running, training, "CB02"))
    assert "NT-04-26" in rules(await check(running, training, "CA07", "AA08"))
    assert "REG-A4" in rules(await check(running, training, "CA07", "AA08", "AA09"))
    assert "NT-09-23" in rules(await check(running, training, "CA07", "AA03"))
    worker = [{"signer": "home_care_worker", "signed_on": "2024-02-20"}]
    signed = {"stage": "session", "session_no": 1, "fields": {"goal_types": ["short_term"]}, "signatures": worker}
    assert (await training.post("forms/session_record", signed)).status_code == 201
    assert "NT-09-23" not in rules(await check(running, training, "CA07", "AA03"))


async def test_a_foreign_unit_learns_nothing_and_a_session_that_was_not_served_is_none(running, training):
    await training.ready()
    body = {"engagement_id": (await training.engagement())["id"], "session_no": 1, "codes": ["CA07"]}
    by = training.by("b_unit")
    assert (await running.post("/v1/claim-lines/checks", body, by=by)).status_code == 404
    await training.served(TUESDAY)
    foreign = training.by("b_unit", unit=training.b2)
    assert (await running.post("/v1/claim-lines/checks", body, by=foreign)).status_code == 404
    operator = training.by("platform_operator")
    assert (await running.post("/v1/claim-lines/checks", body, by=operator)).status_code == 403

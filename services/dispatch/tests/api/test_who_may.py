"""Each route is open to its roles, and what is foreign is missing."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from chassis.access import Role, routes_without_access
from chassis.app import build_app
from chassis.migrate import differences
from chassis.settings import Settings
from dispatch.definition import DEFINITION
from schemas.codes import ReferralClock

REGISTRARS = {"county_gov", "health_bureau"}
POSTS = {
    "/v1/units": REGISTRARS,
    "/v1/rotation-lists": {"county_gov", "a_case_manager"},
    "/v1/units/{id}/reassignment-principles": {"a_case_manager", "health_bureau"},
    "/v1/cases/{id}/a-dispatches": {"care_manager"},
    "/v1/cases/{id}/b-referrals": {"a_case_manager", "care_manager"},
    "/v1/referrals/{id}/acceptances": {"a_case_manager"},
    "/v1/referrals/{id}/replies": {"b_unit"},
    "/v1/referrals/{id}/reassignments": {"a_case_manager", "care_manager"},
    "/v1/referrals/{id}/reason-reveals": {"care_manager"},
}


@pytest.mark.parametrize(("path", "allowed"), POSTS.items(), ids=POSTS.keys())
async def test_a_command_is_refused_for_every_role_that_may_not(nantou, path, allowed):
    for role in Role:
        answer = await nantou.h.post(path.format(id=uuid4()), by=nantou.by(role.value, unit=uuid4()))
        assert (answer.status_code == 403) is (role.value not in allowed), (role, answer.text)


async def test_every_route_says_who_may(tmp_path):
    settings = Settings(env="test", database_url="postgresql://nowhere/x", state_dir=tmp_path)
    assert routes_without_access(build_app(DEFINITION, settings)) == []


async def test_the_migrations_are_the_tables(nantou):
    assert await asyncio.to_thread(differences, DEFINITION, nantou.h.service.database.url) == []


async def test_every_deadline_that_is_opened_has_its_handler():
    assert DEFINITION.deadlines.keys() == {clock.value for clock in ReferralClock}


async def test_another_county_sees_nothing(nantou):
    a, b = await nantou.unit("A"), await nantou.unit()
    case_id, item, referral = await nantou.referred(a, b)
    elsewhere = nantou.h.bearer("care_manager", county="taoyuan")
    unknown = await nantou.h.get(f"/v1/referrals/{uuid4()}", by=elsewhere)
    foreign = await nantou.h.get(f"/v1/referrals/{referral['id']}", by=elsewhere)
    assert foreign.status_code == 404
    assert {**foreign.json(), "instance": ""} == {**unknown.json(), "instance": ""}
    assert (await nantou.h.get(f"/v1/units/{a}", by=elsewhere)).status_code == 404
    assert (await nantou.h.get("/v1/units", by=elsewhere)).json()["items"] == []
    assert (await nantou.h.get("/v1/referrals", by=elsewhere)).json()["items"] == []
    assert (await nantou.h.get(f"/v1/cases/{case_id}/a-candidates", by=elsewhere)).status_code == 404
    path = f"/v1/cases/{case_id}/b-candidates"
    assert (await nantou.h.get(path, by=elsewhere, plan_item_id=str(item))).status_code == 404


async def test_a_unit_without_the_case_sees_and_does_nothing(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    case_id, _, referral = await nantou.referred(a, b1)
    stranger = nantou.by("b_unit", unit=b2)
    assert (await nantou.h.get(f"/v1/referrals/{referral['id']}", by=stranger)).status_code == 404
    assert await nantou.referrals(by=stranger, case_id=str(case_id)) == []
    assert (await nantou.reply(referral["id"], b2)).status_code == 404


async def test_the_next_unit_does_not_answer_for_the_one_before(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    await nantou.principle(a, "automatic")
    _, _, first = await nantou.referred(a, b1)
    await nantou.h.advance_to(date(2024, 2, 16))
    assert (await nantou.reply(first["id"], b2)).status_code == 404


async def test_an_a_unit_sets_its_own_principle_only(nantou):
    a, other, b = await nantou.unit("A"), await nantou.unit("A"), await nantou.unit()
    path = f"/v1/units/{a}/reassignment-principles"
    body = {"mode": "automatic"}
    assert (await nantou.h.post(path, body, by=nantou.by("a_case_manager", unit=other))).status_code == 404
    assert (await nantou.h.post(path, body, by=nantou.by("health_bureau"))).json()["mode"] == "automatic"
    of_b = await nantou.h.post(f"/v1/units/{b}/reassignment-principles", body, by=nantou.by("health_bureau"))
    assert (of_b.status_code, of_b.json()["rule"]) == (422, "NA-02-28")


async def test_money_for_a_referral_is_refused_by_name(nantou):
    body = {"unit_type": "B", "name": "示範", "fee": 100}
    answer = await nantou.h.post("/v1/units", body, by=nantou.by("county_gov"))
    assert (answer.status_code, answer.json()["rule"]) == (422, "NA-04-13")
    path = f"/v1/cases/{uuid4()}/b-referrals"
    by = nantou.by("a_case_manager", unit=uuid4())
    assert (await nantou.h.post(path, {"commission": 5}, by=by)).json()["rule"] == "NA-04-13"
    assert (await nantou.h.client.post("/v1/units", json=body)).status_code == 401


async def test_a_contract_that_ends_before_it_starts_is_refused(nantou):
    body = {
        "unit_type": "B",
        "name": "示範",
        "districts": ["埔里鎮"],
        "service_codes": ["CA07"],
        "contracted_from": "2024-01-01",
        "contracted_to": "2024-01-01",
    }
    assert (await nantou.h.post("/v1/units", body, by=nantou.by("county_gov"))).json()["rule"] == "TY-3301-02"


async def test_the_register_is_read_by_kind_district_and_service_page_by_page(nantou):
    a = await nantou.unit("A")
    b1, b2 = await nantou.unit(), await nantou.unit(districts=["魚池鄉"])
    by = nantou.by("b_unit", unit=b1)

    async def ids(**params):
        return [u["id"] for u in (await nantou.h.get("/v1/units", by=by, **params)).json()["items"]]

    assert await ids(unit_type="A") == [str(a)]
    assert await ids(district="魚池鄉") == [str(b2)]
    assert await ids(service_code="CA07") == [str(b1), str(b2)]
    first = (await nantou.h.get("/v1/units", by=by, limit=2)).json()
    rest = (await nantou.h.get("/v1/units", by=by, limit=2, cursor=first["next"])).json()
    assert [u["id"] for u in first["items"] + rest["items"]] == [str(a), str(b1), str(b2)]
    assert rest["next"] is None


async def test_a_unit_is_contracted_once_for_the_same_key(nantou):
    body = {
        "unit_type": "B",
        "name": "示範",
        "districts": ["埔里鎮"],
        "service_codes": ["CA07"],
        "contracted_from": "2024-01-01",
    }
    headers = {**nantou.by("county_gov"), "Idempotency-Key": "one"}
    answers = [await nantou.h.client.post("/v1/units", json=body, headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert await nantou.kinds() == ["unit.contracted"]
    assert "示範" not in str(await nantou.h.events())


async def test_a_referral_offers_what_can_be_done_and_says_why_not_the_rest(nantou):
    a, b = await nantou.unit("A"), await nantou.unit()
    case_id, _, referral = await nantou.referred(a, b)
    await nantou.reply(referral["id"], b)
    offered = {x["name"]: x for x in (await nantou.read(referral["id"]))["actions"]}
    assert (offered["reassign"]["open"], offered["reply"]["open"]) == (True, False)
    assert offered["reply"]["refusal"]["rule"] == "NT-04-08"
    path = f"/v1/cases/{case_id}/a-candidates"
    [dispatch] = (await nantou.h.get(path, by=nantou.by("care_manager"))).json()["actions"]
    assert (dispatch["open"], dispatch["refusal"]["rule"]) == (False, "NA-02-13")


async def test_two_who_read_the_same_version_do_not_overwrite_each_other(nantou):
    a, b1, b2 = await nantou.unit("A"), await nantou.unit(), await nantou.unit()
    _, _, referral = await nantou.referred(a, b1)
    await nantou.reply(referral["id"], b1)
    by = {**nantou.by("a_case_manager", unit=a), "If-Match": '"1"'}
    path = f"/v1/referrals/{referral['id']}/reassignments"
    late = await nantou.h.post(path, {"to_unit_id": str(b2), "reason": "client_changed_unit"}, by=by)
    assert (late.status_code, late.json()["changed_by"]) == (412, "b_unit-1")

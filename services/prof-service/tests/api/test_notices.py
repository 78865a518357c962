"""Does a quick change notice reach whom it must reach, and nobody else?"""

import asyncio
from uuid import uuid4

import pytest
from schemas.events.notices import NoticeRead, QuickChangeNoticePosted

BOTH = ["care_manager", "a_case_manager"]
TEXT = "不可外流的通報內容"


@pytest.fixture
def post(training):
    async def send(*, by=None, about=None, **body):
        given = {"kind": "deterioration", "recipients": BOTH, "text": TEXT, **body}
        about = about or {"engagement_id": (await training.engagement())["id"]}
        return await training.running.post("/v1/notices", {**about, **given}, by=by or training.by())

    return send


async def unread(training, role):
    answer = await training.running.get("/v1/notices", by=training.by(role), unread=True)
    return [n["id"] for n in answer.json()["items"]]


async def test_a_notice_reaches_both_and_leaves_the_inbox_when_it_is_read(running, training, post):
    await training.ready()
    answer = await post()
    assert answer.status_code == 201, answer.text
    id_ = answer.json()["id"]
    assert await unread(training, "care_manager") == [id_]
    assert await unread(training, "a_case_manager") == [id_]
    assert await unread(training, "b_unit") == []
    read = await running.post(f"/v1/notices/{id_}/receipts", by=training.by("care_manager"))
    assert read.json()["read_as"] == ["care_manager"]
    assert await unread(training, "care_manager") == []
    assert await unread(training, "a_case_manager") == [id_]
    seen = (await running.get(f"/v1/notices/{id_}", by=training.by())).json()
    assert {r["role"]: r["read_at"] is not None for r in seen["recipients"]} == {
        "care_manager": True,
        "a_case_manager": False,
    }
    [posted] = await running.events(QuickChangeNoticePosted)
    assert (posted["kind"], posted["recipients"], posted["unit_id"]) == ("deterioration", BOTH, str(training.b1))


async def test_its_text_is_sealed_and_read_by_those_it_reached(running, training, post):
    await training.ready()
    id_ = (await post()).json()["id"]
    async with running.service.database.acquire() as connection:
        sealed = await connection.fetchval("SELECT text FROM notices")
    assert TEXT.encode() not in sealed
    assert TEXT not in str(await running.events())
    for role in ("care_manager", "a_case_manager", "prof_staff"):
        shown = await running.post(f"/v1/notices/{id_}/reveals", {"purpose": "handover"}, by=training.by(role))
        assert shown.json()["text"] == TEXT


@pytest.mark.parametrize(
    ("body", "code", "rule"),
    [
        pytest.param({"kind": None}, "notice_without_kind", "NT-04-15", id="no kind"),
        pytest.param({"recipients": []}, "notice_without_recipients", "NT-04-15", id="no recipients"),
        pytest.param({"recipients": ["care_manager"]}, "notice_recipient_missing", "NT-04-15", id="NT-04-27 both"),
        pytest.param(
            {"kind": "medical", "recipients": BOTH[1:]}, "notice_recipient_missing", "NT-04-15", id="NT-04-31"
        ),
        pytest.param(
            {"kind": "evening_holiday", "recipients": BOTH[:1]}, "notice_recipient_missing", "NT-04-15", id="AA"
        ),
        pytest.param({"kind": "unit_closing"}, "closing_without_day", "NT-04-17", id="closing without its day"),
    ],
)
async def test_a_notice_without_kind_or_recipients_is_refused(running, training, post, body, code, rule):
    await training.ready()
    answer = await post(**body)
    assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[-1], answer.json()["rule"]) == (422, code, rule)
    assert TEXT not in answer.text
    assert await running.events(QuickChangeNoticePosted) == []


@pytest.mark.parametrize(
    ("fact_on", "late"),
    [("2024-03-22", False), ("2024-03-21", False), ("2024-03-20", True)],
    ids=["31 days before", "30 days before", "29 days before"],
)
async def test_a_closing_unit_tells_thirty_days_before_or_is_marked(training, post, fact_on, late):
    await training.ready()  # Tue 20 Feb 2024; 20 Feb is 30 days before 21 Mar
    answer = await post(kind="unit_closing", fact_on=fact_on)
    assert (answer.status_code, answer.json()["late"]) == (201, late)


@pytest.mark.parametrize(
    ("fact_on", "status"),
    [("2024-02-23", 409), ("2024-02-26", 409), ("2024-02-27", 201), (None, 201)],
    ids=["6th working day", "7th working day", "8th working day", "no day known"],
)
async def test_who_can_serve_within_seven_working_days_is_not_unable(training, post, fact_on, status):
    await training.ready()  # referred on Fri 16 Feb 2024; Sat 17 Feb is a make-up workday
    assert (await post(kind="cannot_serve", fact_on=fact_on)).status_code == status


async def test_the_a_case_manager_tells_care_manager_and_unit(training, post):
    await training.ready()
    by = training.by("a_case_manager")
    missing = await post(by=by, recipients=["care_manager"])
    assert (missing.status_code, missing.json()["rule"]) == (422, "NT-05-15")
    assert (await post(by=by, recipients=["care_manager", "b_unit"], kind="item_removed")).status_code == 201
    assert len(await unread(training, "prof_staff")) == 1


async def test_of_two_receipts_at_the_same_moment_one_is_told(running, training, post):
    await training.ready()
    id_ = (await post()).json()["id"]
    by = training.by("care_manager")
    both = await asyncio.gather(*[running.post(f"/v1/notices/{id_}/receipts", by=by) for _ in range(2)])
    assert [a.status_code for a in both] == [201, 201]
    assert len(await running.events(NoticeRead)) == 1


async def test_of_a_whole_case_only_those_it_has_can_be_told(training, post):
    await training.ready()
    about = {"case_id": str(training.case_id)}
    unknown = await post(about=about, recipients=[*BOTH, "b_unit"])
    assert (unknown.status_code, unknown.json()["rule"]) == (409, "NT-04-15")
    assert (await post(about=about)).status_code == 201


@pytest.mark.parametrize(
    "role", ["care_manager", "care_supervisor", "county_gov", "health_bureau", "platform_operator"]
)
async def test_only_units_and_a_case_managers_post(training, post, role):
    await training.ready()
    assert (await post(by=training.by(role))).status_code == 403


async def test_what_is_foreign_looks_unknown(running, training, builders, post):
    await training.ready()
    id_ = (await post()).json()["id"]
    engagement = {"engagement_id": (await training.engagement())["id"]}
    other = uuid4()
    await training.give(builders.referred(training.case_id, uuid4(), other))  # another unit of the same case
    for by in (
        training.by(unit=other),
        training.by(unit=uuid4()),
        training.by("a_case_manager", unit=uuid4()),
        training.by("care_manager", county="taoyuan"),
    ):
        assert (await running.get(f"/v1/notices/{id_}", by=by)).status_code == 404
        assert (await running.get("/v1/notices", by=by)).json()["items"] == []
        assert (await running.post(f"/v1/notices/{id_}/receipts", by=by)).status_code == 404
        answer = await running.post(f"/v1/notices/{id_}/reveals", {"purpose": "curiosity"}, by=by)
        assert answer.status_code == 404
    assert (await post(by=training.by(unit=other), about=engagement)).status_code == 404
    assert (await post(by=training.by(unit=uuid4()), about={"case_id": str(training.case_id)})).status_code == 404


async def test_taoyuan_asks_for_no_recipient_of_its_own(training_in):
    training = training_in("taoyuan")
    await training.ready()
    running, about = training.running, {"engagement_id": (await training.engagement())["id"]}
    body = {**about, "kind": "closure", "recipients": ["care_manager"], "text": TEXT}
    assert (await running.post("/v1/notices", body, by=training.by())).status_code == 201

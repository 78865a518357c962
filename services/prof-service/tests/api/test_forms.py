"""Are forms filled in, kept, revealed and printed, with identifiers only on paper?"""

import asyncio
import contextlib
import json
import shutil
import subprocess
from datetime import date
from uuid import uuid4

import pytest

TUESDAY = date(2024, 2, 20)
GOAL = "早晨自己穿好衣服"
EXPLANATION = {"stage": "first", "fields": {"goal.1": GOAL, "price_area": "ordinary"}}
SIGNED = [
    {"signer": "family", "relation": "spouse", "signed_on": "2024-02-20"},
    {"signer": "staff", "signed_on": "2024-02-20"},
]
CLOSURE = {
    "stage": "closure",
    "fields": {
        "closed_on": "2024-02-20",
        "self_rating_before": 3,
        "self_rating_after": 8,
        "closure_reason": "goal_reached",
        "outcome": "可獨立穿衣",
    },
}


def _can_print():
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return shutil.which("pdftotext") is not None


needs_pango = pytest.mark.skipif(not _can_print(), reason="Pango or pdftotext is not installed: no PDF is printed here")


def read(pdf):
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode().replace(" ", "")


async def seen(running, training, kind, by=None, **params):
    engagement = await training.engagement()
    return await running.get(f"/v1/engagements/{engagement['id']}/forms/{kind}", by=by or training.by(), **params)


async def test_the_explanation_form_is_filled_in_signed_and_knows_its_price(running, training):
    await training.ready()
    await training.served(TUESDAY)
    empty = (await seen(running, training, "explanation_form")).json()
    assert (empty["no"], empty["missing_signatures"]) == (0, [])
    filled = await training.post("forms/explanation_form", EXPLANATION)
    assert filled.status_code == 201, filled.text
    assert GOAL not in filled.text
    form = (await seen(running, training, "explanation_form")).json()
    value = {f["code"]: f["value"] for f in form["fields"]}
    assert (value["price_per_session"], value["copay_per_session"], value["first_session_copay"]) == (1500, 240, None)
    assert (value["goal.1"], value["client_name"], value["discipline"]) == (None, None, "職能治療人員")
    assert (value["period_from"], value["period_to"]) == ("2024-02-01", "2024-07-31")
    assert form["missing_signatures"] == ["client", "staff"]
    await training.post("forms/explanation_form", {"stage": "first", "signatures": SIGNED})
    form = (await seen(running, training, "explanation_form")).json()
    assert (form["no"], form["missing_signatures"]) == (2, [])
    revealed = await training.post("forms/explanation_form/reveals", {"purpose": "checking"})
    assert revealed.json()["texts"] == {"goal.1": GOAL}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({**EXPLANATION, "signatures": [{"signer": "hired_care_worker", "signed_on": "2024-02-20"}]}, "NT-05-39"),
        ({"stage": "first", "fields": {"price_area": "ordinary"}}, "NT-09-03"),
        ({"stage": "first", "fields": {"goal.1": GOAL, "price_area": "far"}}, "NT-09-03"),
        ({"stage": "first", "fields": {"goal.1": GOAL, "price_area": "ordinary", "client_name": "x"}}, "NT-05-25"),
        ({"stage": "first", "session_no": 1}, "NT-09-19"),
    ],
)
async def test_what_is_refused_repeats_nothing_and_names_its_paragraph(training, body, rule):
    await training.ready()
    answer = await training.post("forms/explanation_form", body)
    assert (answer.status_code, answer.json()["rule"]) == (422, rule)
    assert GOAL not in answer.text


async def test_a_successor_fills_in_part_four_only(running, training, builders):
    await training.ready()
    await training.served(TUESDAY)
    first = {
        "sex": "female",
        "disability_certificate": False,
        "main_guided": ["client"],
        "nhi_rehabilitation": False,
        "uses_devices": False,
        "participation_goal": "目標",
        "complaint_history": "主訴",
        "home_and_family": "與配偶同住",
        "functions": "可站",
        "problem.1": "穿衣",
        "short_term.1": "短",
        "long_term.1": "長",
        "service_plan.1": "計畫",
    }
    answer = await training.post("forms/service_plan", {"stage": "first", "fields": first})
    assert answer.status_code == 201, answer.text
    await training.give(builders.reassigned(training.referral, training.b2, on=date(2024, 2, 20)))
    await (await training.referred(training.b2)).replied()
    by = training.by(unit=training.b2)
    again = await training.post("forms/service_plan", {"stage": "first", "fields": first}, by=by)
    assert (again.status_code, again.json()["rule"]) == (409, "NT-05-29")
    assert (await training.post("forms/service_plan", CLOSURE, by=by)).status_code == 201
    assert (await training.post("forms/service_plan", CLOSURE)).status_code == 404
    texts = (await training.post("forms/service_plan/reveals", {"purpose": "next_unit"}, by=by)).json()["texts"]
    assert (texts["problem.1"], texts["outcome"]) == ("穿衣", "可獨立穿衣")


async def test_of_two_fillings_at_the_same_moment_both_are_kept_in_order(running, training):
    await training.ready()
    both = await asyncio.gather(*[training.post("forms/explanation_form", EXPLANATION) for _ in range(2)])
    assert [a.status_code for a in both] == [201, 201]
    assert (await seen(running, training, "explanation_form")).json()["no"] == 2


async def test_who_may_not_and_what_is_foreign(running, training):
    await training.ready()
    for role in ("a_case_manager", "care_manager", "county_gov"):
        answer = await training.post("forms/explanation_form", EXPLANATION, by=training.by(role))
        assert answer.status_code == 403
    for role in ("county_gov", "social_bureau", "platform_operator"):
        for noun in ("reveals", "prints"):
            by = training.by(role)
            path = f"forms/explanation_form/{noun}"
            assert (await training.post(path, {"purpose": "curiosity"}, by=by)).status_code == 403
    foreign = training.by(unit=uuid4())
    assert (await training.post("forms/explanation_form", EXPLANATION, by=foreign)).status_code == 404
    assert (await seen(running, training, "explanation_form", by=foreign)).status_code == 404
    assert (await training.post("forms/explanation_form/prints", {"purpose": "x"}, by=foreign)).status_code == 404


async def test_the_annex_of_evening_service_is_filled_in_as_an_application(training):
    await training.ready()
    answer = await training.post("forms/evening_holiday_request", {"stage": "application"})
    assert (answer.status_code, answer.json()["rule"]) == (409, "NT-04-23")


@needs_pango
async def test_without_intake_names_are_left_to_be_written(running, training, monkeypatch):
    monkeypatch.delenv("LTC_INTAKE_URL", raising=False)
    await training.ready()
    await training.served(TUESDAY)
    await training.post("forms/explanation_form", {**EXPLANATION, "signatures": SIGNED})
    printed = await training.post("forms/explanation_form/prints", {"purpose": "signing"})
    assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf")
    assert (printed.headers["identifiers"], printed.headers["cache-control"]) == ("blank", "no-store")
    text = read(printed.content)
    for words in (
        GOAL,
        "民國113年2月20日",
        "民國113年7月31日",
        "第一聯：個案收執",
        "第二聯：服務單位自存",
        "1500",
        "240",
    ):
        assert words in text
    assert "身分資料欄位空白" in text


class Intake:
    """The answer of an intake on a real port, and what it was asked."""

    def __init__(self, status=200):
        self.status = status
        self.asked = []

    async def __call__(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(next(h for h in head.lower().split("\r\n") if h.startswith("content-length")).split(":")[1])
        self.asked.append((head, (await reader.readexactly(length)).decode()))
        person = {
            "name": "測試個案甲",
            "national_id": "A123456789",
            "phone": "0900",
            "address": "虛構路",
            "born_on": "1944-03-01",
        }
        body = json.dumps(person).encode()
        writer.write(
            f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
        )
        await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def listening(intake, monkeypatch):
    server = await asyncio.start_server(intake, "127.0.0.1", 0)
    monkeypatch.setenv("LTC_INTAKE_URL", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    async with server:
        yield


@needs_pango
async def test_identifiers_come_with_the_readers_own_token_and_are_kept_nowhere(
    running, training, builders, monkeypatch
):
    await training.ready()
    await training.served(TUESDAY)
    await training.post("sessions/1/records", builders.FIRST_RECORD)
    filled = {"stage": "session", "session_no": 1, "fields": {"goal_types": ["short_term"]}}
    assert (await training.post("forms/session_record", filled)).status_code == 201
    intake, by = Intake(), training.by()
    async with listening(intake, monkeypatch):
        printed = await training.post("forms/session_record/prints", {"purpose": "signing"}, by=by, session_no=1)
    assert printed.headers["identifiers"] == "filled"
    text = read(printed.content)
    for words in ("測試個案甲", "A123456789", "民國33年3月1日", "09:30", "■短期", "坐姿分解步驟"):
        assert words in text
    [(head, asked)] = intake.asked
    assert by["Authorization"] in head
    assert json.loads(asked) == {"purpose": "signing"}
    assert f"/v1/cases/{training.case_id}/person-reveals" in head
    async with running.service.database.acquire() as connection:
        dump = await connection.fetchval("SELECT string_agg(forms::text, '') FROM forms")
    assert "A123456789" not in dump


@pytest.mark.parametrize(("status", "answers"), [(403, 403), (404, 403), (500, 502)])
async def test_an_intake_that_refuses_or_fails_prints_nothing_unless_it_may_be_blank(
    training, monkeypatch, status, answers
):
    await training.ready()
    await training.post("forms/explanation_form", EXPLANATION)
    async with listening(Intake(status), monkeypatch):
        printed = await training.post("forms/explanation_form/prints", {"purpose": "signing"})
    assert printed.status_code == answers
    assert "A123456789" not in printed.text


@needs_pango
async def test_an_intake_that_is_away_is_told_and_blank_lines_need_none(training, monkeypatch):
    monkeypatch.setenv("LTC_INTAKE_URL", "http://127.0.0.1:9")
    await training.ready()
    away = await training.post("forms/explanation_form/prints", {"purpose": "signing"})
    assert away.status_code == 502
    blank = await training.post("forms/explanation_form/prints", {"purpose": "signing"}, blank_identifiers="true")
    assert (blank.status_code, blank.headers["identifiers"]) == (200, "blank")


@needs_pango
async def test_annex_6_prints_what_was_ticked(running, training, monkeypatch):
    monkeypatch.delenv("LTC_INTAKE_URL", raising=False)
    await training.ready()
    engagement = await training.engagement()
    asked = {
        "engagement_id": engagement["id"],
        "codes": ["AA09"],
        "service_date": "2024-02-24",
        "starts_at": "09:00",
        "reasons": [{"reason": "county_recognised", "details": ["other"]}],
        "explanation": "平日皆須洗腎",
        "applicant": "client",
        "signer": "client",
        "signed_on": "2024-02-20",
        "declared": True,
    }
    made = await running.post("/v1/evening-holiday-requests", asked, by=training.by("b_unit"))
    path = f"/v1/evening-holiday-requests/{made.json()['id']}/prints"
    printed = await running.post(path, {"purpose": "signing"}, by=training.by("b_unit"))
    text = read(printed.content)
    for words in ("■AA09", "□AA08", "平日皆須洗腎", "■6.其他", "民國113年2月24日"):
        assert words in text
    foreign = await running.post(path, {"purpose": "signing"}, by=training.by("b_unit", unit=uuid4()))
    assert foreign.status_code == 404

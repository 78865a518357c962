"""What happens to the first case? The worked example of the Nantou handbook (伍.一.(三)): dressing, CA07, client and spouse."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ltc.demo.papers import DISTRICT, DRESSING, FIRST_RECORD, GOAL, LATER_RECORD, PERSON, STAFF
from ltc.demo.people import Bearer
from ltc.demo.portal import Portal


class FirstCase:
    """One method for each day of the story; what it learns stands in its attributes. `say` tells what happens."""

    def __init__(
        self,
        portal: Portal,
        bearer: Bearer,
        stand_at: Callable[[date], object],
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.portal = portal
        self.bearer = bearer
        self._stand_at = stand_at
        self._say = say
        self.units: dict[str, str] = {}
        self.case_id = ""
        self.reference = ""
        self.plan_id = ""
        self.plan_item_id = ""
        self.engagement_id = ""
        self.referrals: dict[str, dict[str, Any]] = {}

    def day(self, day: date, what: str) -> None:
        """The clock stands at nine o'clock of that day."""
        self._stand_at(day)
        self._say(f"{day:%Y-%m-%d} {what}")

    async def contract_units(self) -> None:
        """Three A units, of which one is suspended, and two units for C codes; the first A unit reassigns automatically."""
        self.day(date(2024, 1, 2), "特約單位登錄；丙單位暫停派案")
        for key, kind, name in (
            ("A1", "A", "示範甲社區整合型服務中心（虛構）"),
            ("A2", "A", "示範乙社區整合型服務中心（虛構）"),
            ("A3", "A", "示範丙社區整合型服務中心（虛構）"),
            ("B1", "B", "示範子專業服務單位（虛構）"),
            ("B2", "B", "示範丑專業服務單位（虛構）"),
        ):
            self.units[key] = await self._contract(kind, name)
        suspension = {"reason": "demerit_points", "from_on": "2024-01-02", "until_on": "2024-02-02"}
        await self.portal.done(
            f"/audit/v1/units/{self.units['A3']}/suspensions", suspension, by=self.bearer("health_bureau")
        )
        await self.portal.done(
            f"/dispatch/v1/units/{self.units['A1']}/reassignment-principles",
            {"mode": "automatic"},
            by=self.a_case_manager(),
        )

    async def _contract(self, kind: str, name: str) -> str:
        unit = {
            "unit_type": kind,
            "name": name,
            "districts": [DISTRICT],
            "service_codes": ["AA01", "AA02"] if kind == "A" else ["CA07", "CA08", "CB01"],
            "capacity": 30,
            "contracted_from": "2024-01-01",
        }
        contracted = await self.portal.done("/dispatch/v1/units", unit, by=self.bearer("county_gov"))
        return str(contracted["id"])

    async def application(self) -> None:
        """Mon 15 Jan: by the 1966 line, eligible group, screened in; visit booked."""
        self.day(date(2024, 1, 15), "家屬撥打 1966 申請；初篩符合；排定家訪")
        manager = self.bearer("care_manager")
        case = await self.portal.done("/intake/v1/applications", self.application_form(), by=manager)
        self.case_id, self.reference = case["id"], case["reference"]
        screened = {"outcome": "target", "eligible_group": "elderly65"}
        await self.portal.done(f"/intake/v1/cases/{self.case_id}/screenings", screened, by=manager)
        visit = {"scheduled_on": "2024-01-17", "mode": "division"}
        await self.portal.done(f"/intake/v1/cases/{self.case_id}/home-visits", visit, by=manager)

    def application_form(self, **changed: Any) -> dict[str, Any]:
        """The application as the portal sends it."""
        form = {
            "channel": "hotline_1966",
            "case_source": "self",
            "person": PERSON,
            "district": DISTRICT,
            "residence": "home",
            "eligible_group": "elderly65",
        }
        return {**form, **changed}

    async def visit(self) -> None:
        """Wed 17 Jan: CMS level 4, class 3, problems ranked, report submitted."""
        self.day(date(2024, 1, 17), "家訪評估：第4級、一般戶；送督導簽審")
        manager = self.bearer("care_manager")
        await self.portal.done(f"/intake/v1/cases/{self.case_id}/assessments", self.assessment(), by=manager)
        await self.portal.done(f"/intake/v1/cases/{self.case_id}/assessment-submissions", by=manager)

    def assessment(self, **changed: Any) -> dict[str, Any]:
        """The assessment: dressing is ranked first."""
        form = {
            "visited_on": "2024-01-17",
            "cms_level": 4,
            "welfare_class": 3,
            "foreign_care_worker": False,
            "problems": [DRESSING, {"problem_no": 2}, {"problem_no": 3}],
        }
        return {**form, **changed}

    async def sign_off(self) -> None:
        """Thu 18 Jan: signed by the supervisor, not by the assessor; the quota is approved."""
        self.day(date(2024, 1, 18), "督導簽審核定：每月 18,580 元")
        approved = {"decision": "approved"}
        await self.portal.done(
            f"/intake/v1/cases/{self.case_id}/sign-offs", approved, by=self.bearer("care_supervisor", n=2)
        )

    async def a_dispatch(self) -> None:
        """The same day: no A unit named, so the care manager picks one of the candidates, with a reason (AM-179)."""
        manager = self.bearer("care_manager")
        await self.portal.until(f"/dispatch/v1/cases/{self.case_id}/a-candidates", bool, by=manager)
        self._say("           照專自候選單位擇定甲單位並敘明理由")
        picked = {"unit_id": self.units["A1"], "client_choice": False, "reason_code": "nearest_to_client"}
        referral = await self.portal.done(f"/dispatch/v1/cases/{self.case_id}/a-dispatches", picked, by=manager)
        self.referrals["A1"] = referral
        await self.portal.done(f"/dispatch/v1/referrals/{referral['id']}/acceptances", by=self.a_case_manager())

    def a_case_manager(self, n: int = 1) -> dict[str, str]:
        """A case manager of the first A unit."""
        return self.bearer("a_case_manager", unit=self.units["A1"], n=n)

    async def contact_and_visit(self) -> None:
        """Fri 19 and Mon 22 Jan: contact by phone, then the home visit."""
        self.day(date(2024, 1, 19), "A 個管電話聯繫")
        by = self.a_case_manager()
        plans = await self.portal.until("/care-plan/v1/plans", lambda p: bool(p["items"]), by=by, case_id=self.case_id)
        self.plan_id = plans["items"][0]["id"]
        await self.portal.done(
            f"/care-plan/v1/plans/{self.plan_id}/contacts", {"kind": "phone", "made_on": "2024-01-19"}, by=by
        )
        self.day(date(2024, 1, 22), "A 個管家訪，擬訂計畫：CA07 4 組；送審")
        await self.portal.done(
            f"/care-plan/v1/plans/{self.plan_id}/contacts", {"kind": "home", "made_on": "2024-01-22"}, by=by
        )

    def plan(self, **changed: Any) -> dict[str, Any]:
        """CA07, four groups, guidance for the client and the spouse; B1 is the client's choice."""
        item = {
            "service_code": "CA07",
            "quantity": 2,
            "groups": 4,
            "problem_no": DRESSING["problem_no"],
            "goal_statement": {
                "problem_no": DRESSING["problem_no"],
                "service_code": "CA07",
                "guidance_targets": ["client", "primary_caregiver"],
                "unit_id": self.units["B1"],
            },
            "providers_offered": [self.units["B1"], self.units["B2"]],
            "chosen_unit_id": self.units["B1"],
        }
        return {"items": [{**item, **changed}], "period_from": "2024-02-01", "period_to": "2024-08-01"}

    async def draft_and_submit(self) -> None:
        """Mon 22 Jan: the plan goes to the centre."""
        by = self.a_case_manager()
        await self.portal.done(f"/care-plan/v1/plans/{self.plan_id}/drafts", self.plan(), by=by)
        await self.portal.done(f"/care-plan/v1/plans/{self.plan_id}/submissions", by=by)

    async def review(self) -> None:
        """Wed 24 Jan: returned once with a reason, then version 2 is approved."""
        self.day(date(2024, 1, 24), "照管中心退回一次；修正後核定第 2 版")
        manager, by = self.bearer("care_manager"), self.a_case_manager()
        await self.portal.done(f"/care-plan/v1/plans/{self.plan_id}/returns", {"reason": "not_fitting"}, by=manager)
        await self.portal.done(f"/care-plan/v1/plans/{self.plan_id}/drafts", self.plan(), by=by)
        await self.portal.done(f"/care-plan/v1/plans/{self.plan_id}/submissions", by=by)
        await self.portal.done(f"/care-plan/v1/plans/{self.plan_id}/approvals", by=manager)
        await self.portal.until(  # the clock moves on when everybody has heard of it
            "/prof-service/v1/engagements", lambda p: bool(p["items"]), by=manager, case_id=self.case_id
        )

    async def b_referral(self) -> None:
        """Mon 5 Feb: the client named B1."""
        self.day(date(2024, 2, 5), "案主指定子單位：照會（回覆期限 2/15，首次服務期限 2/17）")
        by = self.a_case_manager()
        plan = await self.portal.get(f"/care-plan/v1/plans/{self.plan_id}", by=by)
        self.plan_item_id = plan["versions"][-1]["items"][0]["plan_item_id"]
        await self.portal.until(
            f"/dispatch/v1/cases/{self.case_id}/b-candidates", bool, by=by, plan_item_id=self.plan_item_id
        )
        named = {"plan_item_id": self.plan_item_id, "unit_id": self.units["B1"], "client_choice": True}
        self.referrals["B1"] = await self.portal.done(f"/dispatch/v1/cases/{self.case_id}/b-referrals", named, by=by)

    async def reassigned(self) -> None:
        """Fri 16 Feb: B1 has not answered; the referral goes to B2, which accepts."""
        self.day(date(2024, 2, 16), "子單位逾期未回覆：自動改派丑單位；丑單位接案")
        by = self.bearer("b_unit", unit=self.units["B2"])
        found = await self.portal.until(
            "/dispatch/v1/referrals",
            lambda page: any(r["unit_id"] == self.units["B2"] for r in page["items"]),
            by=by,
            case_id=self.case_id,
        )
        self.referrals["B2"] = next(r for r in found["items"] if r["unit_id"] == self.units["B2"])
        await self.portal.done(
            f"/dispatch/v1/referrals/{self.referrals['B2']['id']}/replies", {"answer": "accepted"}, by=by
        )

    def provider(self, role: str = "prof_staff") -> dict[str, str]:
        """Somebody of B2."""
        return self.bearer(role, unit=self.units["B2"])

    async def session(self, served_on: date) -> Any:
        """A session of 60 minutes, with client and spouse."""
        served = {
            "served_on": served_on.isoformat(),
            "started_at": "09:30",
            "ended_at": "10:30",
            "staff": STAFF,
            "guidance_targets": ["client", "primary_caregiver"],
        }
        return await self.portal.post(
            f"/prof-service/v1/engagements/{self.engagement_id}/sessions", served, by=self.provider()
        )

    async def first_session(self) -> None:
        """Tue 20 Feb: session 1; its record on the 21st, the documents on the 22nd."""
        self.day(date(2024, 2, 20), "第 1 次訓練（紀錄期限 2/22，文件期限 2/23）")
        by = self.provider()
        found = await self.portal.until(
            "/prof-service/v1/engagements",
            lambda page: bool(page["items"]) and page["items"][0]["status"] == "replied",
            by=by,
            case_id=self.case_id,
        )
        self.engagement_id = found["items"][0]["id"]
        await self.register_staff()
        (await self.session(date(2024, 2, 20))).raise_for_status()
        self.day(date(2024, 2, 21), "登錄第 1 次紀錄")
        await self.record(1, FIRST_RECORD)
        self.day(date(2024, 2, 22), "交付說明書及服務計畫書")
        handed = {"documents": ["explanation_form", "service_plan"]}
        await self.portal.done(f"/prof-service/v1/engagements/{self.engagement_id}/document-handovers", handed, by=by)

    async def register_staff(self) -> None:
        """B2 registers who will serve: a code and a profession, certified, registered and trained (NT-04-02, NT-04-04)."""
        by = self.provider("b_unit")
        person = {"code": STAFF, "discipline": "occupational_therapist"}
        await self.portal.done("/prof-service/v1/staff", person, by=by)
        held = [{"kind": kind, "valid_from": "2023-03-01"} for kind in ("certificate", "registration", "practice")]
        trained = {"kind": "training", "valid_from": "2023-05-01", "service_code": "CA07"}
        body = {"qualifications": [*held, trained]}
        await self.portal.done(f"/prof-service/v1/staff/{STAFF}/qualifications", body, by=by)

    async def goal(self) -> None:
        """Fri 23 Feb: the A case manager checks and uploads the documents, and activates the goal record."""
        self.day(date(2024, 2, 23), "A 個管確認上傳文件，設定並啟用目標管理")
        path, by = f"/prof-service/v1/engagements/{self.engagement_id}", self.a_case_manager()
        uploaded = {"documents": ["explanation_form", "service_plan"]}
        await self.portal.done(f"{path}/document-uploads", uploaded, by=by)
        await self.portal.done(f"{path}/goal-records", GOAL, by=by)

    async def record(self, number: int, record: dict[str, Any]) -> Any:
        """The record of a session."""
        path = f"/prof-service/v1/engagements/{self.engagement_id}/sessions/{number}/records"
        return await self.portal.done(path, record, by=self.provider())

    async def second_session(self) -> None:
        """Tue 27 Feb: session 2; its record on Thu 29 Feb, in time."""
        self.day(date(2024, 2, 27), "第 2 次訓練")
        (await self.session(date(2024, 2, 27))).raise_for_status()
        self.day(date(2024, 2, 29), "登錄第 2 次紀錄")
        await self.record(2, LATER_RECORD)

    async def third_session(self) -> None:
        """Tue 5 Mar: session 3; its record is due on Thu 7 Mar."""
        self.day(date(2024, 3, 5), "第 3 次訓練（紀錄期限 3/7）；示範時鐘停在這一天")
        (await self.session(date(2024, 3, 5))).raise_for_status()
        await self.portal.until(
            f"/audit/v1/cases/{self.case_id}/timeline",
            lambda seen: [entry["name"] for entry in seen["entries"]].count("SessionDelivered") == 3,
            by=self.bearer("health_bureau"),
        )

    async def third_record(self) -> None:
        """Fri 8 Mar: the record of session 3, a day late."""
        self.day(date(2024, 3, 8), "補登第 3 次紀錄（逾期）")
        await self.record(3, LATER_RECORD)

    async def play(self) -> None:
        """Everything up to Tue 5 Mar 2024."""
        await self.contract_units()
        await self.application()
        await self.visit()
        await self.sign_off()
        await self.a_dispatch()
        await self.contact_and_visit()
        await self.draft_and_submit()
        await self.review()
        await self.b_referral()
        await self.reassigned()
        await self.first_session()
        await self.goal()
        await self.second_session()
        await self.third_session()

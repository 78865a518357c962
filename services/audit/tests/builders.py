"""What has happened? The facts of the handbook's worked example, as the other services publish them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from chassis.bus import Received
from chassis.kernel.ids import uuid7
from chassis.messages import Clock, Envelope, Event
from schemas.events import care_plan, dispatch, intake, prof_service


def at(day: str, hour: int = 9) -> datetime:
    """An hour of a day in Taipei."""
    return datetime.combine(date.fromisoformat(day), time(hour), ZoneInfo("Asia/Taipei")).astimezone(UTC)


def clock(name: str, opened: str, due: str, rule: str, state: str = "opened", **more: Any) -> Clock:
    """A clock that an event opens; `.model_copy` makes it met, missed and so on."""
    given = {"deadline_id": uuid4(), "owed_by_role": "b_unit", "opened_on": opened, "due_on": due, **more}
    return Clock.model_validate({"name": name, "rule": rule, "state": state, **given})


def became(before: Clock, state: str, **more: Any) -> Clock:
    """The same clock, as a later event tells of it."""
    return Clock.model_validate({**before.model_dump(), "state": state, **more})


def message(
    event: Event, *, on: str, hour: int = 9, county: str = "nantou", source: str = "/x", **more: Any
) -> Received:
    """The event as it stands on the log."""
    envelope = Envelope(
        id=more.pop("id", None) or uuid7(),
        source=source,
        type=event.TYPE,
        subject=event.key,
        time=at(on, hour),
        county=county,
        data=json.loads(event.model_dump_json()),
        **more,
    )
    return Received(topic=event.TOPIC, key=str(event.key), headers=envelope.headers(), value=envelope.value())


def id_of(given: Received) -> UUID:
    return UUID(given.headers["ce_id"])


@dataclass
class Case:
    """One case and its ids."""

    case_id: UUID = field(default_factory=uuid4)
    assessment_id: UUID = field(default_factory=uuid4)
    plan_id: UUID = field(default_factory=uuid4)
    item_id: UUID = field(default_factory=uuid4)
    engagement_id: UUID = field(default_factory=uuid4)
    a1: UUID = field(default_factory=uuid4)
    b1: UUID = field(default_factory=uuid4)
    b2: UUID = field(default_factory=uuid4)
    to_b1: UUID = field(default_factory=uuid4)
    to_b2: UUID = field(default_factory=uuid4)

    def application(self, on: str = "2024-01-15") -> intake.ApplicationReceived:
        return intake.ApplicationReceived(
            case_id=self.case_id,
            reference="A-7KQ4-M2PX",
            channel="hotline_1966",
            case_source="self",
            district="埔里鎮",
            eligible_group="elderly65",
            applied_on=on,
        )

    def visit_booked(self) -> intake.HomeVisitScheduled:
        return intake.HomeVisitScheduled(
            case_id=self.case_id,
            visit_id=uuid4(),
            mode="co_visit",
            scheduled_on="2024-01-17",
            assessor="care_manager-1",
        )

    def assessed(self, on: str = "2024-01-17") -> intake.NeedsAssessed:
        return intake.NeedsAssessed(
            case_id=self.case_id,
            assessment_id=self.assessment_id,
            cms_level=4,
            welfare_class=3,
            foreign_care_worker=False,
            problems=[{"rank": 1, "problem_no": 4}, {"rank": 2, "problem_no": 2}],
            visited_on=on,
            assessor="care_manager-1",
            mode="co_visit",
        )

    def signed(self) -> intake.QuotaApproved:
        return intake.QuotaApproved(
            case_id=self.case_id,
            assessment_id=self.assessment_id,
            cms_level=4,
            welfare_class=3,
            monthly_quota_twd=18580,
            quota_percent=100,
            valid_from="2024-01-18",
            foreign_care_worker=False,
            problems=[{"rank": 1, "problem_no": 4}],
            district="埔里鎮",
            residence="home",
            approved_on="2024-01-18",
        )

    def to_a(self, on: str = "2024-01-18") -> dispatch.CaseReferred:
        return self._referred(uuid4(), self.a1, "A", on, method="picked")

    def to_b(self, referral: UUID, unit: UUID, on: str, *clocks: Clock) -> dispatch.CaseReferred:
        return self._referred(referral, unit, "B", on, method="client_choice", service_code="CA07", clocks=clocks)

    def _referred(self, referral: UUID, unit: UUID, kind: str, on: str, **more: Any) -> dispatch.CaseReferred:
        return dispatch.CaseReferred(
            case_id=self.case_id,
            referral_id=referral,
            unit_id=unit,
            unit_type=kind,
            affiliated=False,
            candidates=2,
            referred_on=on,
            referred_at=at(on),
            district="埔里鎮",
            **more,
        )

    def drafting(self) -> care_plan.PlanDraftingStarted:
        return care_plan.PlanDraftingStarted(
            case_id=self.case_id, plan_id=self.plan_id, a_unit_id=self.a1, started_on="2024-01-18"
        )

    def submitted(self, version: int, on: str) -> care_plan.CarePlanSubmitted:
        about = {"case_id": self.case_id, "plan_id": self.plan_id, "version": version, "submitted_on": on}
        return care_plan.CarePlanSubmitted(**about, items=[self._item()], total_twd=18000)

    def returned(self) -> care_plan.CarePlanReturned:
        about = {"case_id": self.case_id, "plan_id": self.plan_id, "version": 1}
        return care_plan.CarePlanReturned(**about, reason="not_fitting", returned_on="2024-01-24")

    def approved(self, on: str = "2024-01-24") -> care_plan.CarePlanApproved:
        return care_plan.CarePlanApproved(
            case_id=self.case_id,
            plan_id=self.plan_id,
            version=2,
            a_unit_id=self.a1,
            items=[{**self._item(), "unit_id": self.b1}],
            total_twd=18000,
            approved_on=on,
            period_from=on,
            period_to="2024-07-24",
        )

    def _item(self) -> dict[str, Any]:
        return {"plan_item_id": self.item_id, "service_code": "CA07", "quantity": 4, "groups": 4, "monthly_twd": 18000}

    def delayed(self, due: str, *clocks: Clock) -> dispatch.ServiceDelayed:
        return dispatch.ServiceDelayed(
            case_id=self.case_id,
            referral_id=self.to_b1,
            unit_id=self.b1,
            clock="reply",
            due_on=due,
            excluded=False,
            clocks=clocks,
        )

    def reassigned(self, on: str, *clocks: Clock) -> dispatch.CaseReassigned:
        units = {"from_unit_id": self.b1, "to_unit_id": self.b2}
        about = {"case_id": self.case_id, "referral_id": self.to_b1, "reason": "delayed", "reassigned_on": on}
        return dispatch.CaseReassigned(**about, **units, clocks=clocks)

    def replied(self, on: str, *clocks: Clock) -> dispatch.ReferralReplied:
        about = {"case_id": self.case_id, "referral_id": self.to_b2, "unit_id": self.b2}
        return dispatch.ReferralReplied(**about, answer="accepted", replied_on=on, clocks=clocks)

    def first_service(self, on: str, *clocks: Clock) -> prof_service.FirstServiceDelivered:
        return prof_service.FirstServiceDelivered(
            case_id=self.case_id,
            engagement_id=self.engagement_id,
            referral_id=self.to_b2,
            unit_id=self.b2,
            service_code="CA07",
            served_on=on,
            clocks=clocks,
        )

    def session(self, no: int, on: str, *clocks: Clock) -> prof_service.SessionDelivered:
        return prof_service.SessionDelivered(
            case_id=self.case_id,
            engagement_id=self.engagement_id,
            session_id=uuid4(),
            session_no=no,
            unit_id=self.b2,
            staff="ot-07",
            service_code="CA07",
            served_on=on,
            minutes=60,
            clocks=clocks,
        )

    def recorded(self, no: int, on: str, *clocks: Clock, late: bool = False) -> prof_service.SessionRecorded:
        about = {"case_id": self.case_id, "engagement_id": self.engagement_id, "session_id": uuid4()}
        return prof_service.SessionRecorded(**about, session_no=no, recorded_on=on, late=late, clocks=clocks)

    def record_overdue(self, no: int, due: str, *clocks: Clock) -> prof_service.RecordOverdue:
        about = {"case_id": self.case_id, "engagement_id": self.engagement_id, "session_id": uuid4()}
        return prof_service.RecordOverdue(**about, session_no=no, unit_id=self.b2, due_on=due, clocks=clocks)

    def documents(self, on: str, *clocks: Clock) -> prof_service.ServicePlanSubmitted:
        about = {"case_id": self.case_id, "engagement_id": self.engagement_id, "unit_id": self.b2}
        given = ["explanation_form", "service_plan"]
        return prof_service.ServicePlanSubmitted(**about, documents=given, submitted_on=on, late=False, clocks=clocks)


def first_case(case: Case) -> list[Received]:
    """The table of the worked example, from the call to the third session's late record."""
    b1, b2 = {"owed_by_unit": case.b1}, {"owed_by_unit": case.b2}
    reply1 = clock("reply", "2024-02-05", "2024-02-15", "NT-04-08", **b1)
    first1 = clock("first_service", "2024-02-05", "2024-02-17", "NT-04-09", **b1)
    reply2 = clock("reply", "2024-02-16", "2024-02-20", "NT-04-08", **b2)
    first2 = clock("first_service", "2024-02-16", "2024-02-22", "NT-04-09", **b2)
    records = [
        clock("record", opened, due, "NT-04-11", **b2)
        for opened, due in (("2024-02-20", "2024-02-22"), ("2024-02-27", "2024-03-01"), ("2024-03-05", "2024-03-07"))
    ]
    documents = clock("documents", "2024-02-20", "2024-02-23", "NT-05-08", **b2)
    intake_, plan, dispatch_, prof = "/intake", "/care-plan", "/dispatch", "/prof-service"

    referred_a = message(case.to_a(), on="2024-01-18", source=dispatch_)
    fired = uuid4()
    late = {"source": dispatch_, "on": "2024-02-16", "hour": 0, "correlationid": fired}
    return [
        message(case.application(), on="2024-01-15", source=intake_),
        message(case.visit_booked(), on="2024-01-15", source=intake_),
        message(case.assessed(), on="2024-01-17", source=intake_),
        message(case.signed(), on="2024-01-18", source=intake_),
        referred_a,
        message(case.drafting(), on="2024-01-18", source=plan, causationid=id_of(referred_a)),
        message(case.submitted(1, "2024-01-22"), on="2024-01-22", source=plan),
        message(case.returned(), on="2024-01-24", source=plan),
        message(case.submitted(2, "2024-01-24"), on="2024-01-24", source=plan),
        message(case.approved(), on="2024-01-24", source=plan),
        message(
            case.to_b(case.to_b1, case.b1, "2024-02-05", reply1, first1),
            on="2024-02-05",
            source=dispatch_,
            policyref="nantou/c_reply@2023-07-01",
        ),
        message(case.delayed("2024-02-15", became(reply1, "missed")), **late),
        message(
            case.reassigned("2024-02-16", *(became(c, "cancelled", reason="reassigned") for c in (reply1, first1))),
            **late,
        ),
        message(case.to_b(case.to_b2, case.b2, "2024-02-16", reply2, first2), **late),
        message(case.replied("2024-02-16", became(reply2, "met")), on="2024-02-16", source=dispatch_),
        message(case.first_service("2024-02-20"), on="2024-02-20", source=prof),
        message(case.session(1, "2024-02-20", records[0], documents), on="2024-02-20", source=prof),
        message(case.replied("2024-02-16", became(first2, "met")), on="2024-02-20", source=dispatch_),
        message(case.recorded(1, "2024-02-21", became(records[0], "met")), on="2024-02-21", source=prof),
        message(case.documents("2024-02-22", became(documents, "met")), on="2024-02-22", source=prof),
        message(case.session(2, "2024-02-27", records[1]), on="2024-02-27", source=prof),
        message(case.recorded(2, "2024-02-29", became(records[1], "met")), on="2024-02-29", source=prof),
        message(case.session(3, "2024-03-05", records[2]), on="2024-03-05", source=prof),
        message(
            case.record_overdue(3, "2024-03-07", became(records[2], "missed")), on="2024-03-08", hour=0, source=prof
        ),
        message(
            case.recorded(3, "2024-03-08", became(records[2], "met_late"), late=True), on="2024-03-08", source=prof
        ),
    ]

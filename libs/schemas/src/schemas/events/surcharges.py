"""What does prof-service tell of evening and holiday service? The application, and what the care manager made of it."""

from datetime import date
from typing import ClassVar

from chassis.messages import Event

from schemas.ids import CaseId, EngagementId, SurchargeRequestId, UnitId
from schemas.professional_codes import Surcharge, SurchargeReason, SurchargeRejection, SurchargeStep


class EveningHolidayRequested(Event):
    """prof-service: evening or holiday service was applied for, on the day of service at the latest.

    申請 AA08 晚間或 AA09 例假日服務。
    NT-04-23, NT-04-24, NT-04-25, AM-128
    """

    TYPE: ClassVar[str] = "tw.ltc.evening_holiday.requested.v1"

    case_id: CaseId
    engagement_id: EngagementId
    surcharge_request_id: SurchargeRequestId
    unit_id: UnitId
    surcharge: Surcharge
    reasons: tuple[SurchargeReason, ...]
    service_date: date
    observed_day_off: bool
    requested_on: date


class EveningHolidayApproved(Event):
    """prof-service: the care manager has reviewed the application and ticked it: the surcharge may be claimed.

    照專審查確認並勾選，得申報加計。
    NT-04-26, AM-22
    """

    TYPE: ClassVar[str] = "tw.ltc.evening_holiday.approved.v1"

    case_id: CaseId
    engagement_id: EngagementId
    surcharge_request_id: SurchargeRequestId
    unit_id: UnitId
    surcharge: Surcharge
    service_date: date
    approved_on: date


class EveningHolidayRejected(Event):
    """prof-service: the A case manager or the care manager has turned the application down: no surcharge is claimed.

    不符資格，不得申報加計。
    NT-04-24, NT-04-26, AM-22
    """

    TYPE: ClassVar[str] = "tw.ltc.evening_holiday.rejected.v1"

    case_id: CaseId
    engagement_id: EngagementId
    surcharge_request_id: SurchargeRequestId
    unit_id: UnitId
    surcharge: Surcharge
    service_date: date
    step: SurchargeStep
    reason: SurchargeRejection
    rejected_on: date

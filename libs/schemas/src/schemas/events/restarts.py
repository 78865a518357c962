"""What does prof-service tell of self-practice and of beginning again?"""

from datetime import date
from typing import ClassVar

from chassis.messages import Event

from schemas.codes import ServiceCode
from schemas.events.parts import RankedProblem
from schemas.ids import (
    CaseId,
    EngagementId,
    RestartRequestId,
)
from schemas.professional_codes import (
    RestartPath,
    RestartReason,
    RestartRefusal,
    RestartRequester,
)


class SelfPracticeStarted(Event):
    """prof-service: the 90 days of practice run from the day after the (extended) period. `period_to` is the first day after them.

    自主練習開始。
    NT-04-28, NT-04-29, AM-12
    """

    TYPE: ClassVar[str] = "tw.ltc.self_practice.started.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    period_from: date
    period_to: date


class SelfPracticeCompleted(Event):
    """prof-service: the days of practice are over; the same code may start again.

    自主練習期滿。
    NT-04-28, NT-08-01
    """

    TYPE: ClassVar[str] = "tw.ltc.self_practice.completed.v1"

    case_id: CaseId
    engagement_id: EngagementId
    service_code: ServiceCode
    completed_on: date


class RestartRequested(Event):
    """prof-service: professional service is asked for again after an earlier goal.

    申請重啟專業服務。
    NT-08-02, NT-08-05, NT-08-06
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.requested.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    path: RestartPath
    requester: RestartRequester
    reason: RestartReason
    requested_on: date


class ReassessmentRequested(Event):
    """prof-service: a re-assessment by the care manager is asked for.

    申請複評。
    NT-05-28, NT-08-03, NT-08-06
    """

    TYPE: ClassVar[str] = "tw.ltc.reassessment.requested.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    requester: RestartRequester
    reason: RestartReason
    requested_on: date


class RestartScreened(Event):
    """prof-service: interval, re-assessment and need were looked at before the care manager decides.

    重啟初步審查。
    NT-08-03, NT-08-05
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.screened.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    reassessment_needed: bool
    need_confirmed: bool
    screened_on: date


class RestartApproved(Event):
    """prof-service: service may start again, the problems are ranked anew; the same code from its own day on.

    同意重啟專業服務。
    NT-08-04, NT-08-07, NT-08-08
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.approved.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    path: RestartPath
    problems: tuple[RankedProblem, ...]
    same_code_from: date
    approved_on: date


class RestartRefused(Event):
    """prof-service: a request to start again came to nothing; the engagement stays where the calendar has it.

    不同意重啟專業服務。
    NT-08-05, NT-08-07
    """

    TYPE: ClassVar[str] = "tw.ltc.restart.refused.v1"

    case_id: CaseId
    engagement_id: EngagementId
    restart_request_id: RestartRequestId
    reason: RestartRefusal
    refused_on: date

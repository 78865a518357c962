"""What does prof-service tell of notices and case conferences? Who is told what by a link, and what a written review comes to."""

from datetime import date
from typing import ClassVar

from chassis.messages import Event

from schemas.codes import Reference
from schemas.events.parts import Count
from schemas.ids import CaseId, ConferenceId, EngagementId, NoticeId, UnitId
from schemas.professional_codes import (
    ConferenceCategory,
    ConferenceDecision,
    ConferenceReviewer,
    ConferenceTrigger,
    NoticeKind,
    NoticeRecipient,
)


class QuickChangeNoticePosted(Event):
    """prof-service: a quick change notice reached its recipients; its text is read there by a link.

    快速新增異動通報。
    NT-04-15, NT-04-17, NT-04-25, NT-04-27, NT-04-31, NT-05-15, NT-06-09, NT-06-16
    """

    TYPE: ClassVar[str] = "tw.ltc.quick_change_notice.posted.v1"

    case_id: CaseId
    notice_id: NoticeId
    reference: Reference
    engagement_id: EngagementId | None = None
    unit_id: UnitId | None = None
    kind: NoticeKind
    recipients: tuple[NoticeRecipient, ...]
    fact_on: date | None = None
    posted_on: date
    late: bool


class NoticeRead(Event):
    """prof-service: one of its recipients has read a quick change notice.

    已閱讀異動通報。
    NT-04-15, NT-05-15
    """

    TYPE: ClassVar[str] = "tw.ltc.notice.read.v1"

    case_id: CaseId
    notice_id: NoticeId
    recipient: NoticeRecipient
    read_on: date


class CaseConferenceRequired(Event):
    """prof-service: a case needs the written review of several professions.

    應召開跨專業個案研討會。
    NT-07-01, NT-07-02, AM-20, AM-121
    """

    TYPE: ClassVar[str] = "tw.ltc.case_conference.required.v1"

    case_id: CaseId
    conference_id: ConferenceId
    trigger: ConferenceTrigger
    category: ConferenceCategory | None = None
    sessions: Count | None = None
    window_from: date | None = None
    required_on: date


class CaseConferenceReviewed(Event):
    """prof-service: one kind of reviewer has given the written review.

    完成書面審查。
    NT-07-03, NT-07-04
    """

    TYPE: ClassVar[str] = "tw.ltc.case_conference.reviewed.v1"

    case_id: CaseId
    conference_id: ConferenceId
    reviewer: ConferenceReviewer
    result: ConferenceDecision
    reviewed_on: date


class CaseConferenceDecided(Event):
    """prof-service: after all reviews it is decided whether the service goes on.

    個案研討會決定。
    NT-07-03, AM-121
    """

    TYPE: ClassVar[str] = "tw.ltc.case_conference.decided.v1"

    case_id: CaseId
    conference_id: ConferenceId
    decision: ConferenceDecision
    decided_on: date

"""What do engagements, sessions and documents look like to the one who asks? No free text: that is revealed."""

from datetime import date, time
from uuid import UUID

from chassis.actions import Action
from pydantic import BaseModel, Field
from schemas.codes import DocumentKind, GuidanceTarget
from schemas.professional_codes import ClosingCause

from prof_service.domain.documents import WANTED, Documents
from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.sessions import Flag, Session


class SessionView(BaseModel):
    """一次服務。"""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    no: int = Field(description="累計次數（不分單位與人員）", examples=[1])
    unit_id: UUID
    staff: str
    served_on: date = Field(examples=["2024-02-20"])
    started_at: time
    ended_at: time
    minutes: int = Field(examples=[60])
    guidance_targets: list[GuidanceTarget]
    caregiver_present: bool | None
    flags: list[Flag]
    record_due_on: date | None = Field(description="紀錄期限；縣市未規定時為空", examples=["2024-02-22"])
    recorded_on: date | None
    version: int

    @classmethod
    def of(cls, session: Session) -> "SessionView":
        """The session as it is shown."""
        return cls(**session_fields(session))


class DeliveredView(SessionView):
    """一次服務，及服務後的專業服務案狀態。"""

    status: Status
    sessions_left: int
    engagement_version: int

    @classmethod
    def after(cls, engagement: Engagement, session: Session) -> "DeliveredView":
        """The session with what it made of the engagement."""
        return cls(
            **session_fields(session),
            status=engagement.status,
            sessions_left=engagement.sessions_left,
            engagement_version=engagement.version,
        )


class EngagementSummary(BaseModel):
    """專業服務案（一個核定的 C 碼項目）。"""

    id: UUID
    case_id: UUID
    plan_id: UUID
    plan_item_id: UUID
    service_code: str = Field(examples=["CA07"])
    status: Status
    groups: int = Field(examples=[4])
    sessions_approved: int = Field(examples=[12])
    sessions_delivered: int
    sessions_left: int
    period_from: date
    period_to: date | None = Field(description="期程結束的次日")
    extended_groups: int = Field(description="延案組數", examples=[0])
    extended_until: date | None = Field(description="延案期程結束的次日", examples=["2024-10-01"])
    unit_id: UUID | None
    referral_id: UUID | None
    referred_on: date | None
    replied_on: date | None
    first_served_on: date | None
    last_served_on: date | None
    goal_active_on: date | None = Field(description="目標啟用日；之前的服務尚不得申報")
    closing_on: date | None
    closing_cause: ClosingCause | None
    last_documents_due_on: date | None
    closed_on: date | None
    version: int

    @classmethod
    def of(cls, engagement: Engagement) -> "EngagementSummary":
        """The engagement as a list shows it."""
        return cls(**engagement_fields(engagement))


class DocumentView(BaseModel):
    """第一次服務後應交付的文件。"""

    kind: DocumentKind
    due_on: date | None
    handed_over_on: date | None


class EngagementView(EngagementSummary):
    """專業服務案，含各次服務、文件與可執行的指令。"""

    next_session_from: date | None = Field(description="下一次服務最早日期", examples=["2024-02-26"])
    documents: list[DocumentView]
    sessions: list[SessionView]
    actions: list[Action]


class HandoverView(BaseModel):
    """文件交付結果。"""

    engagement_id: UUID
    documents: list[DocumentView]
    missing: list[DocumentKind]
    version: int


def document_views(engagement: Engagement, documents: Documents) -> list[DocumentView]:
    """Each document with its due date, handed over or not."""
    due = engagement.documents_due_on
    return [DocumentView(kind=k, due_on=due, handed_over_on=documents.handed.get(k)) for k in WANTED]


def session_fields(session: Session) -> dict[str, object]:
    """The fields of SessionView."""
    values = {name: getattr(session, name) for name in SessionView.model_fields}
    return values | {"flags": sorted(session.flags)}


def engagement_fields(engagement: Engagement) -> dict[str, object]:
    """The fields of EngagementSummary."""
    referral, period = engagement.referral, engagement.period
    elsewhere = {
        "period_from": period.starts,
        "period_to": period.ends,
        "referral_id": referral and referral.id,
        "referred_on": referral and referral.referred_on,
        "replied_on": referral and referral.replied_on,
    }
    own = {name: getattr(engagement, name) for name in EngagementSummary.model_fields if name not in elsewhere}
    return own | elsewhere

"""What do readers of audit get? Codes, ids, dates and the sentences made of them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from audit.domain.clocks import LATE, Outcome
from audit.queries.citations import Citation


class TouchedClock(BaseModel):
    """What one event did to one deadline."""

    deadline_id: UUID
    name: str = Field(examples=["reply"])
    title_zh: str = Field(examples=["回覆照會"])
    state: str = Field(examples=["opened"])
    opened_on: date
    due_on: date
    rule: str = Field(examples=["NT-04-08"])
    owed_by_role: str
    owed_by_unit: UUID | None
    reason: str | None


class Cause(BaseModel):
    """Why it happened: an earlier event, or a deadline that passed."""

    kind: Literal["event", "deadline"]
    id: UUID
    name: str | None = Field(description="事件或期限名稱；不在可查閱範圍者為空", examples=["CaseReferred"])
    title_zh: str | None = None


class Entry(BaseModel):
    """One event."""

    seq: int
    event_id: UUID
    at: datetime
    on: date
    type: str = Field(examples=["tw.ltc.case.referred.v1"])
    name: str = Field(examples=["CaseReferred"])
    summary_zh: str
    summary_en: str
    source: str = Field(examples=["dispatch"])
    cause: Cause | None
    policyref: str | None = Field(examples=["nantou/c_reply@2023-07-01"])
    rule: str | None = Field(description="決定此事實之規則")
    citation: Citation | None
    rules: list[str] = Field(description="此類事件依據之規則")
    unit_id: UUID | None
    data: dict[str, Any]
    clocks: list[TouchedClock]

    @property
    def is_late(self) -> bool:
        """Whether the event tells of something that is or was late."""
        return bool(self.data.get("late")) or any(clock.state in LATE for clock in self.clocks)


class ClockView(BaseModel):
    """One deadline and how it came out, as of today."""

    deadline_id: UUID
    name: str = Field(examples=["first_service"])
    title_zh: str
    title_en: str
    service: str
    opened_on: date
    due_on: date
    outcome: Outcome
    missed: bool = Field(description="期限曾經過而未完成")
    settled_on: date | None
    excused_because: str | None
    cancelled_because: str | None
    rule: str
    source: Citation | None
    owed_by_role: str
    owed_by_unit: UUID | None


class Timeline(BaseModel):
    """What is known of a case, in order."""

    case_id: UUID
    reference: str | None = Field(description="電話查詢代碼")
    today: date
    entries: list[Entry]
    clocks: list[ClockView]
    next: str | None = Field(description="下一頁的 cursor")


class UnitTimeline(BaseModel):
    """What is known of a unit itself, in order."""

    unit_id: UUID
    entries: list[Entry]
    next: str | None = Field(description="下一頁的 cursor")


class CaseRow(BaseModel):
    """Where a case stands."""

    case_id: UUID
    reference: str | None
    last_event: str = Field(examples=["SessionDelivered"])
    last_at: datetime
    open_clocks: int
    overdue_clocks: int


class TimelinessRow(BaseModel):
    """One kind of deadline owed by one unit. opened = met + met_late + missed + open + cancelled."""

    name: str
    title_zh: str
    owed_by_role: str
    owed_by_unit: UUID | None
    rules: list[str]
    opened: int
    met: int
    met_late: int
    missed: int
    open: int
    cancelled: int = Field(description="不再計算，不列入分母")
    excused: int = Field(description="已登錄延遲事由")
    excluded: int = Field(description="依縣市規則不列計")
    counted: int = Field(description="分母：opened − cancelled − excluded")
    rate_percent: float | None = Field(description="如期率（%）；null：無案件，未測量（AM-40）")


class Exclusion(BaseModel):
    """A reason that the county leaves out of its rates."""

    reason: str
    rule: str
    source: Citation | None


class Average(BaseModel):
    """Days from one milestone to another, averaged over the month's cases."""

    name: str
    title_zh: str
    rule: str
    source: Citation | None
    cases: int
    days_total: int
    average_days: float | None = Field(description="null：無案件，未測量（AM-40）")
    target_days: int | None = Field(description="縣市之目標；null：未訂")
    target_rule: str | None


class Timeliness(BaseModel):
    """A month's timeliness."""

    month: str = Field(examples=["2024-02"])
    county: str
    today: date
    exclusions: list[Exclusion]
    rows: list[TimelinessRow]
    averages: list[Average]
    not_measured_rule: str = "AM-40"


class SuspensionView(BaseModel):
    """A suspension of dispatch to a unit."""

    id: UUID
    unit_id: UUID
    reason: str
    rule: str
    source: Citation | None
    from_on: date
    until_on: date | None
    status: str
    ended_on: date | None
    in_force: bool = Field(description="今日是否暫停派案")
    version: int

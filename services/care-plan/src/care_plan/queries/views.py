"""What do plans look like to the one who asks? No free text: that is revealed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from chassis.actions import Action
from chassis.db import Row
from pydantic import BaseModel, Field
from schemas.codes import ContactKind, GuidanceTarget, ReturnReason

from care_plan.domain.goals import GoalStatement
from care_plan.domain.items import Item, counted
from care_plan.domain.plan import Plan, Status, Version


class GoalView(BaseModel):
    """目標敘述。"""

    problem_no: int | None = Field(examples=[4])
    service_code: str | None = Field(examples=["CA07"])
    guidance_targets: list[GuidanceTarget]
    unit_id: UUID | None

    @classmethod
    def of(cls, goal: GoalStatement) -> "GoalView":
        """The statement as it is shown."""
        return cls(
            problem_no=goal.problem_no,
            service_code=goal.service_code,
            guidance_targets=list(goal.guidance_targets),
            unit_id=goal.unit_id,
        )


class ItemView(BaseModel):
    """計畫項目。"""

    plan_item_id: UUID
    service_code: str = Field(examples=["CA07"])
    quantity: int = Field(description="每月數量（專業服務：每月組數）", examples=[2])
    groups: int | None = Field(description="總組數（專業服務）", examples=[4])
    price_twd: int = Field(examples=[4500])
    monthly_twd: int = Field(description="每月金額", examples=[9000])
    quota_pool: str = Field(examples=["care_professional"])
    problem_no: int | None
    goal_statement: GoalView | None
    providers_offered: list[UUID]
    only_provider: bool
    chosen_unit_id: UUID | None

    @classmethod
    def of(cls, item: Item) -> "ItemView":
        """The item as it is shown."""
        return cls(
            plan_item_id=item.id,
            service_code=item.service_code,
            quantity=item.quantity,
            groups=item.groups,
            price_twd=item.price.twd,
            monthly_twd=item.monthly.twd,
            quota_pool=item.pool,
            problem_no=item.problem,
            goal_statement=None if item.goal is None else GoalView.of(item.goal),
            providers_offered=list(item.offer.units),
            only_provider=item.offer.only_provider,
            chosen_unit_id=item.offer.chosen,
        )


class VersionView(BaseModel):
    """計畫的一個版本。"""

    no: int = Field(description="版次", examples=[1])
    status: Status
    unit_id: UUID = Field(description="撰寫的 A 單位")
    items: list[ItemView]
    total_twd: int = Field(description="每月總額", examples=[9000])
    counted_twd: int = Field(description="計入照顧及專業服務額度的金額", examples=[9000])
    period_from: date | None = Field(examples=["2024-02-01"])
    period_to: date | None = Field(description="期程結束的次日", examples=["2024-08-01"])
    has_expectation: bool = Field(description="是否登錄案主與案家期待（內容另行查閱）")
    submitted_on: date | None
    reviewed_on: date | None
    return_reason: ReturnReason | None
    has_note: bool = Field(description="是否有退回說明（內容另行查閱）")

    @classmethod
    def of(cls, version: Version) -> "VersionView":
        """The version as it is shown."""
        return cls(
            no=version.no,
            status=version.status,
            unit_id=version.unit_id,
            items=[ItemView.of(item) for item in version.items],
            total_twd=version.total.twd,
            counted_twd=counted(version.items).twd,
            period_from=version.period and version.period.starts,
            period_to=version.period and version.period.ends,
            has_expectation=version.expectation is not None,
            submitted_on=version.submitted_on,
            reviewed_on=version.reviewed_on,
            return_reason=version.reason,
            has_note=version.note is not None,
        )


class PlanView(BaseModel):
    """照顧計畫及其所有版本。"""

    id: UUID
    case_id: UUID
    unit_id: UUID = Field(description="負責的 A 單位")
    referral_id: UUID
    referred_on: date = Field(examples=["2024-01-18"])
    status: Status
    contacted_on: date | None = Field(description="首次聯繫日")
    visited_on: date | None = Field(description="最近家訪日")
    versions: list[VersionView]
    version: int = Field(description="資料版本（ETag），不是計畫版次")

    @classmethod
    def of(cls, plan: Plan) -> "PlanView":
        """The plan as it is shown."""
        return cls(**plan_fields(plan))


class ContactView(BaseModel):
    """一次聯繫或訪視。"""

    kind: ContactKind
    made_on: date


class PlanDetail(PlanView):
    """照顧計畫、聯繫紀錄與可執行的指令。"""

    contacts: list[ContactView]
    actions: list[Action]


def plan_fields(plan: Plan) -> dict[str, Any]:
    """What every view of a plan shows."""
    return {
        "id": plan.id,
        "case_id": plan.case_id,
        "unit_id": plan.unit_id,
        "referral_id": plan.referral_id,
        "referred_on": plan.referred_on,
        "status": plan.status,
        "contacted_on": plan.contacted_on,
        "visited_on": plan.visited_on,
        "versions": [VersionView.of(version) for version in plan.versions],
        "version": plan.version,
    }


def contact_views(rows: Sequence[Row]) -> list[ContactView]:
    """In the order of their days."""
    return [ContactView(kind=ContactKind(row["kind"]), made_on=row["made_on"]) for row in rows]

"""What does a caller send to ask for an extension, or to review one? 附件七, without the identifiers that are on the paper."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from schemas.professional_codes import ExtensionReviewer, ExtensionReviewReason, ReviewResult

from prof_service.domain.extension_conditions import CaregiverChange, Evidence, Form
from prof_service.domain.extension_request import Application
from prof_service.domain.extension_terms import Decision
from prof_service.domain.signatures import Signer

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
"""Free text, sealed. Empty counts as missing."""


class FormBody(BaseModel):
    """Who signed the paper form, how and when (NT-06-17)."""

    model_config = ConfigDict(extra="forbid")

    signer: Signer = Field(description="簽章人", examples=["family"])
    by_hand: bool = Field(description="親筆簽章；手印為 false", examples=[True])
    signed_on: date = Field(description="簽章日期", examples=["2024-04-09"])


class CaregiverBody(BaseModel):
    """Why the guided caregiver is another one (NT-06-06)."""

    model_config = ConfigDict(extra="forbid")

    change: CaregiverChange = Field(description="變更原因", examples=["foreign_worker_left"])
    changed_on: date = Field(description="變更日期", examples=["2024-03-20"])


class TextsBody(BaseModel):
    """What the form says in words; all of it sealed."""

    model_config = ConfigDict(extra="forbid")

    progress: Text = Field(default="", description="活動表現及進步情形")
    unmet: Text = Field(default="", description="尚未達成目標或未改善照顧問題")
    reason: Text = Field(default="", description="延案申請原因")

    def given(self) -> dict[str, str]:
        """What was filled in, by field."""
        return {field: text for field, text in self.model_dump().items() if text}


class ExtensionBody(BaseModel):
    """An application. `sent_on` only for one that is entered after its day: the platform sends by itself."""

    model_config = ConfigDict(extra="forbid")

    engagement_id: UUID = Field(description="專業服務案")
    groups: int = Field(ge=1, le=9, description="申請延案組數", examples=[2])
    applied_on: date | None = Field(default=None, description="申請日；未填為今日", examples=["2024-04-09"])
    benefit_expected: bool = Field(description="預期可明顯提升功能或改善現況", examples=[True])
    progress_shown: bool = Field(description="服務過程展現進步（含主要照顧者）", examples=[True])
    goal_not_expected: bool = Field(description="預期未能於原訂計畫內達到原目標", examples=[True])
    discharged_on: date | None = Field(default=None, description="出院日期", examples=["2023-12-01"])
    restricted: bool = Field(default=False, description="臥床或長期活動受限")
    caregiver: CaregiverBody | None = Field(default=None, description="主要照顧者因不可抗力變更")
    form: FormBody | None = Field(default=None, description="延案申請書簽章")
    sent_on: dict[ExtensionReviewer, date] = Field(
        default_factory=dict, max_length=4, description="事後登錄者：各審查者之送交日"
    )
    texts: TextsBody = Field(default_factory=TextsBody)

    def application(self, today: date) -> Application:
        """For the domain."""
        return Application(
            groups=self.groups,
            applied_on=self.applied_on or today,
            evidence=self._evidence(),
            form=None if self.form is None else Form(**self.form.model_dump()),
            sent_on=self.sent_on,
        )

    def _evidence(self) -> Evidence:
        changed = self.caregiver
        return Evidence(
            benefit_expected=self.benefit_expected,
            progress_shown=self.progress_shown,
            progress_described=bool(self.texts.progress),
            goal_not_expected=self.goal_not_expected,
            discharged_on=self.discharged_on,
            restricted=self.restricted,
            caregiver_change=None if changed is None else changed.change,
            caregiver_changed_on=None if changed is None else changed.changed_on,
        )


class ReviewBody(BaseModel):
    """One reviewer's result; groups and last day with an agreement only (NT-09-33)."""

    model_config = ConfigDict(extra="forbid")

    result: ReviewResult = Field(description="審查結果", examples=["agree"])
    reason_code: ExtensionReviewReason | None = Field(default=None, description="不同意之原因")
    reason: Text = Field(default="", description="審查意見（加密保存）")
    groups: int | None = Field(default=None, ge=1, le=9, description="同意組數；未填為申請組數", examples=[2])
    agreed_end: date | None = Field(default=None, description="延案迄日；未填為期限", examples=["2024-09-30"])

    def decision(self) -> Decision:
        """For the domain."""
        return Decision(result=self.result, reason=self.reason_code, groups=self.groups, agreed_end=self.agreed_end)

"""What may a request say?"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from chassis.messages import Code
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import (
    ClosureType,
    District,
    EligibleGroup,
    ReferralTarget,
    Residence,
    VisitMode,
    WelfareClass,
)

from intake.domain.sign_off import Decision

Note = Annotated[str, Field(min_length=1, max_length=4000, description="文字說明，加密保存。Sealed as it is stored.")]
Purpose = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="查閱目的代碼，留存紀錄", examples=["home_visit"])
]


class Body(BaseModel):
    """A request's body has no other fields."""

    model_config = ConfigDict(extra="forbid")


class PersonBody(Body):
    """Who applies: sealed as soon as it is stored."""

    name: str = Field(min_length=1, max_length=100, examples=["測試個案甲"])
    national_id: str = Field(
        min_length=10, max_length=20, description="身分證統一編號或居留證號", examples=["A123456789"]
    )
    phone: str = Field(min_length=1, max_length=40, examples=["0900-000-000"])
    address: str = Field(min_length=1, max_length=300, examples=["虛構路一段1號"])
    born_on: date = Field(examples=["1944-03-01"])


class ApplicationBody(Body):
    """An application. Channel and source are codes of the county's lists."""

    channel: Code = Field(description="申請管道，須為本縣市開放者", examples=["hotline_1966"])
    case_source: Code = Field(description="個案來源", examples=["self"])
    applied_on: date | None = Field(None, description="申請日；未填為今日", examples=["2024-01-15"])
    person: PersonBody
    district: District = Field(examples=["埔里鎮"])
    residence: Residence
    eligible_group: EligibleGroup | None = None
    referrer_unit_id: UUID | None = None
    self_found_by_a_unit_id: UUID | None = None
    note: Note | None = None


class ScreeningBody(Body):
    """The result of the screening. `referral_target`: where a person goes who is no target (NA-05-02)."""

    outcome: Literal["target", "not_target"]
    eligible_group: EligibleGroup | None = None
    referral_target: ReferralTarget = ReferralTarget.COMMUNITY_CARE_SITE


class HomeVisitBody(Body):
    """A booking."""

    scheduled_on: date = Field(examples=["2024-01-17"])
    mode: VisitMode
    a_unit_id: UUID | None = None
    a_case_manager_notified: bool = Field(False, description="共訪制：已通知A單位個管員家訪時間")


class ProblemBody(Body):
    """A care problem of the national list; its place in the list is its rank."""

    problem_no: int = Field(examples=[4])
    measures: list[Code] = Field(default_factory=list, max_length=50, description="勾選之建議措施")


class AssessmentBody(Body):
    """What the visit found. The level is checked by the rule, so that a refusal cites it."""

    visited_on: date = Field(examples=["2024-01-17"])
    cms_level: int = Field(description="失能等級第 1 至 8 級", examples=[4])
    welfare_class: WelfareClass = Field(description="3 一般戶、2 中低收、1 低收")
    foreign_care_worker: bool
    problems: list[ProblemBody] = Field(max_length=100, description="依優先順序排列")
    note: Note | None = None


class SubmissionBody(Body):
    """Nothing to say: the report is what was recorded."""


class SignOffBody(Body):
    """The supervisor's decision; `referral_target` where the case is not opened."""

    decision: Decision
    referral_target: ReferralTarget | None = None


class ReturnBody(Body):
    """Why the report is returned."""

    reason: Code = Field(examples=["incomplete"])
    note: Note | None = None


class ClosureBody(Body):
    """Why the case is closed."""

    closure_type: ClosureType
    reason: Code = Field(examples=["moved_away"])


class PurposeBody(Body):
    """Why sealed texts are read."""

    purpose: Purpose


class SearchBody(Body):
    """Whose cases are looked for."""

    national_id: str = Field(min_length=10, max_length=20, examples=["A123456789"])

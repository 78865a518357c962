"""How is the first session's assessment entered, and a change of the caregiver who learns along?"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.professional_codes import Caregiver

from prof_service.api.access import AsProvider, ProfCall
from prof_service.api.goals import Elements
from prof_service.api.records import Text
from prof_service.commands.assess_first import AssessFirst, ChangeCaregiver, assess_first, caregiver_changes
from prof_service.domain.engagement import Engagement
from prof_service.domain.first_assessment import Agreed, FirstAssessment
from prof_service.domain.signatures import Signatures, Signer

router = APIRouter(prefix="/v1/engagements/{engagement_id}", tags=["first-assessments"], responses=RESPONSES)

Explained = Literal["training_content", "training_goals", "closure_criteria"]


class Items(BaseModel):
    """首次評估項目 (NT-05-21)；留空視為未評估。"""

    model_config = ConfigDict(extra="forbid")

    meaningful_activity: Text = Field(default="", description="最有意義的活動")
    routine_adl: Text = Field(default="", description="常規日常生活活動")
    home_environment: Text = Field(default="", description="居家環境")
    mobility: Text = Field(default="", description="行動功能")
    communication: Text = Field(default="", description="溝通表達能力")
    cognition: Text = Field(default="", description="認知功能")
    family_readiness: Text = Field(default="", description="家庭整備程度")


class AgreedGoals(BaseModel):
    """一項照顧問題的短期與長期目標。"""

    model_config = ConfigDict(extra="forbid")

    problem_no: int = Field(ge=1, le=99, description="照顧問題編號", examples=[4])
    participation: Text = Field(default="", description="期待或改善的生活參與目標")
    short_term: Elements = Field(default_factory=Elements)
    long_term: Elements = Field(default_factory=Elements)
    plan: Text = Field(default="", description="專業服務計畫")

    def agreed(self) -> Agreed:
        """For the domain."""
        return Agreed(
            problem_no=self.problem_no,
            short_term=frozenset(self.short_term.texts()),
            long_term=frozenset(self.long_term.texts()),
        )

    def texts(self, n: int) -> dict[str, str]:
        """Each text by its field."""
        terms = {"short_term": self.short_term.texts(), "long_term": self.long_term.texts()}
        found = {f"goals/{n}/{term}/{item}": text for term, texts in terms.items() for item, text in texts.items()}
        found |= {f"goals/{n}/participation": self.participation, f"goals/{n}/plan": self.plan}
        return {field: text for field, text in found.items() if text}


class FirstAssessmentBody(BaseModel):
    """第 1 次服務之評估、議定目標、共同學習之照顧者、說明與簽章。"""

    model_config = ConfigDict(extra="forbid")

    items: Items = Field(default_factory=Items)
    goals: list[AgreedGoals] = Field(default=[], max_length=3)
    caregiver: Caregiver = Field(description="共同學習之照顧者（關係）", examples=["spouse"])
    caregiver_note: Text = Field(default="", description="照顧者說明")
    explained: list[Explained] = Field(default=[], max_length=3)
    assessed_on: date = Field(examples=["2024-02-20"])
    signed_by: Signer = Field(examples=["client"])
    signed_on: date = Field(examples=["2024-02-20"])
    staff_signed_on: date = Field(examples=["2024-02-20"])

    def texts(self) -> dict[str, str]:
        """All texts by field; each is sealed."""
        found: dict[str, str] = {f"items/{name}": text for name, text in self.items.model_dump().items() if text}
        for n, goal in enumerate(self.goals, start=1):
            found |= goal.texts(n)
        return found | ({"caregiver_note": self.caregiver_note} if self.caregiver_note else {})


class CaregiverBody(BaseModel):
    """更換共同學習之照顧者。"""

    model_config = ConfigDict(extra="forbid")

    caregiver: Caregiver = Field(examples=["child"])
    force_majeure: bool = Field(description="是否因不可抗力", examples=[True])
    note: Annotated[str, Field(min_length=1, max_length=4000, description="原因說明")]


class FirstAssessmentView(BaseModel):
    """首次評估；內容須另行查閱。"""

    engagement_id: UUID
    assessed_on: date
    caregiver: Caregiver
    caregiver_flagged: bool = Field(description="非不可抗力而更換照顧者")
    problems: list[int]
    version: int

    @classmethod
    def of(cls, engagement: Engagement, known: FirstAssessment) -> "FirstAssessmentView":
        """The assessment as it is shown."""
        return cls(
            engagement_id=engagement.id,
            assessed_on=known.assessed_on,
            caregiver=known.caregiver,
            caregiver_flagged=known.caregiver_flagged,
            problems=[goal.problem_no for goal in known.goals],
            version=engagement.version,
        )


@router.post(
    "/first-assessments", status_code=201, response_model=FirstAssessmentView, summary="登錄首次評估與議定目標"
)
async def post_first_assessment(
    engagement_id: UUID, body: FirstAssessmentBody, by: AsProvider, call: ProfCall
) -> Response:
    """Once, after the first session."""
    async with call.begin(by) as work:
        signed = Signatures(signer=body.signed_by, signed_on=body.signed_on, staff_signed_on=body.staff_signed_on)
        new = FirstAssessment(
            assessed_on=body.assessed_on,
            caregiver=body.caregiver,
            goals=tuple(goal.agreed() for goal in body.goals),
            signatures=signed,
        )
        items = {name for name, text in body.items.model_dump().items() if text}
        command = AssessFirst(
            engagement_id=engagement_id, assessment=new, items=items, explained=body.explained, texts=body.texts()
        )
        engagement, known = await assess_first(command, work)
        return call.answer(FirstAssessmentView.of(engagement, known), status=201, version=engagement.version)


@router.post("/caregiver-changes", status_code=201, response_model=FirstAssessmentView, summary="更換共同學習之照顧者")
async def post_caregiver_change(engagement_id: UUID, body: CaregiverBody, by: AsProvider, call: ProfCall) -> Response:
    """Marked unless force majeure made it so."""
    async with call.begin(by) as work:
        command = ChangeCaregiver(engagement_id=engagement_id, **dict(body))
        engagement, known = await caregiver_changes(command, work)
        return call.answer(FirstAssessmentView.of(engagement, known), status=201, version=engagement.version)

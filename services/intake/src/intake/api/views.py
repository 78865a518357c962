"""How does intake answer? Ids, codes and dates; who it is about stands in one answer only."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.actions import Action
from pydantic import BaseModel, Field

from intake.domain.assessment import Assessment
from intake.domain.case import Case, Status
from intake.domain.sign_off import SignOff


class CaseView(BaseModel):
    """One case."""

    id: UUID
    reference: str = Field(examples=["A-7KQ4-M2PX"])
    status: Status
    channel: str
    case_source: str
    applied_on: date
    district: str
    residence: str
    eligible_group: str | None
    referrer_unit_id: UUID | None
    self_found_by_a_unit_id: UUID | None
    previous_case_id: UUID | None
    screened_on: date | None
    referral_target: str | None
    visit_id: UUID | None
    assessment_id: UUID | None
    closure_reason: str | None
    version: int


class VisitView(BaseModel):
    """The booked visit."""

    id: UUID
    mode: str
    scheduled_on: date
    assessor: str
    a_unit_id: UUID | None


class ProblemView(BaseModel):
    """A ranked care problem."""

    rank: int
    problem_no: int
    measures: list[str]


class AssessmentView(BaseModel):
    """What a visit found."""

    id: UUID
    case_id: UUID
    visit_id: UUID
    visited_on: date
    cms_level: int
    welfare_class: int
    foreign_care_worker: bool
    problems: list[ProblemView]
    assessor: str
    mode: str
    submitted_on: date | None


class RecordedView(AssessmentView):
    """The assessment that was recorded, and how the case stands now."""

    case: CaseView


class SignOffView(BaseModel):
    """A decision of the supervisor, or a return with its reason."""

    id: UUID
    assessment_id: UUID
    decision: str
    signed_by: str
    signed_on: date
    cms_level: int
    monthly_quota_twd: int | None = None
    quota_percent: int | None = None
    valid_from: date | None = None
    referral_target: str | None = None
    return_reason: str | None = None


class SignedView(SignOffView):
    """The decision, and how the case stands now."""

    case: CaseView


class CaseDetailView(CaseView):
    """One case with its visit, its decisions, and what may be done next."""

    visit: VisitView | None
    sign_offs: list[SignOffView]
    actions: list[Action]


class PersonView(BaseModel):
    """What identifies the person. The access has been recorded."""

    name: str
    national_id: str
    phone: str
    address: str
    born_on: date


class NoteView(BaseModel):
    """A note in plain words. The access has been recorded."""

    id: UUID
    kind: str
    written_by: str
    written_on: date
    text: str


class NotesView(BaseModel):
    """All notes of a case."""

    items: list[NoteView]


class FoundView(BaseModel):
    """A case that was found by a national id."""

    id: UUID
    reference: str
    status: Status


class FoundListView(BaseModel):
    """The cases of one person, the latest first."""

    items: list[FoundView]


class AssessmentsView(BaseModel):
    """All assessments of a case."""

    items: list[AssessmentView]


def _of(view: type[BaseModel], source: object) -> dict[str, Any]:
    return {name: getattr(source, name) for name in view.model_fields}


def case_view(case: Case) -> CaseView:
    """The case as it stands."""
    return CaseView(**_of(CaseView, case))


def assessment_view(found: Assessment) -> AssessmentView:
    """The assessment."""
    problems = [ProblemView(rank=p.rank, problem_no=p.problem_no, measures=list(p.measures)) for p in found.problems]
    plain = {name: getattr(found, name) for name in AssessmentView.model_fields if name != "problems"}
    return AssessmentView(**plain, problems=problems)


def sign_off_view(signed: SignOff) -> SignOffView:
    """The decision."""
    return SignOffView(
        id=signed.id,
        assessment_id=signed.assessment_id,
        decision=signed.decision.value,
        signed_by=signed.signed_by,
        signed_on=signed.signed_on,
        cms_level=signed.cms_level,
        monthly_quota_twd=signed.quota.monthly.twd if signed.quota else None,
        quota_percent=signed.quota.percent if signed.quota else None,
        valid_from=signed.valid_from,
        referral_target=signed.referral_target,
    )

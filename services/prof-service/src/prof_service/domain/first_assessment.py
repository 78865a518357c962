"""What does the first session leave: what was assessed, which goals were agreed, who learns along, who signed? (伍.三.(一))."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from chassis.kernel.refusal import No
from schemas.professional_codes import Caregiver, GoalItem

from prof_service.domain.engagement import Engagement
from prof_service.domain.goals import ELEMENTS
from prof_service.domain.signatures import Signatures, may_sign

ITEMS = ("routine_adl", "home_environment", "mobility", "communication", "cognition", "family_readiness")
"""What is assessed at the first session (NT-05-21)."""
EXPLAINED = ("training_content", "training_goals", "closure_criteria")
"""What is explained to client and primary caregiver (NT-04-13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Which texts of a numbered problem are there: elements of the short-term and of the long-term goal."""

    problem_no: int
    short_term: frozenset[GoalItem]
    long_term: frozenset[GoalItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAssessment:
    """The first session's assessment. `caregiver_flagged`: changed without force majeure (AM-130)."""

    assessed_on: date
    caregiver: Caregiver
    goals: tuple[Agreed, ...]
    signatures: Signatures
    caregiver_flagged: bool = False


NO_FIRST_SESSION = No(
    "assessment_before_session",
    rule="NT-05-21",
    zh="尚未提供第 1 次服務，首次評估於第 1 次服務時完成。",
    en="No session has been served: the assessment is made at the first one.",
)
ASSESSED = No(
    "assessed_before",
    rule="NT-09-17",
    zh="首次評估已登錄；每 1 個案 1 式 1 份。",
    en="The first assessment is there: one form for the case.",
)
ITEM_MISSING = No(
    "assessment_item_missing",
    rule="NT-05-21",
    zh="首次評估缺少項目：{missing}。",
    en="The first assessment lacks: {missing}.",
    kind="invalid",
)
ELEMENT_MISSING = No(
    "agreed_goal_element_missing",
    rule="NT-09-13",
    zh="照顧問題 {problem_no} 之{term}目標須含五大要素，缺少：{missing}。",
    en="The {term} goal of problem {problem_no} states five elements; missing: {missing}.",
    kind="invalid",
)
NO_GOALS = No(
    "no_agreed_goal",
    rule="NT-05-22",
    zh="須與個案及主要照顧者共同議定短期與長期目標。",
    en="Short- and long-term goals are agreed with client and caregiver.",
    kind="invalid",
)
NOT_EXPLAINED = No(
    "training_not_explained",
    rule="NT-04-13",
    zh="第 1 次訪視須說明：{missing}。",
    en="At the first visit these are explained: {missing}.",
    kind="invalid",
)
NOT_ASSESSED = No(
    "not_assessed",
    rule="NT-05-23",
    zh="首次評估尚未登錄，沒有確認之照顧者。",
    en="The first assessment is not there, no caregiver has been fixed.",
)
SAME_CAREGIVER = No(
    "same_caregiver",
    rule="NT-05-23",
    zh="照顧者未變更（{caregiver}）。",
    en="The caregiver is the same ({caregiver}).",
)


def may_assess(engagement: Engagement, known: FirstAssessment | None) -> None:
    """Raises NO_FIRST_SESSION, ASSESSED."""
    if engagement.first_served_on is None:
        raise NO_FIRST_SESSION(status=engagement.status)
    if known is not None:
        raise ASSESSED(assessed_on=known.assessed_on)


def assess(new: FirstAssessment, items: Collection[str], explained: Collection[str], *, today: date) -> FirstAssessment:
    """Complete and signed. Raises ITEM_MISSING, NO_GOALS, ELEMENT_MISSING, NOT_EXPLAINED and what `may_sign` raises."""
    missing = [item for item in ITEMS if item not in items]
    if missing:
        raise ITEM_MISSING(missing=", ".join(missing))
    if not new.goals:
        raise NO_GOALS(goals=0)
    for goal in new.goals:
        _five(goal.problem_no, "short_term", goal.short_term)
        _five(goal.problem_no, "long_term", goal.long_term)
    unsaid = [each for each in EXPLAINED if each not in explained]
    if unsaid:
        raise NOT_EXPLAINED(missing=", ".join(unsaid))
    may_sign(new.signatures, today=today)
    return new


def change_caregiver(known: FirstAssessment | None, caregiver: Caregiver, *, force_majeure: bool) -> FirstAssessment:
    """Another one learns along: marked unless force majeure, never refused (AM-130). Raises NOT_ASSESSED, SAME_CAREGIVER."""
    if known is None:
        raise NOT_ASSESSED(caregiver=caregiver)
    if known.caregiver is caregiver and caregiver is not Caregiver.OTHER_RELATIVE:
        raise SAME_CAREGIVER(caregiver=caregiver)
    return replace(known, caregiver=caregiver, caregiver_flagged=known.caregiver_flagged or not force_majeure)


def _five(problem_no: int, term: str, given: frozenset[GoalItem]) -> None:
    missing = [element for element in ELEMENTS if element not in given]
    if missing:
        raise ELEMENT_MISSING(problem_no=problem_no, term=term, missing=", ".join(missing))

"""What did the visit find: which level, and which care problems first?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow

from intake.domain.case import NEXT, Case, Status, moved

LEVELS = range(1, 9)
"""失能等級 of the CMS scale. Which of them get a quota is the county's rule, asked at the sign-off."""

NO_VISIT = No(
    "visit_not_booked", rule="NA-02-04", zh="尚未排定家訪，不能登錄評估。", en="No home visit has been booked."
)
UNDER_SIGN_OFF = No(
    "assessment_under_sign_off",
    rule="NA-02-12",
    zh="評估已送簽審；督導退回後才能修正。",
    en="The assessment waits for the supervisor. It can be corrected after it has been returned.",
)
NO_SUCH_LEVEL = No(
    "no_such_level",
    rule="NA-02-09",
    zh="失能等級須為第 {lowest} 級至第 {highest} 級。",
    en="The CMS level is one of {lowest} to {highest}.",
    kind="invalid",
)
TOO_MANY_PROBLEMS = No(
    "too_many_problems",
    rule="NT-05-01",
    zh="優先改善的照顧問題最多排序 {most} 項。",
    en="At most {most} care problems are ranked.",
    kind="invalid",
)
NO_SUCH_PROBLEM = No(
    "no_such_problem",
    rule="REG-A1",
    zh="排序第 {rank} 的照顧問題不在現行照顧問題清單內。",
    en="The problem ranked {rank} is not in the list of care problems in force.",
    kind="invalid",
)
RANKED_TWICE = No(
    "problem_ranked_twice",
    rule="AM-143",
    zh="排序第 {rank} 的照顧問題已經排過。",
    en="The problem ranked {rank} has been ranked before.",
    kind="invalid",
)
VISITED_LATER = No(
    "visited_in_the_future",
    rule="NA-02-06",
    zh="訪視日不得晚於今日（{today}）。",
    en="The visit is not after today ({today}).",
    kind="invalid",
)
VISITED_TOO_EARLY = No(
    "visited_before_application",
    rule="NA-02-06",
    zh="訪視日不得早於申請日（{applied_on}）。",
    en="The visit is not before the application ({applied_on}).",
    kind="invalid",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A care problem as it was ranked, and the measures that were ticked for it."""

    rank: int
    problem_no: int
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What one visit found. A correction is a new one; the old one stays."""

    id: UUID
    case_id: UUID
    visit_id: UUID
    visited_on: date
    cms_level: int
    welfare_class: int
    foreign_care_worker: bool
    problems: tuple[Problem, ...]
    assessor: str
    mode: str
    submitted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRules:
    """How many problems may be ranked (and which rule says so), and the numbers of the list in force."""

    most_problems: int
    ranking_rule: str
    problem_numbers: frozenset[int]


def ranked(problems: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[Problem, ...]:
    """The problems with their rank: the first is the most pressing."""
    return tuple(Problem(rank, number, measures) for rank, (number, measures) in enumerate(problems, start=1))


def may_assess(before: Case) -> None:
    """Refuses without a booked visit, and while the supervisor has the report."""
    if before.visit_id is None:
        raise NO_VISIT()
    if before.status is Status.PENDING_SIGN_OFF:
        raise UNDER_SIGN_OFF()
    follow(before.status, Status.ASSESSED, NEXT)


def assess(before: Case, found: Assessment, rules: AssessmentRules, *, today: date) -> Case:
    """The needs are assessed, or an assessment is corrected before it is submitted (again)."""
    may_assess(before)
    if found.visited_on > today:
        raise VISITED_LATER(today=today)
    if found.visited_on < before.applied_on:
        raise VISITED_TOO_EARLY(applied_on=before.applied_on)
    if found.cms_level not in LEVELS:
        raise NO_SUCH_LEVEL(lowest=LEVELS[0], highest=LEVELS[-1])
    _check_problems(found.problems, rules)
    return replace(moved(before, Status.ASSESSED), assessment_id=found.id)


def _check_problems(problems: tuple[Problem, ...], rules: AssessmentRules) -> None:
    if len(problems) > rules.most_problems:
        raise TOO_MANY_PROBLEMS(rule=rules.ranking_rule, most=rules.most_problems)
    seen: set[int] = set()
    for problem in problems:
        if problem.problem_no not in rules.problem_numbers:
            raise NO_SUCH_PROBLEM(rank=problem.rank)
        if problem.problem_no in seen:
            raise RANKED_TWICE(rank=problem.rank)
        seen.add(problem.problem_no)


def may_submit(before: Case) -> None:
    """The report goes to the supervisor once it is there."""
    follow(before.status, Status.PENDING_SIGN_OFF, NEXT)


def submit(before: Case) -> Case:
    """The report waits for the sign-off."""
    may_submit(before)
    return moved(before, Status.PENDING_SIGN_OFF)

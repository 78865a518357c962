"""How is an assessment recorded, and which clock does it start?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from chassis.deadlines import Owed
from chassis.kernel.ids import uuid7
from schemas.codes import CmsLevel, VisitMode, WelfareClass
from schemas.events.intake import NeedsAssessed
from schemas.events.parts import RankedProblem
from schemas.ids import AssessmentId, CaseId

from intake import policies
from intake.domain.assessment import Assessment, Problem, assess, may_assess, ranked
from intake.domain.case import Case, Status
from intake.domain.visit import Visit
from intake.store.work import Work

ASSESSMENT_REPORT = "assessment_report"


@dataclass(frozen=True, kw_only=True)
class RecordAssessment:
    """What the visit found; the problems stand in the order in which they were ranked."""

    case_id: UUID
    visited_on: date
    cms_level: int
    welfare_class: int
    foreign_care_worker: bool
    problems: Sequence[tuple[int, tuple[str, ...]]]
    note: str | None = None


async def record_assessment(command: RecordAssessment, work: Work) -> tuple[Case, Assessment]:
    """Needs a booked visit. Before the submission, or after a return, it is a correction."""
    before = await work.cases.lock(command.case_id)
    may_assess(before)
    found = _found(command, await work.visits.find(before.visit_id), work)
    rules = policies.assessment(work, min(command.visited_on, work.today))
    after = assess(before, found, rules, today=work.today)
    await work.assessments.insert(found)
    after = await work.cases.save(after)
    await work.notes.add(after.id, "assessment", command.note)
    if before.status is Status.VISIT_SCHEDULED:
        _report_is_owed(found, work)
    work.emit(_assessed(found), policies.always(work, "ranked_problems", found.visited_on))
    return after, found


def _found(command: RecordAssessment, visit: Visit, work: Work) -> Assessment:
    return Assessment(
        id=uuid7(),
        case_id=command.case_id,
        visit_id=visit.id,
        visited_on=command.visited_on,
        cms_level=command.cms_level,
        welfare_class=command.welfare_class,
        foreign_care_worker=command.foreign_care_worker,
        problems=ranked(command.problems),
        assessor=work.actor.person,
        mode=visit.mode,
    )


def _report_is_owed(found: Assessment, work: Work) -> None:
    """Counted from the visit, where the county has the clock; none anew after a return (AM-142)."""
    rule = policies.maybe(work, ASSESSMENT_REPORT, found.visited_on)
    if rule is None:
        return
    owed = Owed(
        role="care_manager",
        unit=None,
        awaited_role="care_supervisor",
        awaited_unit=None,
        met_by=f"/v1/cases/{found.case_id}/assessment-submissions",
    )
    work.deadlines.open(
        ASSESSMENT_REPORT, subject_id=found.case_id, case_id=found.case_id, owed=owed, since=found.visited_on, rule=rule
    )


def told(problems: Sequence[Problem]) -> tuple[RankedProblem, ...]:
    """The problems as events tell them."""
    return tuple(RankedProblem(rank=p.rank, problem_no=p.problem_no) for p in problems)


def _assessed(found: Assessment) -> NeedsAssessed:
    return NeedsAssessed(
        case_id=CaseId(found.case_id),
        assessment_id=AssessmentId(found.id),
        cms_level=cast("CmsLevel", found.cms_level),
        welfare_class=cast("WelfareClass", found.welfare_class),
        foreign_care_worker=found.foreign_care_worker,
        problems=told(found.problems),
        visited_on=found.visited_on,
        assessor=found.assessor,
        mode=VisitMode(found.mode),
    )

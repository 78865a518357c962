"""How is a home visit booked?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.kernel.ids import uuid7
from schemas.codes import VisitMode
from schemas.events.intake import HomeVisitScheduled
from schemas.ids import CaseId, UnitId, VisitId

from intake.domain.case import Case
from intake.domain.visit import Visit, book_visit
from intake.store.work import Work


@dataclass(frozen=True, kw_only=True)
class BookHomeVisit:
    """A day, a mode, and in co-visit mode the A unit that has been told."""

    case_id: UUID
    scheduled_on: date
    mode: VisitMode
    a_unit_id: UUID | None = None
    a_case_manager_notified: bool = False


async def book_home_visit(command: BookHomeVisit, work: Work) -> Case:
    """Who books the visit makes it."""
    before = await work.cases.lock(command.case_id)
    visit = Visit(
        id=uuid7(),
        case_id=before.id,
        mode=command.mode.value,
        scheduled_on=command.scheduled_on,
        assessor=work.actor.person,
        a_unit_id=command.a_unit_id,
    )
    after = book_visit(before, visit, a_unit_told=command.a_case_manager_notified)
    await work.visits.insert(visit)
    after = await work.cases.save(after)
    work.emit(_scheduled(visit))
    return after


def _scheduled(visit: Visit) -> HomeVisitScheduled:
    return HomeVisitScheduled(
        case_id=CaseId(visit.case_id),
        visit_id=VisitId(visit.id),
        mode=VisitMode(visit.mode),
        scheduled_on=visit.scheduled_on,
        a_unit_id=UnitId(visit.a_unit_id) if visit.a_unit_id else None,
        assessor=visit.assessor,
    )

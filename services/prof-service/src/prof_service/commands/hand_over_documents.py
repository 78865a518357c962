"""What happens when the unit hands documents over? They are kept; the clock is met on the day of the last one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.problems import NotFound
from schemas.codes import DocumentKind
from schemas.events.prof_service import ServicePlanSubmitted
from schemas.ids import CaseId, EngagementId, UnitId

from prof_service.commands.deliver_session import DOCUMENTS
from prof_service.commands.set_goal import open_goal_setup
from prof_service.commands.upload_documents import UPLOAD, open_upload
from prof_service.domain.documents import WANTED, Documents, hand_over, is_late
from prof_service.domain.engagement import Engagement
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverDocuments:
    """Documents of an engagement, handed to the A case manager; today, unless another day is told."""

    engagement_id: UUID
    documents: tuple[DocumentKind, ...]
    handed_over_on: date | None = None


async def hand_over_documents(command: HandOverDocuments, work: Work) -> tuple[Engagement, Documents]:
    """The engagement and what has been handed over so far. NotFound for a unit that the engagement is not with now."""
    before = await work.engagements.lock(command.engagement_id)
    unit_id = before.unit_id
    if unit_id is None or unit_id != work.actor.unit:
        raise NotFound("engagement", command.engagement_id)
    on = command.handed_over_on or work.today
    known = await work.documents.of(before.id)
    after = hand_over(before, known, command.documents, on=on, today=work.today)
    await work.documents.add(before, unit_id, command.documents, on)
    if after.complete_on is not None:
        work.deadlines.meet(DOCUMENTS, subject_id=before.id, case_id=before.case_id, on=after.complete_on)
        await open_upload(before, UPLOAD, WANTED, after.complete_on, work)
    if DocumentKind.SERVICE_PLAN in command.documents:
        await open_goal_setup(before, on, work)
    work.emit(service_plan_submitted(before, unit_id, command.documents, on))
    return await work.engagements.save(before), after


def service_plan_submitted(
    engagement: Engagement, unit_id: UUID, documents: tuple[DocumentKind, ...], on: date
) -> ServicePlanSubmitted:
    """The fact that documents were handed over."""
    return ServicePlanSubmitted(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        unit_id=UnitId(unit_id),
        documents=documents,
        submitted_on=on,
        late=is_late(engagement, on=on),
    )

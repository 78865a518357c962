"""What happens when a record or a document is not there by its day? It is told, once, and stays owed."""

from datetime import date
from uuid import UUID

from chassis.deadlines import Due
from schemas.codes import DocumentKind
from schemas.events.prof_service import DocumentOverdue, RecordOverdue
from schemas.ids import CaseId, EngagementId, SessionId, UnitId

from prof_service.domain.sessions import Session
from prof_service.store.work import Work


async def tell_record_overdue(due: Due, work: Work) -> None:
    """The record of a session."""
    session = await work.sessions.find(due.subject_id)
    work.emit(record_overdue(session, due.due_on))


async def tell_documents_overdue(due: Due, work: Work) -> None:
    """Each document that is missing."""
    if due.owed_by_unit is None:
        raise ValueError("documents are owed by a unit")
    for document in (await work.documents.of(due.subject_id)).missing:
        work.emit(document_overdue(due, due.owed_by_unit, document))


async def tell_last_documents_overdue(due: Due, work: Work) -> None:
    """Part 4 of the service plan."""
    if due.owed_by_unit is None:
        raise ValueError("documents are owed by a unit")
    work.emit(document_overdue(due, due.owed_by_unit, DocumentKind.CLOSURE_EVALUATION))


def record_overdue(session: Session, due_on: date) -> RecordOverdue:
    """The fact that a record is late."""
    return RecordOverdue(
        case_id=CaseId(session.case_id),
        engagement_id=EngagementId(session.engagement_id),
        session_id=SessionId(session.id),
        session_no=session.no,
        unit_id=UnitId(session.unit_id),
        due_on=due_on,
    )


def document_overdue(due: Due, unit_id: UUID, document: DocumentKind) -> DocumentOverdue:
    """The fact that a document is late."""
    return DocumentOverdue(
        case_id=CaseId(due.case_id),
        engagement_id=EngagementId(due.subject_id),
        unit_id=UnitId(unit_id),
        document=document,
        due_on=due.due_on,
    )

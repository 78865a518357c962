"""What happens when the A case manager confirms and uploads documents of the unit? The clock is met (NT-05-08)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.deadlines import Due
from schemas.codes import DocumentKind
from schemas.events.goals import DocumentUploaded, UploadOverdue
from schemas.ids import CaseId, EngagementId

from prof_service.commands.a_side import as_a_side, owed_by_a_side
from prof_service.domain.engagement import Engagement
from prof_service.domain.uploads import all_uploaded, upload
from prof_service.store.work import Work

UPLOAD = "document_upload"
LAST_UPLOAD = "last_document_upload"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadDocuments:
    """Documents that were checked and found right."""

    engagement_id: UUID
    documents: tuple[DocumentKind, ...]


async def open_upload(
    engagement: Engagement, name: str, documents: tuple[DocumentKind, ...], since: date, work: Work
) -> None:
    """From the day after the unit has handed them all over."""
    rule = work.pack.rule("c_document_upload", on=since)
    if rule is None or not documents:
        return
    owed = await owed_by_a_side(engagement, "document-uploads", work)
    work.deadlines.open(name, subject_id=engagement.id, case_id=engagement.case_id, owed=owed, since=since, rule=rule)


async def upload_documents(command: UploadDocuments, work: Work) -> tuple[Engagement, dict[DocumentKind, date]]:
    """The engagement, and all that has been uploaded so far."""
    before = await work.engagements.lock(command.engagement_id)
    await as_a_side(before, work)
    handed = dict((await work.documents.of(before.id)).handed)
    closure = await work.closures.of(before.id)
    if closure is not None and closure.handed_over_on is not None:
        handed[DocumentKind.CLOSURE_EVALUATION] = closure.handed_over_on
    known = await work.closures.uploads(before.id)
    after = upload(command.documents, handed, known, on=work.today)
    await work.closures.upload(before, command.documents, work.today)
    for name, wanted in all_uploaded(after):
        if not all_were(known, wanted):
            work.deadlines.meet(name, subject_id=before.id, case_id=before.case_id, on=work.today)
    work.emit(document_uploaded(before, command.documents, work.today, late=_late(handed, command, work)))
    return await work.engagements.save(before), after


async def tell_upload_overdue(due: Due, work: Work) -> None:
    """What was handed over and is not confirmed and uploaded."""
    last = (DocumentKind.CLOSURE_EVALUATION,)
    first = (DocumentKind.EXPLANATION_FORM, DocumentKind.SERVICE_PLAN)
    wanted = last if due.name == LAST_UPLOAD else first
    known = await work.closures.uploads(due.subject_id)
    missing = tuple(kind for kind in wanted if kind not in known)
    ids = {"case_id": CaseId(due.case_id), "engagement_id": EngagementId(due.subject_id)}
    work.emit(UploadOverdue(**ids, documents=missing, due_on=due.due_on))


def all_were(known: dict[DocumentKind, date], wanted: frozenset[DocumentKind]) -> bool:
    """Whether they had all been uploaded before."""
    return wanted <= known.keys()


def _late(handed: dict[DocumentKind, date], command: UploadDocuments, work: Work) -> bool:
    since = max(handed[kind] for kind in command.documents)
    rule = work.pack.rule("c_document_upload", on=since)
    return rule is not None and work.today > work.deadlines.calendar.due(since, rule.days("due"))


def document_uploaded(
    engagement: Engagement, documents: tuple[DocumentKind, ...], on: date, *, late: bool
) -> DocumentUploaded:
    """The fact that they are on the platform."""
    return DocumentUploaded(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        documents=documents,
        uploaded_on=on,
        late=late,
    )

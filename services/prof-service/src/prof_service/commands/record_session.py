"""What happens when the record of a session is entered? Its texts are sealed, the clock is met, in time or late."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from schemas.events.prof_service import SessionRecorded
from schemas.ids import CaseId, EngagementId, SessionId

from prof_service.commands.deliver_session import RECORD
from prof_service.domain.records import Field, record
from prof_service.domain.sessions import Flag, Session
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSession:
    """The record of a session: a text for each field."""

    engagement_id: UUID
    session_no: int
    texts: Mapping[Field, str]


async def record_session(command: RecordSession, work: Work) -> Session:
    """The session with its record. The unit that served it may do this also after the case has gone to another unit.

    The record counts on the day of its entry. NotFound for a session of another unit.
    """
    before = await work.sessions.lock_own(command.engagement_id, command.session_no)
    after = record(before, command.texts, recorded_on=work.today)
    await work.sessions.add_texts(after, command.texts)
    work.deadlines.meet(RECORD, subject_id=after.id, case_id=after.case_id, on=work.today)
    work.emit(session_recorded(after))
    return await work.sessions.save(after)


def session_recorded(session: Session) -> SessionRecorded:
    """The fact that the record is there."""
    if session.recorded_on is None:
        raise ValueError("the session has no record")
    return SessionRecorded(
        case_id=CaseId(session.case_id),
        engagement_id=EngagementId(session.engagement_id),
        session_id=SessionId(session.id),
        session_no=session.no,
        recorded_on=session.recorded_on,
        late=Flag.RECORD_LATE in session.flags,
    )

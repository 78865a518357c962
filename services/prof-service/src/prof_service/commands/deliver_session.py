"""What happens when a session was served? It counts, opens the clocks of its record and documents, and the training goes on."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.access import Role
from chassis.deadlines import Owed
from chassis.problems import NotFound
from schemas.events.prof_service import FirstServiceDelivered, SessionDelivered, SessionTooShort
from schemas.ids import CaseId, EngagementId, ReferralId, SessionId, UnitId

from prof_service.commands.begin_closing import closing_begun
from prof_service.commands.check_staff import check_staff
from prof_service.commands.period_clocks import open_training
from prof_service.commands.require_conference import go_on, require_conference
from prof_service.domain.engagement import OVER, Engagement
from prof_service.domain.sessions import Flag, Served, Session, deliver
from prof_service.policies import documents_clock, record_clock, training_rules
from prof_service.store.work import Work

RECORD = "record"
DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverSession:
    """A session that a unit tells of."""

    engagement_id: UUID
    served: Served


async def deliver_session(command: DeliverSession, work: Work) -> tuple[Engagement, Session]:
    """The engagement and the session. NotFound for a unit that the engagement is not with now."""
    before = await work.engagements.lock(command.engagement_id)
    if before.unit_id is None or before.unit_id != work.actor.unit:
        raise NotFound("engagement", command.engagement_id)
    await check_staff(before, command.served, work)
    await go_on(before, command.served.served_on, work)
    after, session = deliver(before, training_rules(work.pack, before), command.served, today=work.today)
    after, session = await _open_clocks(before, after, session, work)
    _emit(before, after, session, work)
    if before.first_served_on is None:
        await open_training(after, work)
    if before.status not in OVER and after.status in OVER:  # the last group is done
        after = await closing_begun(after, work, begun_by=Role.B_UNIT.value)
    await work.sessions.add(session)
    await require_conference(session, work)
    return await work.engagements.save(after), session


async def _open_clocks(
    before: Engagement, after: Engagement, session: Session, work: Work
) -> tuple[Engagement, Session]:
    a_unit = (await work.cases.find(before.case_id)).a_unit_id
    record_due = _open(RECORD, session.id, f"sessions/{session.no}/records", a_unit, session, work)
    session = replace(session, record_due_on=record_due)
    if before.first_served_on is None:
        due = _open(DOCUMENTS, after.id, "document-handovers", a_unit, session, work)
        after = replace(after, documents_due_on=due)
    return after, session


def _open(name: str, subject_id: UUID, met_by: str, a_unit: UUID | None, session: Session, work: Work) -> date | None:
    clock = record_clock if name == RECORD else documents_clock
    rule = clock(work.pack, session.served_on)
    if rule is None:
        return None
    owed = Owed(
        role="b_unit",
        unit=session.unit_id,
        awaited_role="a_case_manager",
        awaited_unit=a_unit,
        met_by=f"/v1/engagements/{session.engagement_id}/{met_by}",
    )
    return work.deadlines.open(
        name, subject_id=subject_id, case_id=session.case_id, owed=owed, since=session.served_on, rule=rule
    )


def _emit(before: Engagement, after: Engagement, session: Session, work: Work) -> None:
    """The session first: the clocks that it opens stand on it."""
    work.emit(session_delivered(after, session))
    if before.referral is not None and before.referral.served_on is None:
        work.emit(first_service_delivered(after, session))
    if Flag.TOO_SHORT in session.flags:
        work.emit(session_too_short(session))


def session_delivered(engagement: Engagement, session: Session) -> SessionDelivered:
    """The fact that a session was served."""
    return SessionDelivered(
        case_id=CaseId(session.case_id),
        engagement_id=EngagementId(session.engagement_id),
        session_id=SessionId(session.id),
        session_no=session.no,
        unit_id=UnitId(session.unit_id),
        staff=session.staff,
        service_code=engagement.service_code,
        served_on=session.served_on,
        minutes=session.minutes,
    )


def first_service_delivered(engagement: Engagement, session: Session) -> FirstServiceDelivered:
    """The fact that a referral has led to service."""
    return FirstServiceDelivered(
        case_id=CaseId(session.case_id),
        engagement_id=EngagementId(session.engagement_id),
        referral_id=ReferralId(session.referral_id),
        unit_id=UnitId(session.unit_id),
        service_code=engagement.service_code,
        served_on=session.served_on,
    )


def session_too_short(session: Session) -> SessionTooShort:
    """The anomaly of a short session."""
    return SessionTooShort(
        case_id=CaseId(session.case_id),
        engagement_id=EngagementId(session.engagement_id),
        session_id=SessionId(session.id),
        session_no=session.no,
        minutes=session.minutes,
    )

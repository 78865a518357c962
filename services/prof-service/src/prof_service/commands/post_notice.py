"""What happens when a quick change notice is posted, and when it is read? Recipients get it at once; the text stays sealed here."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.access import Role
from chassis.kernel.ids import spoken, uuid7
from chassis.problems import NotFound
from schemas.events.notices import NoticeRead, QuickChangeNoticePosted
from schemas.ids import CaseId, EngagementId, NoticeId, UnitId
from schemas.professional_codes import NoticeRecipient

from prof_service.domain.notices import Draft, check_notice, is_late
from prof_service.notice_policies import notice_rules
from prof_service.store.notices import roles_of
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNotice:
    """A notice about a case, or about one engagement of it."""

    case_id: UUID | None
    engagement_id: UUID | None
    draft: Draft
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was posted."""

    id: UUID
    case_id: UUID
    reference: str
    late: bool
    posted_on: date


async def post_notice(command: PostNotice, work: Work) -> Posted:
    """The notice. NotFound for a case or engagement that is foreign to the person."""
    case_id, serving, referred_on = await work.notices.about(command.case_id, command.engagement_id)
    by_a = Role.A_CASE_MANAGER in work.actor.roles
    if serving is not None and not by_a and serving != work.actor.unit:
        raise NotFound("engagement", command.engagement_id)
    known = await work.notices.units(case_id, serving)
    rules = notice_rules(
        work.pack, command.draft, by_a_case_manager=by_a, posted_on=work.today, referred_on=referred_on
    )
    kind = check_notice(command.draft, rules, frozenset(known))
    late = is_late(command.draft, rules, posted_on=work.today)
    id_ = uuid7()
    posted = Posted(id=id_, case_id=case_id, reference=spoken(id_, "N"), late=late, posted_on=work.today)
    row = {"kind": kind.value, "unit_id": work.actor.unit, "fact_on": command.draft.fact_on}
    row |= {name: getattr(posted, name) for name in ("id", "case_id", "reference", "late", "posted_on")}
    row |= {"engagement_id": command.engagement_id}
    await work.notices.add(row, command.text, {role: known[role] for role in command.draft.recipients})
    work.emit(notice_posted(command, posted, work.actor.unit))
    return posted


async def read_notice(notice_id: UUID, work: Work) -> list[NoticeRecipient]:
    """As whom the person has read it. Told once; reading it again says nothing new."""
    read = await work.notices.read(notice_id, roles_of(work.actor.roles))
    for case_id, role, first in read:
        if first:
            work.emit(
                NoticeRead(case_id=CaseId(case_id), notice_id=NoticeId(notice_id), recipient=role, read_on=work.today)
            )
    return [role for _, role, _ in read]


def notice_posted(command: PostNotice, posted: Posted, unit_id: UUID | None) -> QuickChangeNoticePosted:
    """The fact, without the text."""
    draft = command.draft
    if draft.kind is None:
        raise ValueError("a posted notice has a kind")
    return QuickChangeNoticePosted(
        case_id=CaseId(posted.case_id),
        notice_id=NoticeId(posted.id),
        reference=posted.reference,
        engagement_id=EngagementId(command.engagement_id) if command.engagement_id else None,
        unit_id=UnitId(unit_id) if unit_id else None,
        kind=draft.kind,
        recipients=draft.recipients,
        fact_on=draft.fact_on,
        posted_on=posted.posted_on,
        late=posted.late,
    )

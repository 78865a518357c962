"""What happens when a case needs a conference? It is required once per window, by the number of sessions or on request."""

from datetime import date
from uuid import UUID

from chassis.kernel.ids import uuid7
from schemas.events.notices import CaseConferenceRequired
from schemas.ids import CaseId, ConferenceId
from schemas.professional_codes import ConferenceCategory, ConferenceTrigger

from prof_service.domain.conferences import (
    ALREADY_REQUIRED,
    LEVEL_TOO_LOW,
    NO_CONFERENCE,
    TOO_FEW_SESSIONS,
    Conference,
    ConferenceRules,
    Reached,
    is_new,
    may_go_on,
    may_request,
    reached,
)
from prof_service.domain.engagement import Engagement
from prof_service.domain.sessions import Session
from prof_service.notice_policies import conference_rules
from prof_service.store.work import Work


async def go_on(engagement: Engagement, served_on: date, work: Work) -> None:
    """Before a session: does a conference let it wait, or has it stopped the training? Raises PAUSED, STOPPED."""
    rules = conference_rules(work.pack, served_on)
    if rules is not None:
        known = await work.conferences.of_case(engagement.case_id)
        may_go_on(known, rules, referred_on=engagement.first_referred_on, served_on=served_on)


async def require_conference(session: Session, work: Work) -> None:
    """After a session: the one that reaches the number requires a conference, once per window."""
    rules = conference_rules(work.pack, session.served_on)
    if rules is None or await _level(session.case_id, work) < rules.min_level:
        return
    window = await _window(session.case_id, rules, session.served_on, work)
    if window is not None and is_new(window, await work.conferences.of_case(session.case_id)):
        await _open(session.case_id, ConferenceTrigger.SESSIONS_REACHED, None, window, work)


async def request_conference(
    case_id: UUID, trigger: ConferenceTrigger, category: ConferenceCategory | None, work: Work
) -> Conference:
    """On request. Raises NO_CONFERENCE, what `may_request` raises, LEVEL_TOO_LOW, TOO_FEW_SESSIONS, ALREADY_REQUIRED; NotFound."""
    await work.notices.units(case_id, None)
    rules = conference_rules(work.pack, work.today)
    if rules is None:
        raise NO_CONFERENCE()
    await work.conferences.one_at_a_time(case_id)
    known = await work.conferences.of_case(case_id)
    may_request(trigger, category, rules, known)
    if trigger is ConferenceTrigger.DIFFICULT_CASE:
        return await _open(case_id, trigger, category, None, work)
    level = await _level(case_id, work)
    if level < rules.min_level:
        raise LEVEL_TOO_LOW(rule=rules.rule, min_level=rules.min_level, level=level)
    window = await _now(case_id, rules, work)
    if not is_new(window, known):
        raise ALREADY_REQUIRED(rule=rules.rule)
    return await _open(case_id, trigger, None, window, work)


async def _level(case_id: UUID, work: Work) -> int:
    return (await work.cases.find(case_id)).client.cms_level


async def _window(case_id: UUID, rules: ConferenceRules, since: date, work: Work) -> Reached | None:
    await work.conferences.one_at_a_time(case_id)
    return reached(await work.conferences.days(case_id, rules.starts(since)), rules, since=since)


async def _now(case_id: UUID, rules: ConferenceRules, work: Work) -> Reached:
    starts = rules.starts(work.today)
    count = len(await work.conferences.days(case_id, starts))
    if count < rules.sessions:
        raise TOO_FEW_SESSIONS(rule=rules.rule, starts=starts, count=count, wanted=rules.sessions)
    return Reached(starts, work.today, count)


async def _open(
    case_id: UUID,
    trigger: ConferenceTrigger,
    category: ConferenceCategory | None,
    window: Reached | None,
    work: Work,
) -> Conference:
    conference = Conference(
        id=uuid7(),
        case_id=case_id,
        county=work.county,
        trigger=trigger,
        category=category,
        sessions=window.sessions if window else None,
        window_from=window.starts if window else None,
        required_on=window.on if window else work.today,
    )
    await work.conferences.add(conference)
    work.emit(conference_required(conference))
    return conference


def conference_required(conference: Conference) -> CaseConferenceRequired:
    """The fact that a written review is needed."""
    return CaseConferenceRequired(
        case_id=CaseId(conference.case_id),
        conference_id=ConferenceId(conference.id),
        trigger=conference.trigger,
        category=conference.category,
        sessions=conference.sessions,
        window_from=conference.window_from,
        required_on=conference.required_on,
    )

"""What happens when a reviewer has reviewed in writing, and when the conference is decided?"""

from uuid import UUID

from schemas.events.notices import CaseConferenceDecided, CaseConferenceReviewed
from schemas.ids import CaseId, ConferenceId
from schemas.professional_codes import ConferenceDecision, ConferenceReviewer, NoticeRecipient

from prof_service.domain.conferences import NO_CONFERENCE, Conference, decide, review
from prof_service.notice_policies import conference_rules
from prof_service.store.work import Work


async def review_conference(
    conference_id: UUID, reviewer: ConferenceReviewer, result: ConferenceDecision, text: str, work: Work
) -> Conference:
    """The conference with this review; its text is sealed."""
    before = await work.conferences.lock(conference_id)
    roles = frozenset(role.value for role in work.actor.roles)
    after = review(before, reviewer, await _wanted(before, work), roles)
    await work.conferences.add_review(after, reviewer, result, text)
    work.emit(
        CaseConferenceReviewed(
            case_id=CaseId(after.case_id),
            conference_id=ConferenceId(after.id),
            reviewer=reviewer,
            result=result,
            reviewed_on=work.today,
        )
    )
    return await work.conferences.save(after)


async def decide_conference(conference_id: UUID, decision: ConferenceDecision, work: Work) -> Conference:
    """After all reviews: the service goes on, or stops."""
    before = await work.conferences.lock(conference_id)
    after = decide(before, decision, await _wanted(before, work), on=work.today)
    work.emit(
        CaseConferenceDecided(
            case_id=CaseId(after.case_id),
            conference_id=ConferenceId(after.id),
            decision=decision,
            decided_on=work.today,
        )
    )
    return await work.conferences.save(after)


async def _wanted(conference: Conference, work: Work) -> list[ConferenceReviewer]:
    """The kinds of reviewers of the county; a case without an A unit has no A case manager to wait for."""
    rules = conference_rules(work.pack, conference.required_on)
    if rules is None:
        raise NO_CONFERENCE()
    has_a = NoticeRecipient.A_CASE_MANAGER in await work.notices.units(conference.case_id, None)
    return [kind for kind in rules.reviewers if has_a or kind is not ConferenceReviewer.A_CASE_MANAGER]

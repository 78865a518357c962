"""What happens when a reviewer has a result? It is told; all who agree extend the training, one who does not ends the request."""

from dataclasses import dataclass
from uuid import UUID

from prof_service.commands.begin_closing import closing_begun, closing_undone
from prof_service.commands.extension_clocks import meet_review, open_end
from prof_service.commands.extension_facts import extension_approved, extension_refused, extension_reviewed
from prof_service.commands.period_clocks import TRAINING
from prof_service.domain.engagement import Engagement
from prof_service.domain.engagement import Status as Training
from prof_service.domain.extension import ExtensionRequest, Status
from prof_service.domain.extension_review import Person, may_review, review
from prof_service.domain.extension_terms import Decision
from prof_service.extension_policies import extension_rules
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewExtension:
    """One reviewer's result; `note`: what it said in words."""

    request_id: UUID
    decision: Decision
    note: str = ""


async def review_extension(command: ReviewExtension, work: Work) -> ExtensionRequest:
    """The request with this result, valid also when late (AM-116). A person reviews once, whatever roles it has."""
    before, engagement = await work.extensions.lock_with_engagement(command.request_id)
    person = await _person(engagement, work)
    rules = extension_rules(work.pack, engagement)
    mine = may_review(before, person)
    request, after = review(before, engagement, rules, command.decision, person, on=work.today)
    given = next(each for each in request.reviews if each.id == mine.id)
    meet_review(given, request, work)
    work.emit(extension_reviewed(request, given, work.today))
    if request.status is Status.REFUSED and before.status is Status.SUBMITTED:
        work.emit(extension_refused(request, given, rules.after_refusal, work.today))
    if request.status is Status.APPROVED:
        await _goes_on(request, engagement, after, work)
    if after.status is Training.CLOSING and engagement.status is not Training.CLOSING:
        after = await closing_begun(after, work, begun_by="platform")
    if after != engagement:
        await work.engagements.save(after)
    if command.note:
        await work.extensions.add_note(request, mine.id, command.note)
    return await work.extensions.save(request)


async def _goes_on(request: ExtensionRequest, before: Engagement, after: Engagement, work: Work) -> None:
    """Its last day is another one now; a closing that had begun is undone."""
    if before.status is Training.CLOSING:
        closing_undone(after, work)
    work.deadlines.cancel(TRAINING, subject_id=after.id, case_id=after.case_id, reason="extended", on=work.today)
    await open_end(after, work)
    work.emit(extension_approved(request, after, work.today))


async def _person(engagement: Engagement, work: Work) -> Person:
    known = await work.cases.find(engagement.case_id)
    actor = work.actor
    roles = frozenset(role.value for role in actor.roles)
    return Person(id=actor.person, roles=roles, unit_id=actor.unit, a_unit_id=known.a_unit_id)

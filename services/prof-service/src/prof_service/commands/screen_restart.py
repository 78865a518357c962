"""What happens at the pre-screening of path A? It goes on to the care manager, into re-assessment, or ends (NT-08-03, NT-08-05)."""

from dataclasses import dataclass
from uuid import UUID

from schemas.events.restarts import RestartScreened
from schemas.ids import CaseId, EngagementId, RestartRequestId
from schemas.professional_codes import RestartReason

from prof_service.commands.a_side import as_a_side
from prof_service.commands.decide_restart import restart_refused
from prof_service.commands.request_restart import reassessment_requested
from prof_service.domain.practice import practice_of
from prof_service.domain.restart import RestartRequest, State, screen, to_reassessment
from prof_service.policies import practice_rule
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenRestart:
    """The interval is the calendar's; whether to assess again and whether the need is there are the screener's."""

    request_id: UUID
    reassessment_needed: bool
    need_confirmed: bool


async def screen_restart(command: ScreenRestart, work: Work) -> RestartRequest:
    """By the A case manager, or by the care manager of a case without an A unit."""
    before = await work.restarts.lock(command.request_id)
    engagement = await work.engagements.lock(before.engagement_id)
    await as_a_side(engagement, work)
    needed, confirmed = command.reassessment_needed, command.need_confirmed
    after = screen(before, reassessment_needed=needed, need_confirmed=confirmed, on=work.today)
    work.emit(restart_screened(after, command))
    if after.state is State.REASSESSING:
        practice = practice_of(engagement, practice_rule(work.pack, engagement))
        work.emit(reassessment_requested(after, RestartReason.PRE_SCREENING))
        await work.engagements.save(to_reassessment(engagement, practice, today=work.today))
    if after.refusal is not None:
        work.emit(restart_refused(after, after.refusal, work.today))
    return await work.restarts.save(after)


def restart_screened(request: RestartRequest, command: ScreenRestart) -> RestartScreened:
    """The fact that it was looked at."""
    if request.screened_on is None:
        raise ValueError("the request was not screened")
    return RestartScreened(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        restart_request_id=RestartRequestId(request.id),
        reassessment_needed=command.reassessment_needed,
        need_confirmed=command.need_confirmed,
        screened_on=request.screened_on,
    )

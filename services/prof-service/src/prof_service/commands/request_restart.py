"""What happens when professional service is asked for again? By form after the practice, or by re-assessment (捌)."""

from dataclasses import dataclass
from uuid import UUID

from chassis.access import Role
from chassis.kernel.ids import uuid7
from chassis.problems import NotFound
from schemas.events.restarts import ReassessmentRequested, RestartRequested
from schemas.ids import CaseId, EngagementId, RestartRequestId
from schemas.professional_codes import RestartPath, RestartReason, RestartRequester

from prof_service.commands.a_side import as_a_side, as_unit
from prof_service.domain.engagement import Engagement
from prof_service.domain.practice import practice_of
from prof_service.domain.restart import RestartRequest, State, fits, may_request, to_reassessment
from prof_service.policies import practice_rule
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRestart:
    """By whom, why, and what the earlier goal was and what shall improve now (free text, sealed)."""

    engagement_id: UUID
    path: RestartPath
    requester: RestartRequester
    reason: RestartReason
    need: str


async def request_restart(command: RequestRestart, work: Work) -> RestartRequest:
    """Path A waits for its pre-screening; path B puts the engagement into re-assessment, unless it is trained still."""
    before = await work.engagements.lock(command.engagement_id)
    await _for_the_case(before, work)
    fits(command.path, command.reason, command.requester)
    practice = practice_of(before, practice_rule(work.pack, before))
    open_request = await work.restarts.open_of(before.id)
    may_request(before, practice, command.path, open_request=open_request, today=work.today)
    if command.path is RestartPath.B:
        request = await ask_for_reassessment(before, command.requester, command.reason, command.need, work)
        await work.engagements.save(to_reassessment(before, practice, today=work.today))
        return request
    request = _request(before, command.path, command.requester, command.reason, work)
    await work.restarts.add(request, command.need)
    work.emit(restart_requested(request))
    return request


async def ask_for_reassessment(
    engagement: Engagement, requester: RestartRequester, reason: RestartReason, need: str, work: Work
) -> RestartRequest:
    """Path B: the care manager is asked to assess again. Whoever asks holds the engagement's lock."""
    request = _request(engagement, RestartPath.B, requester, reason, work)
    await work.restarts.add(request, need)
    work.emit(restart_requested(request))
    work.emit(reassessment_requested(request, reason))
    return request


async def _for_the_case(engagement: Engagement, work: Work) -> None:
    """A unit for what it served, the A unit for its case, a care manager for any. NotFound otherwise."""
    if Role.CARE_MANAGER in work.actor.roles:
        return
    if Role.A_CASE_MANAGER in work.actor.roles:
        await as_a_side(engagement, work)
    elif work.actor.unit is None:
        raise NotFound("engagement", engagement.id)
    else:
        as_unit(engagement, work)


def _request(
    engagement: Engagement, path: RestartPath, requester: RestartRequester, reason: RestartReason, work: Work
) -> RestartRequest:
    return RestartRequest(
        id=uuid7(),
        engagement_id=engagement.id,
        case_id=engagement.case_id,
        county=engagement.county,
        path=path,
        requester=requester,
        reason=reason,
        requested_on=work.today,
        state=State.REASSESSING if path is RestartPath.B else State.REQUESTED,
        unit_id=work.actor.unit,
    )


def restart_requested(request: RestartRequest) -> RestartRequested:
    """The fact that it is asked for."""
    return RestartRequested(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        restart_request_id=RestartRequestId(request.id),
        path=request.path,
        requester=request.requester,
        reason=request.reason,
        requested_on=request.requested_on,
    )


def reassessment_requested(request: RestartRequest, reason: RestartReason) -> ReassessmentRequested:
    """The fact that the care manager is to assess again."""
    return ReassessmentRequested(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        restart_request_id=RestartRequestId(request.id),
        requester=request.requester,
        reason=reason,
        requested_on=request.screened_on or request.requested_on,
    )

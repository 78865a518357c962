"""What happens when somebody closes a training? Criterion and reason are kept; a clear decline asks for a re-assessment."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.access import Role
from schemas.events.closures import EngagementSuspendedForMedical
from schemas.ids import CaseId, EngagementId
from schemas.professional_codes import (
    ClosingCause,
    ClosureCriterion,
    ClosureReason,
    MedicalTarget,
    RestartReason,
    RestartRequester,
    UnsuitableCondition,
)

from prof_service.commands.a_side import as_a_side, as_unit
from prof_service.commands.begin_closing import closing_begun, open_item_removal
from prof_service.commands.end_extension import end_request
from prof_service.commands.request_restart import ask_for_reassessment
from prof_service.domain.closing import begin_closing
from prof_service.domain.closure import Closure, Half, explained, may_close, reason_of
from prof_service.domain.engagement import Engagement, Status
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseEngagement:
    """Why it is closed, and when client and family were told."""

    engagement_id: UUID
    criterion: ClosureCriterion
    half: Half | None
    reason: ClosureReason | None
    explained_on: date | None
    clear_decline: bool = False
    need: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendForMedical:
    """Which conditions were found, and to which medical care the client is referred."""

    engagement_id: UUID
    conditions: tuple[UnsuitableCondition, ...]
    target: MedicalTarget
    explained_on: date | None


async def close_engagement(command: CloseEngagement, work: Work) -> tuple[Engagement, Closure]:
    """By the unit, or by the A side: then the combination is to be deleted too."""
    before = await work.engagements.lock(command.engagement_id)
    begun_by = await _closer(before, work)
    may_close(before, await work.closures.of(before.id))
    closure = Closure(
        criterion=command.criterion,
        half=command.half,
        reason=reason_of(command.criterion, command.half, command.reason),
        begun_by=begun_by,
        explained_on=explained(before, command.explained_on, today=work.today),
        clear_decline=command.clear_decline,
    )
    after = await _into_closing(before, ClosingCause.CRITERION, closure, work)
    if command.clear_decline:
        await _reassess(after, begun_by, command.need, work)
    return await work.engagements.save(after), closure


async def suspend_for_medical(command: SuspendForMedical, work: Work) -> tuple[Engagement, Closure]:
    """The client is not fit for training: closed, referred to medical care, open again by re-assessment (AM-117)."""
    before = await work.engagements.lock(command.engagement_id)
    as_unit(before, work)
    may_close(before, await work.closures.of(before.id))
    closure = Closure(
        criterion=ClosureCriterion.OTHER,
        half=None,
        reason=ClosureReason.REFER_OTHER,
        begun_by=Role.B_UNIT.value,
        explained_on=explained(before, command.explained_on, today=work.today),
        conditions=command.conditions,
        medical_target=command.target,
    )
    begun = begin_closing(before, ClosingCause.MEDICAL, on=work.today)
    await work.closures.add(begun, closure)
    work.emit(suspended_for_medical(begun, closure, command.target))
    after = await closing_begun(begun, work, begun_by=closure.begun_by, criterion=closure.criterion)
    return await work.engagements.save(after), closure


async def _closer(before: Engagement, work: Work) -> str:
    """The role of the one who closes. NotFound for units that it is not with."""
    for role in (Role.A_CASE_MANAGER, Role.CARE_MANAGER):
        if role in work.actor.roles:
            await as_a_side(before, work)
            return role.value
    as_unit(before, work)
    return Role.B_UNIT.value


async def _into_closing(before: Engagement, cause: ClosingCause, closure: Closure, work: Work) -> Engagement:
    await work.closures.add(before, closure)
    if before.status is Status.CLOSING:  # groups done or period over: only the reason was missing
        await end_request(before, work)
        if closure.begun_by != Role.B_UNIT.value:
            await open_item_removal(before, work)
        return before
    begun = begin_closing(before, cause, on=work.today)
    return await closing_begun(begun, work, begun_by=closure.begun_by, criterion=closure.criterion)


async def _reassess(engagement: Engagement, begun_by: str, need: str, work: Work) -> None:
    requester = RestartRequester(begun_by)
    await ask_for_reassessment(engagement, requester, RestartReason.CLEAR_DECLINE, need, work)


def suspended_for_medical(
    engagement: Engagement, closure: Closure, target: MedicalTarget
) -> EngagementSuspendedForMedical:
    """The fact that the client goes to medical care."""
    return EngagementSuspendedForMedical(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        service_code=engagement.service_code,
        conditions=closure.conditions,
        medical_target=target,
        suspended_on=engagement.closing_on or closure.explained_on,
    )

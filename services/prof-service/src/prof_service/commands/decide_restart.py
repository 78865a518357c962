"""What happens when the care manager decides about a restart? A new engagement may take over, or all stays as the calendar has it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.events.parts import RankedProblem
from schemas.events.restarts import RestartApproved, RestartRefused
from schemas.ids import CaseId, EngagementId, RestartRequestId
from schemas.professional_codes import RestartRefusal

from prof_service.commands.period_clocks import PRACTICE, PRACTICE_START
from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.practice import practice_of
from prof_service.domain.restart import RestartRequest, approve, not_restarted, refuse, restarted
from prof_service.policies import practice_rule, ranked_problems_most
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRestart:
    """The problems ranked anew (NT-08-04), and whether the re-assessment shows a clear decline (NT-08-07)."""

    request_id: UUID
    problems: tuple[int, ...]
    clear_decline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRestart:
    """Why not."""

    request_id: UUID
    reason: RestartRefusal


async def approve_restart(command: ApproveRestart, work: Work) -> RestartRequest:
    """The engagement is restarted: what a new plan item opens is another engagement."""
    before = await work.restarts.lock(command.request_id)
    engagement = await work.engagements.lock(before.engagement_id)
    practice = practice_of(engagement, practice_rule(work.pack, engagement))
    after = approve(
        before,
        command.problems,
        practice,
        most=ranked_problems_most(work.pack, work.today),
        reassessed_on=await work.restarts.last_assessed_on(before.case_id),
        decline=command.clear_decline,
        on=work.today,
    )
    restarted_ = restarted(engagement, practice, before.path, on=work.today)
    _end_clocks(restarted_, work)
    await work.engagements.save(restarted_)
    work.emit(restart_approved(after))
    return await work.restarts.save(after)


async def refuse_restart(command: RefuseRestart, work: Work) -> RestartRequest:
    """The engagement goes back to where the calendar has it."""
    before = await work.restarts.lock(command.request_id)
    engagement = await work.engagements.lock(before.engagement_id)
    practice = practice_of(engagement, practice_rule(work.pack, engagement))
    after = refuse(before, command.reason, on=work.today)
    await work.engagements.save(not_restarted(engagement, practice, today=work.today))
    work.emit(restart_refused(after, command.reason, work.today))
    return await work.restarts.save(after)


def _end_clocks(engagement: Engagement, work: Work) -> None:
    if engagement.status is not Status.RESTARTED:
        return
    for name in (PRACTICE_START, PRACTICE):
        ids = {"subject_id": engagement.id, "case_id": engagement.case_id}
        work.deadlines.cancel(name, **ids, reason="restarted", on=work.today)


def restart_approved(request: RestartRequest) -> RestartApproved:
    """The fact that it may start again."""
    if request.same_code_from is None or request.decided_on is None:
        raise ValueError("the request was not approved")
    ranked = tuple(RankedProblem(rank=n, problem_no=no) for n, no in enumerate(request.problems, start=1))
    return RestartApproved(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        restart_request_id=RestartRequestId(request.id),
        path=request.path,
        problems=ranked,
        same_code_from=request.same_code_from,
        approved_on=request.decided_on,
    )


def restart_refused(request: RestartRequest, reason: RestartRefusal, on: date) -> RestartRefused:
    """The fact that it came to nothing."""
    return RestartRefused(
        case_id=CaseId(request.case_id),
        engagement_id=EngagementId(request.engagement_id),
        restart_request_id=RestartRequestId(request.id),
        reason=reason,
        refused_on=on,
    )

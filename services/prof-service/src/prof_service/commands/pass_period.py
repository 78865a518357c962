"""What happens when a period has passed? The training is closed, self-practice starts, or it is over."""

from chassis.deadlines import Due
from schemas.professional_codes import ClosingCause

from prof_service.commands.begin_closing import closing_begun
from prof_service.commands.period_clocks import self_practice_completed, start_practice
from prof_service.domain.closing import begin_closing
from prof_service.domain.practice import caught_up, practice_of
from prof_service.policies import practice_rule
from prof_service.store.work import Work


async def pass_training_period(due: Due, work: Work) -> None:
    """The last day of the training has passed without a closure (NT-04-18)."""
    before = await work.engagements.lock_known(due.subject_id)
    after = begin_closing(before, ClosingCause.PERIOD_OVER, on=work.today)
    await work.engagements.save(await closing_begun(after, work, begun_by="platform"))


async def begin_self_practice(due: Due, work: Work) -> None:
    """The day after the period (NT-04-29)."""
    before = await work.engagements.lock_known(due.subject_id)
    practice = practice_of(before, practice_rule(work.pack, before))
    await start_practice(before, work)
    await work.engagements.save(caught_up(before, practice, today=work.today))


async def complete_self_practice(due: Due, work: Work) -> None:
    """The day after the last day of practice (NT-08-01)."""
    before = await work.engagements.lock_known(due.subject_id)
    practice = practice_of(before, practice_rule(work.pack, before))
    if practice is None:
        raise ValueError("no clock of practice without its rule")
    work.emit(self_practice_completed(before, practice))
    await work.engagements.save(caught_up(before, practice, today=work.today))

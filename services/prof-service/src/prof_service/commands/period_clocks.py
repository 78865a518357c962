"""Which clocks follow the period of a training? Its last day, then the days of self-practice; both move with an extension."""

from datetime import timedelta

from schemas.events.restarts import SelfPracticeCompleted, SelfPracticeStarted
from schemas.ids import CaseId, EngagementId

from prof_service.commands.a_side import by_calendar, owed_by_unit
from prof_service.domain.engagement import Engagement
from prof_service.domain.practice import Practice, practice_of
from prof_service.policies import by_training, practice_rule
from prof_service.store.work import Work

TRAINING = "training"
PRACTICE_START = "self_practice_start"
PRACTICE = "self_practice"
_DAY = timedelta(days=1)


async def open_training(engagement: Engagement, work: Work) -> None:
    """By the last day of the (extended) period the training is completed (NT-04-18)."""
    rule = by_training(work.pack, "c_training_period", engagement)
    if rule is None or engagement.ends is None:
        return
    owed = await owed_by_unit(engagement, "closures", work)
    work.deadlines.open(
        TRAINING,
        subject_id=engagement.id,
        case_id=engagement.case_id,
        owed=owed,
        since=engagement.ends - _DAY,
        rule=rule,
    )


async def move_training(before: Engagement, after: Engagement, work: Work) -> None:
    """After an extension or a goal with its own period: the last day is another one."""
    if before.ends == after.ends:
        return
    work.deadlines.cancel(TRAINING, subject_id=after.id, case_id=after.case_id, reason="period_changed", on=work.today)
    await open_training(after, work)


async def open_practice_start(engagement: Engagement, work: Work) -> None:
    """Self-practice begins with the day after; a first day that has come already begins today."""
    rule = by_training(work.pack, "c_self_practice", engagement)
    practice = practice_of(engagement, practice_rule(work.pack, engagement))
    if rule is None or practice is None:
        return
    owed = await by_calendar(engagement, "closures", work)
    work.deadlines.open(
        PRACTICE_START,
        subject_id=engagement.id,
        case_id=engagement.case_id,
        owed=owed,
        since=practice.starts - _DAY,
        rule=rule,
        key="begins",
    )


async def start_practice(engagement: Engagement, work: Work) -> None:
    """Tell that the days run, whatever the papers, and open their clock: no day off moves it (AM-109)."""
    rule = by_training(work.pack, "c_self_practice", engagement)
    practice = practice_of(engagement, practice_rule(work.pack, engagement))
    if rule is None or practice is None:
        return
    owed = await by_calendar(engagement, "restart-requests", work)
    work.deadlines.open(
        PRACTICE,
        subject_id=engagement.id,
        case_id=engagement.case_id,
        owed=owed,
        since=practice.starts - _DAY,
        rule=rule,
    )
    work.emit(self_practice_started(engagement, practice), rule)


def self_practice_started(engagement: Engagement, practice: Practice) -> SelfPracticeStarted:
    """The fact that the days run."""
    return SelfPracticeStarted(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        service_code=engagement.service_code,
        period_from=practice.starts,
        period_to=practice.ends,
    )


def self_practice_completed(engagement: Engagement, practice: Practice) -> SelfPracticeCompleted:
    """The fact that they are over."""
    return SelfPracticeCompleted(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        service_code=engagement.service_code,
        completed_on=practice.ends - _DAY,
    )

"""How does a case follow what the other services do with it?"""

from collections.abc import Callable
from uuid import UUID

import structlog

from intake.domain.case import Case, Status, begin_service, refer_to_a_unit
from intake.store.work import Work

_CLOSED = frozenset({Status.TEMPORARILY_CLOSED, Status.PERMANENTLY_CLOSED})
_log = structlog.get_logger()


async def follow_referral(case_id: UUID, work: Work) -> Case:
    """An A unit has the case."""
    return await _follow(case_id, refer_to_a_unit, work)


async def follow_first_service(case_id: UUID, work: Work) -> Case:
    """The first service was given."""
    return await _follow(case_id, begin_service, work)


async def _follow(case_id: UUID, change: Callable[[Case], Case], work: Work) -> Case:
    before = await work.cases.lock(case_id)
    if before.status in _CLOSED:
        # The fact crossed the closure on its way: it stays in the log, and the case stays closed
        _log.info("fact_after_closure", case=str(case_id), status=before.status.value)
        return before
    after = change(before)
    return before if after is before else await work.cases.save(after)

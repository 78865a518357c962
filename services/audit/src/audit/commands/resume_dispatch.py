"""Dispatch to a unit is resumed before the suspension's period is over."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.events.audit import DispatchResumed
from schemas.ids import SuspensionId, UnitId

from audit.domain.suspension import Suspension, end
from audit.store.work import Work


@dataclass(frozen=True, kw_only=True)
class ResumeDispatch:
    """From this day on cases may go to the unit again."""

    suspension_id: UUID
    resumed_on: date


async def resume_dispatch(command: ResumeDispatch, work: Work) -> Suspension:
    """End the suspension."""
    before = await work.suspensions.lock(command.suspension_id)
    after = end(before, command.resumed_on)
    await work.suspensions.save(after, before=before.version)
    work.emit(
        DispatchResumed(
            unit_id=UnitId(after.unit_id), suspension_id=SuspensionId(after.id), resumed_on=command.resumed_on
        )
    )
    return after

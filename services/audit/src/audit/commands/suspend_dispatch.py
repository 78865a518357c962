"""Dispatch to a unit is suspended for a period."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.kernel.ids import uuid7
from schemas.codes import SuspensionReason
from schemas.events.audit import DispatchSuspended
from schemas.ids import SuspensionId, UnitId

from audit.domain.suspension import Suspension, rule_for, suspend
from audit.store.work import Work


@dataclass(frozen=True, kw_only=True)
class SuspendDispatch:
    """No new cases on the days [from_on, until_on); without `until_on` until it is ended."""

    unit_id: UUID
    reason: SuspensionReason
    from_on: date
    until_on: date | None


async def suspend_dispatch(command: SuspendDispatch, work: Work) -> Suspension:
    """Order the suspension; dispatch passes the unit over while it runs, and looks at `until_on` itself."""
    unit_type = await work.suspensions.lock_unit(command.unit_id)
    new = Suspension(
        id=uuid7(),
        unit_id=command.unit_id,
        county=work.county,
        reason=command.reason,
        rule=rule_for(command.reason, unit_type),
        from_on=command.from_on,
        until_on=command.until_on,
    )
    after = suspend(new, await work.suspensions.of_unit(command.unit_id))
    await work.suspensions.insert(after)
    work.emit(_suspended(after))
    return after


def _suspended(after: Suspension) -> DispatchSuspended:
    return DispatchSuspended(
        unit_id=UnitId(after.unit_id),
        suspension_id=SuspensionId(after.id),
        reason=after.reason,
        from_on=after.from_on,
        until_on=after.until_on,
    )

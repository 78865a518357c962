"""Dispatch to a unit is suspended, or resumed: what audit decided is in force here."""

from datetime import date
from uuid import UUID

from dispatch.domain.units import Suspension
from dispatch.store.work import Work


async def suspend_unit(unit_id: UUID, suspension: Suspension, work: Work) -> None:
    """The unit is no candidate in the period; referrals made before stand (AM-180)."""
    await work.units.suspend(unit_id, suspension)


async def resume_unit(suspension_id: UUID, on: date, work: Work) -> None:
    """The unit is a candidate again from that day on."""
    await work.units.resume(suspension_id, on)

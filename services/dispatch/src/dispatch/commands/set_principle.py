"""An A unit sets its re-dispatch principle: propose, or automatic."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.problems import NotFound
from schemas.ids import UnitId

from dispatch import policies
from dispatch.domain.reassignment import Mode, Principle, set_mode
from dispatch.store.work import Work


@dataclass(frozen=True, kw_only=True)
class SetPrinciple:
    """For the referrals that are late or refused from now on."""

    a_unit_id: UnitId
    mode: Mode


async def set_principle(command: SetPrinciple, work: Work) -> Principle:
    """A unit sets its own; the bureau may set any."""
    unit = await work.units.get(UUID(str(command.a_unit_id)))
    if not work.actor.countywide and work.actor.unit != unit.id:
        raise NotFound("unit")
    allowed = policies.redispatch(work.pack, work.today).codes("allowed")
    mode = set_mode(unit, command.mode, allowed)
    principle = Principle(a_unit_id=unit.id, county=unit.county, mode=mode)
    return replace(await work.decisions.set_principle(principle), mode=mode)

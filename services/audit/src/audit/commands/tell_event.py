"""What does audit keep of an event? An entry of the timeline, what it says of clocks, and where its case stands."""

from typing import Any
from uuid import UUID

from chassis.clock import local_date
from chassis.messages import CASES, Clock, ClockState, Envelope, Event
from schemas.codes import UnitType
from schemas.events.care_plan import CarePlanApproved
from schemas.events.dispatch import CaseReferred, UnitContracted
from schemas.events.intake import ApplicationReceived, NeedsAssessed

from audit.store.projection import CONTRACT, FOLLOW, TELL, TOUCH
from audit.store.work import Work

SETTLED = frozenset({ClockState.MET, ClockState.MET_LATE, ClockState.CANCELLED})


async def tell_event(envelope: Envelope, event: Event, work: Work) -> None:
    """Once in effect: what has been told before changes nothing."""
    await work.run(TELL, **_entry(envelope, event, work))
    await work.run_many(TOUCH, [_clock(envelope, clock, work) for clock in event.clocks])
    if event.TOPIC == CASES:
        await work.run(FOLLOW, **_case(envelope, event))
    if isinstance(event, UnitContracted):
        await work.run(CONTRACT, unit_id=event.unit_id, county=envelope.county, unit_type=event.unit_type.value)


def _entry(envelope: Envelope, event: Event, work: Work) -> dict[str, object]:
    data = event.model_dump(mode="json")
    clocks = data.pop("clocks")
    about_case = event.TOPIC == CASES
    return {
        "event_id": envelope.id,
        "case_id": envelope.subject if about_case else None,
        "unit_id": _unit(event),
        "county": envelope.county,
        "type": envelope.type,
        "at": envelope.time,
        "on": local_date(envelope.time, work.pack.time_zone),
        "source": _service(envelope),
        "causation_id": envelope.causationid,
        "correlation_id": envelope.correlationid,
        "policyref": envelope.policyref,
        "data": data,
        "clocks": clocks,
    }


def _unit(event: Event) -> UUID | None:
    unit: UUID | None = getattr(event, "unit_id", None)
    return unit


def _service(envelope: Envelope) -> str:
    return envelope.source.removeprefix("/")


def _clock(envelope: Envelope, clock: Clock, work: Work) -> dict[str, object]:
    """A reason that comes with a cancellation says why it is owed no more; any other says why it is late."""
    cancelled = clock.state is ClockState.CANCELLED
    excuse = None if cancelled or clock.state is ClockState.MOVED else clock.reason
    settled = clock.state in SETTLED
    return {
        "deadline_id": clock.deadline_id,
        "case_id": envelope.subject,
        "county": envelope.county,
        "name": clock.name,
        "service": _service(envelope),
        "rule": clock.rule,
        "owed_by_role": clock.owed_by_role,
        "owed_by_unit": clock.owed_by_unit,
        "opened_on": clock.opened_on,
        "due_on": clock.due_on,
        "state": clock.state.value if settled else "open",
        "missed": clock.state is ClockState.MISSED,
        "settled_on": local_date(envelope.time, work.pack.time_zone) if settled else None,
        "excused_because": excuse,
        "cancelled_because": clock.reason if cancelled else None,
        "told_at": envelope.time,
    }


def _case(envelope: Envelope, event: Event) -> dict[str, object]:
    nothing = dict.fromkeys(
        ("reference", "a_unit_id", "applied_on", "assessed_on", "a_referred_on", "plan_approved_on")
    )
    last = {"last_event_id": envelope.id, "last_type": envelope.type, "last_at": envelope.time}
    return {"case_id": envelope.subject, "county": envelope.county, **nothing, **_milestone(event), **last}


def _milestone(event: Event) -> dict[str, Any]:
    """The days between which the averages are measured (TY-11-02, TY-11-04, CY-30-13)."""
    match event:
        case ApplicationReceived():
            return {"reference": event.reference, "applied_on": event.applied_on}
        case NeedsAssessed():
            return {"assessed_on": event.visited_on}
        case CaseReferred(unit_type=UnitType.A):
            return {"a_unit_id": event.unit_id, "a_referred_on": event.referred_on}
        case CarePlanApproved():
            return {"plan_approved_on": event.approved_on}
        case _:
            return {}

"""How does an application open a case? The person is claimed first, so that of two at once one wins."""

from dataclasses import dataclass, replace

from chassis.kernel.ids import uuid7
from schemas.codes import ApplicationChannel, CaseSource, EligibleGroup
from schemas.events.intake import ApplicationReceived
from schemas.ids import CaseId, UnitId

from intake import policies
from intake.domain.application import Application, found_by, may_apply, receive
from intake.domain.case import ALREADY_OPEN, Case
from intake.domain.person import Person, normalised
from intake.store.work import Work


@dataclass(frozen=True, kw_only=True)
class ReceiveApplication:
    """An application as it came in."""

    application: Application
    person: Person
    note: str | None = None


async def receive_application(command: ReceiveApplication, work: Work) -> Case:
    """Refuses a second open case of the same person with the reference of the first (AM-146)."""
    application = _as_found(command.application, work)
    rules = policies.application(work, application.applied_on)
    may_apply(application, command.person, rules, today=work.today)
    person = replace(command.person, national_id=normalised(command.person.national_id))
    known = await work.persons.claim(person.national_id)
    case = receive(application, case_id=uuid7(), person_id=known.id, previous_case_id=known.latest_case_id)
    if not await work.cases.insert(case):
        raise ALREADY_OPEN(reference=known.latest_reference)
    await work.persons.keep(person, case)
    await work.notes.add(case.id, "application", command.note)
    work.emit(received(case), policies.always(work, "application_channels", application.applied_on))
    return case


def _as_found(application: Application, work: Work) -> Application:
    """A case manager of an A unit applies for what the unit has found; the county names whom it likes."""
    if work.actor.countywide:
        return application
    unit = found_by(work.actor.unit, application.self_found_by_a_unit_id)
    return replace(application, self_found_by_a_unit_id=unit)


def received(case: Case) -> ApplicationReceived:
    """The fact, without anything that tells who it is."""
    return ApplicationReceived(
        case_id=CaseId(case.id),
        reference=case.reference,
        channel=ApplicationChannel(case.channel),
        case_source=CaseSource(case.case_source),
        district=case.district,
        eligible_group=EligibleGroup(case.eligible_group) if case.eligible_group else None,
        referrer_unit_id=UnitId(case.referrer_unit_id) if case.referrer_unit_id else None,
        self_found_by_a_unit_id=UnitId(case.self_found_by_a_unit_id) if case.self_found_by_a_unit_id else None,
        applied_on=case.applied_on,
    )

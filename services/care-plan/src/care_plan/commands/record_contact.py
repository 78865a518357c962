"""What happens when the A case manager has contacted or visited the client?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.codes import ContactKind

from care_plan.commands.facts import home_visit_made
from care_plan.domain.drafting import contact
from care_plan.domain.plan import Plan
from care_plan.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContact:
    """A contact by phone or in person, or a home visit."""

    plan_id: UUID
    kind: ContactKind
    made_on: date


async def record_contact(command: RecordContact, work: Work) -> Plan:
    """The plan after the contact."""
    before = await work.plans.lock_own(command.plan_id)
    after = contact(before, command.kind, made_on=command.made_on, today=work.today)
    await work.contacts.add(after, command.kind, command.made_on)
    work.emit(home_visit_made(after, command.kind, command.made_on))
    return await work.plans.save(before, after)

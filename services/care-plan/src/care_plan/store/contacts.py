"""Which contacts and visits were made for a plan?"""

from datetime import date

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.kernel.ids import uuid7
from chassis.work import Work
from schemas.codes import ContactKind

from care_plan.domain.plan import Plan
from care_plan.store.tables import contacts

INSERT = Statement(sa.insert(contacts))
LIST = Statement(
    sa.select(contacts)
    .where(contacts.c.plan_id == sa.bindparam("of_plan", type_=sa.Uuid), scope(contacts))
    .order_by(contacts.c.made_on, contacts.c.id)
)


class Contacts:
    """The contacts of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, plan: Plan, kind: ContactKind, made_on: date) -> None:
        """One more."""
        await self._work.run(
            INSERT,
            id=uuid7(),
            plan_id=plan.id,
            case_id=plan.case_id,
            county=plan.county,
            unit_id=plan.unit_id,
            kind=kind.value,
            made_on=made_on,
            entered_by=self._work.actor.person,
        )

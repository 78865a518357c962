"""Which approved items could not become an engagement?"""

from datetime import date

import sqlalchemy as sa
from chassis.db import Statement
from chassis.kernel.refusal import Refusal
from chassis.work import Work
from sqlalchemy.dialects.postgresql import insert

from prof_service.domain.eligibility import Item
from prof_service.store.tables import rejected_items

_INSERT = insert(rejected_items).values(
    {column.name: sa.bindparam(column.name, type_=column.type) for column in rejected_items.c}
)
INSERT = Statement(_INSERT.on_conflict_do_nothing())


class RejectedItems:
    """The refused items of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, item: Item, no: Refusal, *, rejected_on: date) -> None:
        """Keep the item and the rule that refused it."""
        await self._work.run(
            INSERT,
            plan_item_id=item.plan_item_id,
            case_id=item.case_id,
            county=item.county,
            plan_id=item.plan_id,
            service_code=item.service_code,
            reason=no.no.code,
            rule=no.rule,
            rejected_on=rejected_on,
        )

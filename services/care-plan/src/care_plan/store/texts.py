"""Where do the free texts of a plan lie? Sealed, each in a row of its own that is never changed."""

from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.ids import uuid7
from chassis.sealing import Sealed
from chassis.work import Work

from care_plan.domain.plan import Plan
from care_plan.store.tables import plan_texts

PLACE = "plan_texts.text"
INSERT = Statement(sa.insert(plan_texts))
FIND = Statement(
    sa.select(plan_texts).where(
        plan_texts.c.id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid))), scope(plan_texts)
    )
)


class Texts:
    """The texts of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def keep(self, plan: Plan, text: str | None) -> UUID | None:
        """Seal a text; returns its id, or None where nothing was written."""
        if text is None:
            return None
        id_ = uuid7()
        sealer = self._work.service.sealer
        sealed = await sealer.seal(self._work, plan.case_id, place=PLACE, row_id=id_, text=text)
        await self._work.run(INSERT, id=id_, plan_id=plan.id, case_id=plan.case_id, county=plan.county, text=sealed)
        return id_


def sealed_of(row: Row) -> Sealed:
    """What `reveal` opens."""
    return Sealed(owner_id=row["case_id"], place=PLACE, row_id=row["id"], sealed=row["text"])

"""Where does free text stand? In one table, sealed, with the case as owner."""

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.ids import uuid7
from chassis.sealing import Sealed

from intake.store.tables import notes

if TYPE_CHECKING:
    from intake.store.work import Work

PLACE = "notes.sealed"

INSERT = Statement(sa.insert(notes))
OF_CASE = Statement(
    sa.select(notes)
    .where(notes.c.case_id == sa.bindparam("case_id", type_=sa.Uuid), scope(notes))
    .order_by(notes.c.id)
    .limit(200)
)


def sealed_of(row: Row) -> Sealed:
    """What `reveal` opens."""
    return Sealed(row["case_id"], PLACE, row["id"], row["sealed"])


class Notes:
    """What was written about a case in words."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    async def add(self, case_id: UUID, kind: str, text: str | None) -> None:
        """Seal a note of this kind; nothing where nothing was written."""
        if not text:
            return
        work, row_id = self._work, uuid7()
        sealed = await work.service.sealer.seal(work, case_id, place=PLACE, row_id=row_id, text=text)
        await work.run(
            INSERT,
            id=row_id,
            case_id=case_id,
            county=work.county,
            kind=kind,
            sealed=sealed,
            written_by=work.actor.person,
            written_on=work.today,
        )

"""How does a visit come to its row and back?"""

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound

from intake.domain.visit import Visit
from intake.store.tables import visits

if TYPE_CHECKING:
    from intake.store.work import Work

INSERT = Statement(sa.insert(visits))
FIND = Statement(sa.select(visits).where(visits.c.id == sa.bindparam("visit_id", type_=sa.Uuid), scope(visits)))


def visit_of(row: Row) -> Visit:
    """The visit of a row."""
    return Visit(**{name: row[name] for name in Visit.__dataclass_fields__})


class Visits:
    """Booked visits; a booking that was replaced stays."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    async def insert(self, visit: Visit) -> None:
        """Write a booking."""
        await self._work.run(INSERT, county=self._work.county, **asdict(visit))

    async def find(self, visit_id: UUID | None) -> Visit:
        """The booking; NotFound where there is none to see."""
        row = await self._work.row(FIND, visit_id=visit_id)
        if row is None:
            raise NotFound("visit")
        return visit_of(row)

"""How does an assessment come to its row and back? It is never changed: a correction is a row of its own."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound

from intake.domain.assessment import Assessment, Problem
from intake.store.tables import assessments

if TYPE_CHECKING:
    from intake.store.work import Work

_ID = sa.bindparam("assessment_id", type_=sa.Uuid)

INSERT = Statement(sa.insert(assessments))
FIND = Statement(sa.select(assessments).where(assessments.c.id == _ID, scope(assessments)))
SUBMIT = Statement(
    sa.update(assessments)
    .where(assessments.c.id == _ID, scope(assessments))
    .values(submitted_on=sa.bindparam("on_day", type_=sa.Date))
)
OF_CASE = Statement(
    sa.select(assessments)
    .where(assessments.c.case_id == sa.bindparam("case_id", type_=sa.Uuid), scope(assessments))
    .order_by(assessments.c.id)
)


def assessment_of(row: Row) -> Assessment:
    """The assessment of a row."""
    values = {name: row[name] for name in Assessment.__dataclass_fields__}
    problems = tuple(Problem(p["rank"], p["problem_no"], tuple(p["measures"])) for p in row["problems"])
    return Assessment(**{**values, "problems": problems})


class Assessments:
    """What the visits found."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    async def insert(self, assessment: Assessment) -> None:
        """Write what was found."""
        await self._work.run(INSERT, county=self._work.county, **asdict(assessment))

    async def find(self, assessment_id: UUID | None) -> Assessment:
        """The assessment; NotFound where there is none to see."""
        row = await self._work.row(FIND, assessment_id=assessment_id)
        if row is None:
            raise NotFound("assessment")
        return assessment_of(row)

    async def submitted(self, assessment_id: UUID, on: date) -> None:
        """The report went to the supervisor on that day (again, after a return)."""
        await self._work.run(SUBMIT, assessment_id=assessment_id, on_day=on)

"""Which cases are there, and how does one stand?"""

from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader

from intake.domain.case import Case
from intake.domain.visit import Visit
from intake.store import assessments, sign_offs, visits
from intake.store.cases import case_of
from intake.store.tables import cases

FIND = Statement(sa.select(cases).where(cases.c.id == sa.bindparam("case_id", type_=sa.Uuid), scope(cases)))
FIRST = UUID(int=0)


def _list(*, status: bool, district: bool) -> Statement:
    query = sa.select(cases).where(scope(cases), cases.c.id > sa.bindparam("after", type_=sa.Uuid))
    if status:
        query = query.where(cases.c.status == sa.bindparam("status", type_=sa.Text))
    if district:
        query = query.where(cases.c.district == sa.bindparam("district", type_=sa.Text))
    return Statement(query.order_by(cases.c.id).limit(sa.bindparam("most", type_=sa.Integer)))


LISTS = {
    (status, district): _list(status=status, district=district)
    for status in (False, True)
    for district in (False, True)
}
"""One statement for each set of filters, so that each has its index."""


async def case_and_row(reader: Reader, case_id: UUID) -> tuple[Case, Row]:
    """The case as it stands; NotFound for an unknown or a foreign one."""
    row = await reader.row(FIND, case_id=case_id)
    if row is None:
        raise NotFound("case")
    return case_of(row), row


async def visit_of(reader: Reader, case: Case) -> Visit | None:
    """The visit that is booked, if there is one."""
    if case.visit_id is None:
        return None
    row = await reader.row(visits.FIND, visit_id=case.visit_id)
    return visits.visit_of(row) if row else None


async def assessment_rows(reader: Reader, case_id: UUID) -> list[Row]:
    """Every assessment of the case in the order in which they were recorded."""
    await case_and_row(reader, case_id)
    return await reader.rows(assessments.OF_CASE, case_id=case_id)


async def sign_off_rows(reader: Reader, case_id: UUID) -> list[Row]:
    """Every decision and return of the case in order."""
    return await reader.rows(sign_offs.OF_CASE, case_id=case_id)


async def listed(
    reader: Reader, *, status: str | None, district: str | None, after: UUID | None, limit: int
) -> list[Row]:
    """One row more than `limit`, in the order of the applications."""
    filters = {name: value for name, value in (("status", status), ("district", district)) if value is not None}
    statement = LISTS[status is not None, district is not None]
    return await reader.rows(statement, after=after or FIRST, most=limit + 1, **filters)

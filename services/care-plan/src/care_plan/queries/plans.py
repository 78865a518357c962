"""Which plans are there for this person, and what belongs to one?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader

from care_plan.domain.plan import Plan, Status, Version
from care_plan.store.cases import FIND as FIND_CASE
from care_plan.store.cases import KnownCase, case_of
from care_plan.store.contacts import LIST as CONTACTS
from care_plan.store.plans import ID, VERSIONS, plan_of
from care_plan.store.tables import plan_versions, plans
from care_plan.store.versions import version_of

FIND = Statement(sa.select(plans).where(plans.c.id == ID, scope(plans)))
FIND_VERSION = Statement(
    sa.select(plan_versions).where(
        plan_versions.c.plan_id == ID,
        plan_versions.c.no == sa.bindparam("number", type_=sa.Integer),
        scope(plan_versions),
    )
)
VERSIONS_OF_MANY = Statement(
    sa.select(plan_versions)
    .where(plan_versions.c.plan_id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid))), scope(plan_versions))
    .order_by(plan_versions.c.plan_id, plan_versions.c.no)
)


def _page(*more: sa.ColumnElement[bool]) -> Statement:
    last, status = sa.bindparam("after_id", type_=sa.Uuid), sa.bindparam("status", type_=sa.Text)
    return Statement(
        sa.select(plans)
        .where(
            *more,
            sa.or_(status.is_(None), plans.c.status == status),
            sa.or_(last.is_(None), plans.c.id > last),
            scope(plans),
        )
        .order_by(plans.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


PAGE = _page()
PAGE_OF_CASE = _page(plans.c.case_id == sa.bindparam("case_id", type_=sa.Uuid))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A plan with what belongs to it. `known` is None for who may no longer read the case."""

    plan: Plan
    contacts: Sequence[Row]
    known: KnownCase | None


async def find_plan(reader: Reader, plan_id: UUID) -> Whole:
    """NotFound where there is none to see."""
    row = await reader.row(FIND, plan_id=plan_id)
    if row is None:
        raise NotFound("plan", plan_id)
    plan = plan_of(row, await reader.rows(VERSIONS, plan_id=plan_id))
    case = await reader.row(FIND_CASE, of_case=plan.case_id)
    contacts = await reader.rows(CONTACTS, of_plan=plan_id)
    return Whole(plan=plan, contacts=contacts, known=None if case is None else case_of(case))


async def find_version(reader: Reader, plan_id: UUID, number: int) -> Version:
    """One version of a plan; NotFound where there is none to see."""
    row = await reader.row(FIND_VERSION, plan_id=plan_id, number=number)
    if row is None:
        raise NotFound("plan_version", plan_id)
    return version_of(row)


async def list_plans(
    reader: Reader, *, case_id: UUID | None, status: Status | None, after_id: UUID | None, limit: int
) -> list[Plan]:
    """In the order in which they were begun, with their versions."""
    params: dict[str, object] = {"status": status and status.value, "after_id": after_id, "limit": limit}
    if case_id is None:
        rows = await reader.rows(PAGE, **params)
    else:
        rows = await reader.rows(PAGE_OF_CASE, case_id=case_id, **params)
    versions: dict[UUID, list[Row]] = {row["id"]: [] for row in rows}
    for version in await reader.rows(VERSIONS_OF_MANY, ids=list(versions)):
        versions[version["plan_id"]].append(version)
    return [plan_of(row, versions[row["id"]]) for row in rows]

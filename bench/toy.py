"""The smallest service with an event, a deadline and a projection: what the chassis costs shows on it."""

from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scoped
from chassis.deadlines import Due
from chassis.messages import Event
from chassis.service import Definition
from chassis.tables import chassis_tables
from chassis.work import Work

METADATA = sa.MetaData()
chassis_tables(METADATA)
counts = sa.Table(
    "counts",
    METADATA,
    sa.Column("case_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    info=scoped(),
)
"""A projection: how often something happened in a case."""

COUNT_UP = Statement(
    sa.update(counts)
    .where(counts.c.case_id == sa.bindparam("of_case", type_=sa.Uuid))
    .values(total=counts.c.total + sa.bindparam("more", type_=sa.Integer)),
    system=True,
)


class Counted(Event):
    """As large as a usual event of the house."""

    TYPE = "tw.ltc.bench.counted.v1"

    case_id: UUID
    engagement_id: UUID
    session_id: UUID
    session_no: int
    service_code: str
    minutes: int


class Overdue(Event):
    """A deadline has passed."""

    TYPE = "tw.ltc.bench.overdue.v1"

    case_id: UUID
    subject_id: UUID


async def on_counted(event: Counted, work: Work) -> None:
    """One statement of effect."""
    await work.run(COUNT_UP, of_case=event.case_id, more=1)


async def on_overdue(due: Due, work: Work) -> None:
    """The command that a passed deadline becomes: it tells."""
    work.emit(Overdue(case_id=due.case_id, subject_id=due.subject_id))


DEADLINE = "reply"
TOY: Definition[Work] = Definition(
    name="toy",
    title="Toy",
    metadata=METADATA,
    migrations=Path(__file__).parent,
    work=Work,
    events={Counted: on_counted},
    deadlines={DEADLINE: on_overdue},
    classes={c.TYPE: c for c in (Counted, Overdue)}.get,
)

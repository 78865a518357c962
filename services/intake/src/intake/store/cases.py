"""How does a case come to its row and back?"""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from sqlalchemy.dialects.postgresql import insert

from intake.domain.case import Case, Status
from intake.store.tables import OPEN, cases

if TYPE_CHECKING:
    from intake.store.work import Work

_ID = sa.bindparam("case_id", type_=sa.Uuid)
_FIELDS = tuple(Case.__dataclass_fields__)
_CHANGES = (
    "status",
    "eligible_group",
    "screened_on",
    "referral_target",
    "visit_id",
    "assessment_id",
    "closure_reason",
)

# Two applications at once: the second waits for the first here, and then finds its case
INSERT = Statement(
    insert(cases)
    .values({column.name: sa.bindparam(column.name, type_=column.type) for column in cases.c})
    .on_conflict_do_nothing(index_elements=["person_id"], index_where=OPEN)
    .returning(cases.c.id)
)
LOCK = Statement(sa.select(cases).where(cases.c.id == _ID, scope(cases)).with_for_update(of=cases))
SAVE = Statement(
    sa.update(cases)
    .where(cases.c.id == _ID, cases.c.version == sa.bindparam("before", type_=sa.Integer), scope(cases))
    .values(
        version=cases.c.version + 1,
        **{name: sa.bindparam(f"new_{name}", type_=cases.c[name].type) for name in _CHANGES},
        changed_by=sa.bindparam("changed_by", type_=sa.Text),
        changed_at=sa.bindparam("changed_at", type_=sa.DateTime(timezone=True)),
    )
    .returning(cases.c.version)
)


def case_of(row: Row) -> Case:
    """The aggregate of a row."""
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    return Case(**{**values, "status": Status(row["status"])})


class Cases:
    """The cases that this work may see."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    async def insert(self, case: Case) -> bool:
        """False where the person has an open case already (AM-146): nothing was written."""
        changed = {"changed_by": self._work.actor.person, "changed_at": self._work.now}
        written = await self._work.value(INSERT, county=self._work.county, **asdict(case), **changed)
        return written is not None

    async def lock(self, case_id: UUID) -> Case:
        """The case, locked for this work; NotFound for an unknown or a foreign one."""
        return case_of(await self._work.lock(LOCK, "case", case_id=case_id))

    async def save(self, after: Case) -> Case:
        """Write the changed case (its version is that of before) and return it with the new version."""
        new = {f"new_{name}": getattr(after, name) for name in _CHANGES}
        await self._work.save(SAVE, case_id=after.id, before=after.version, **new)
        return replace(after, version=after.version + 1)

"""Where does it stand who somebody is? Sealed, with the person as owner, and found by a keyed hash of the national id."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.ids import uuid7
from chassis.sealing import Sealed
from sqlalchemy.dialects.postgresql import BYTEA, insert

from intake.domain.case import Case
from intake.domain.person import Person
from intake.store.tables import cases, persons

if TYPE_CHECKING:
    from intake.store.work import Work

NATIONAL_ID = "national_id"
COLUMNS = ("name", "national_id", "phone", "address", "born_on")

_INDEXES = sa.bindparam("indexes", type_=sa.ARRAY(BYTEA))
_KNOWN = persons.c.national_id_index == sa.any_(_INDEXES)

LOCK = Statement(
    sa.select(persons.c.id, persons.c.latest_case_id, persons.c.latest_reference)
    .where(_KNOWN, scope(persons))
    .with_for_update(of=persons)
)
INSERT = Statement(
    insert(persons)
    .values({name: sa.bindparam(name, type_=persons.c[name].type) for name in ("id", "county", "national_id_index")})
    .on_conflict_do_nothing(index_elements=["county", "national_id_index"])
    .returning(persons.c.id)
)
KEEP = Statement(
    sa.update(persons)
    .where(persons.c.id == sa.bindparam("person_id", type_=sa.Uuid), scope(persons))
    .values(
        latest_case_id=sa.bindparam("case_id", type_=sa.Uuid),
        latest_reference=sa.bindparam("reference", type_=sa.Text),
        **{name: sa.bindparam(f"new_{name}", type_=BYTEA) for name in COLUMNS},
    )
)
OF_CASE = Statement(
    # Whoever sees the case may ask; `reveal` records it
    sa.select(persons.c.id, cases.c.status, cases.c.eligible_group, *(persons.c[name] for name in COLUMNS))
    .join_from(cases, persons, cases.c.person_id == persons.c.id)
    .where(cases.c.id == sa.bindparam("case_id", type_=sa.Uuid), scope(cases), scope(persons))
)
FIND_CASES = Statement(
    sa.select(cases.c.id, cases.c.reference, cases.c.status)
    .join_from(cases, persons, cases.c.person_id == persons.c.id)
    .where(_KNOWN, scope(cases), scope(persons))
    .order_by(cases.c.id.desc())
    .limit(50)
)


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the county, and the latest case if there was one."""

    id: UUID
    latest_case_id: UUID | None = None
    latest_reference: str | None = None


def sealed_of(row: Row, column: str) -> Sealed:
    """What `reveal` opens."""
    return Sealed(row["id"], f"persons.{column}", row["id"], row[column])


class Persons:
    """The people of this work's county."""

    def __init__(self, work: "Work") -> None:
        self._work = work
        self._sealer = work.service.sealer

    async def claim(self, national_id: str) -> Known:
        """The person with this normalised id, locked for this work; a new one where the county knows none."""
        indexes = self._sealer.indexes(NATIONAL_ID, national_id)
        row = await self._work.row(LOCK, indexes=indexes)
        if row is None:
            fresh = uuid7()
            written = await self._work.value(
                INSERT,
                id=fresh,
                county=self._work.county,
                national_id_index=self._sealer.index(NATIONAL_ID, national_id),
            )
            if written is not None:
                return Known(fresh)
            row = await self._work.row(LOCK, indexes=indexes)  # somebody else was first, and has committed
        if row is None:
            raise LookupError("a person that was just found is gone")
        return Known(row["id"], row["latest_case_id"], row["latest_reference"])

    async def keep(self, person: Person, case: Case) -> None:
        """Seal what identifies the person, as the latest application tells it."""
        plain = {
            "name": person.name,
            "national_id": person.national_id,
            "phone": person.phone,
            "address": person.address,
            "born_on": person.born_on.isoformat(),
        }
        sealed = {f"new_{name}": await self._seal(case.person_id, name, text) for name, text in plain.items()}
        await self._work.run(KEEP, person_id=case.person_id, case_id=case.id, reference=case.reference, **sealed)

    async def _seal(self, person_id: UUID, column: str, text: str) -> bytes:
        return await self._sealer.seal(self._work, person_id, place=f"persons.{column}", row_id=person_id, text=text)

"""How is a rotation list locked, read and moved on?"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.codes import UnitType
from schemas.ids import RotationListId, UnitId

from dispatch.domain.rotation import Entry, RotationList
from dispatch.store import statements as st
from dispatch.store.register_tables import rotation_entries, rotation_lists

_t, _e = rotation_lists, rotation_entries
_OF = sa.and_(
    _t.c.county == sa.bindparam("in_county", type_=sa.Text),
    _t.c.unit_type == sa.bindparam("unit_type", type_=sa.Text),
    _t.c.district == sa.bindparam("district", type_=sa.Text),
    _t.c.a_unit_id.is_not_distinct_from(sa.bindparam("a_unit_id", type_=sa.Uuid)),
    _t.c.service_kind.is_not_distinct_from(sa.bindparam("service_kind", type_=sa.Text)),
)
LOCK_OF = Statement(sa.select(_t).where(_OF, scope(_t)).with_for_update(of=_t))
ENTRIES = Statement(
    sa.select(_e)
    .where(_e.c.list_id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid))), scope(_e))
    .order_by(_e.c.list_id, _e.c.position)
)
INSERT = Statement(sa.insert(_t))
INSERT_ENTRY = Statement(sa.insert(_e))
SAVE = st.save(_t)
TURN = Statement(
    sa.update(_e)
    .where(_e.c.list_id == st.key(name="list_id"), _e.c.unit_id == st.key(), scope(_e))
    .values(last_turn=sa.bindparam("last_turn", type_=sa.Integer))
)


class RotationLists:
    """Rotation lists inside a command."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def lock(
        self, district: str, unit_type: UnitType, a_unit_id: UUID | None = None, service_kind: str | None = None
    ) -> RotationList | None:
        """The list, locked: the next one who needs a turn waits until this turn is used or given back. None: no list."""
        work = self._work
        row = await work.row(
            LOCK_OF,
            in_county=work.county,
            unit_type=unit_type.value,
            district=district,
            a_unit_id=a_unit_id,
            service_kind=service_kind,
        )
        return rotation_list(row, await work.rows(ENTRIES, ids=[row["id"]])) if row else None

    async def add(self, table: RotationList) -> None:
        """A new list."""
        work = self._work
        stamp = {"version": 1, "changed_by": work.actor.person, "changed_at": work.now}
        await work.run(
            INSERT,
            id=table.id,
            county=table.county,
            unit_type=table.unit_type,
            district=table.district,
            a_unit_id=table.a_unit_id,
            service_kind=table.service_kind,
            **stamp,
        )
        await work.run_many(INSERT_ENTRY, [_entry(table, entry) for entry in table.entries])

    async def move(self, after: RotationList, unit_id: UUID, turn: int) -> None:
        """The turn is used."""
        await self._work.save(SAVE, row_id=after.id, before=after.version)
        await self._work.run(TURN, list_id=after.id, row_id=unit_id, last_turn=turn)


def _entry(table: RotationList, entry: Entry) -> dict[str, object]:
    return {
        "list_id": table.id,
        "unit_id": entry.unit_id,
        "county": table.county,
        "position": entry.position,
        "last_turn": entry.last_turn,
    }


def rotation_list(row: Row, entries: Sequence[Row]) -> RotationList:
    """A list of its row and its entries' rows."""
    return RotationList(
        id=RotationListId(row["id"]),
        county=row["county"],
        unit_type=row["unit_type"],
        district=row["district"],
        a_unit_id=row["a_unit_id"],
        service_kind=row["service_kind"],
        entries=tuple(Entry(UnitId(e["unit_id"]), e["position"], e["last_turn"]) for e in entries),
        version=row["version"],
    )

"""Which rotation lists does the county have, and whose turn was when?"""

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.reading import Reader

from dispatch.domain.rotation import RotationList
from dispatch.store.register_tables import rotation_lists
from dispatch.store.rotation import ENTRIES, rotation_list

_district = sa.bindparam("district", type_=sa.Text)
LISTED = Statement(
    sa.select(rotation_lists)
    .where(sa.or_(_district.is_(None), rotation_lists.c.district == _district), scope(rotation_lists))
    .order_by(rotation_lists.c.unit_type, rotation_lists.c.district, rotation_lists.c.id)
)


async def list_rotation_lists(reads: Reader, district: str | None) -> list[RotationList]:
    """The lists, of one district or all."""
    rows = await reads.rows(LISTED, district=district)
    entries = await reads.rows(ENTRIES, ids=[row["id"] for row in rows])
    return [rotation_list(row, [e for e in entries if e["list_id"] == row["id"]]) for row in rows]

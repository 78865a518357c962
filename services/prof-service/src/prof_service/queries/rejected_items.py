"""Which approved items could not become an engagement, and by which rule?"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.reading import Reader
from pydantic import BaseModel

from prof_service.store.tables import rejected_items

_CASE = sa.bindparam("of_case", type_=sa.Uuid)
_LAST = sa.bindparam("after_id", type_=sa.Uuid)
PAGE = Statement(
    sa.select(rejected_items)
    .where(
        sa.or_(_CASE.is_(None), rejected_items.c.case_id == _CASE),
        sa.or_(_LAST.is_(None), rejected_items.c.plan_item_id > _LAST),
        scope(rejected_items),
    )
    .order_by(rejected_items.c.plan_item_id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


class RejectedItemView(BaseModel):
    """未能成立專業服務案的核定項目，及其依據。"""

    plan_item_id: UUID
    case_id: UUID
    plan_id: UUID
    service_code: str
    reason: str
    rule: str
    rejected_on: date


async def list_rejected_items(
    reader: Reader, *, case_id: UUID | None, after_id: UUID | None, limit: int
) -> list[RejectedItemView]:
    """By plan item."""
    rows = await reader.rows(PAGE, of_case=case_id, after_id=after_id, limit=limit)
    return [RejectedItemView(**{name: row[name] for name in RejectedItemView.model_fields}) for row in rows]

"""Which requests to start again may this person see?"""

from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader

from prof_service.domain.restart import RestartRequest, State
from prof_service.store.closing_tables import restart_requests
from prof_service.store.restarts import request_of

_CASE = sa.bindparam("of_case", type_=sa.Uuid)
_STATE = sa.bindparam("in_state", type_=sa.Text)
_LAST = sa.bindparam("after_id", type_=sa.Uuid)
FIND = Statement(
    sa.select(restart_requests).where(
        restart_requests.c.id == sa.bindparam("row_id", type_=sa.Uuid), scope(restart_requests)
    )
)
PAGE = Statement(
    sa.select(restart_requests)
    .where(
        sa.or_(_CASE.is_(None), restart_requests.c.case_id == _CASE),
        sa.or_(_STATE.is_(None), restart_requests.c.state == _STATE),
        sa.or_(_LAST.is_(None), restart_requests.c.id > _LAST),
        scope(restart_requests),
    )
    .order_by(restart_requests.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


async def find_restart(reader: Reader, request_id: UUID) -> RestartRequest:
    """NotFound if it is not there for this person."""
    row = await reader.row(FIND, row_id=request_id)
    if row is None:
        raise NotFound("restart_request", request_id)
    return request_of(row)


async def list_restarts(
    reader: Reader, *, case_id: UUID | None, state: State | None, after_id: UUID | None, limit: int
) -> list[RestartRequest]:
    """In the order in which they were made."""
    in_state = state.value if state else None
    rows = await reader.rows(PAGE, of_case=case_id, in_state=in_state, after_id=after_id, limit=limit)
    return [request_of(row) for row in rows]

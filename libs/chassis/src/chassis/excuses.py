"""Who may say why something is late? Whoever waits or owes records a reason code; the county's rule decides whether it counts."""

from typing import Annotated, Any, Literal
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict

from chassis.access import Actor, Role, allow
from chassis.calls import Call, call_dependency
from chassis.db import Statement, scope
from chassis.deadline_events import DeadlineExcused
from chassis.kernel.refusal import No
from chassis.problems import NotFound
from chassis.work import Work

AsExcusing = Annotated[Actor, allow(Role.A_CASE_MANAGER, Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.HEALTH_BUREAU)]

NOT_OPEN = No(
    "deadline_not_open",
    rule="YL-31-09",
    zh="此期限已完成或取消，不能再登錄延遲事由。",
    en="This deadline has been met or cancelled; a reason can no longer be recorded.",
)


class ExcuseBody(BaseModel):
    """Why it is late: of the client or family, an epidemic, force majeure, or the provider itself."""

    model_config = ConfigDict(extra="forbid")

    reason: Literal["client_factor", "epidemic", "force_majeure", "provider"]


class Excused(BaseModel):
    """The deadline with its reason; it is still owed."""

    id: UUID
    name: str
    reason: str


def excuses_router(metadata: sa.MetaData) -> APIRouter:
    """`POST /v1/deadlines/{id}/excuses`."""
    t = metadata.tables["deadlines"]
    wanted = t.c.id == sa.bindparam("deadline_id", type_=sa.Uuid)
    find = Statement(sa.select(t).where(wanted, scope(t)).with_for_update(of=t))
    router = APIRouter(prefix="/v1/deadlines", tags=["work items"])

    @router.post("/{deadline_id}/excuses", status_code=201, response_model=Excused)
    async def post_excuse(
        deadline_id: UUID, body: ExcuseBody, by: AsExcusing, call: Annotated[Call[Any], Depends(call_dependency())]
    ) -> Response:
        """登錄延遲事由（案家因素、疫情、不可抗力、單位因素）。"""
        async with call.begin(by) as work:
            row = await _open(find, deadline_id, work)
            about = {"case_id": row["case_id"], "name": row["name"]}
            work.deadlines.excuse(**about, subject_id=row["subject_id"], reason=body.reason, on=work.today)
            work.emit(DeadlineExcused(**about, deadline_id=deadline_id, reason=body.reason, excused_on=work.today))
            return call.answer(Excused(id=deadline_id, name=row["name"], reason=body.reason), status=201)

    return router


async def _open(find: Statement, deadline_id: UUID, work: Work) -> Any:
    row = await work.row(find, deadline_id=deadline_id)
    if row is None:
        raise NotFound("deadline")
    if row["state"] != "open":
        raise NOT_OPEN()
    return row

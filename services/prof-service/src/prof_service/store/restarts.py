"""How does a request to start again reach its row, and come back?"""

from dataclasses import replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.professional_codes import RestartPath, RestartReason, RestartRefusal, RestartRequester

from prof_service.domain.restart import RestartRequest, State
from prof_service.store.closing_tables import restart_requests
from prof_service.store.statements import ID, saving
from prof_service.store.tables import assessments

TEXT = "restart_requests.need"
INSERT = Statement(sa.insert(restart_requests))
LOCK = Statement(
    sa.select(restart_requests)
    .where(restart_requests.c.id == ID, scope(restart_requests))
    .with_for_update(of=restart_requests)
)
OPEN_OF = Statement(
    sa.select(restart_requests.c.id).where(
        restart_requests.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid),
        restart_requests.c.decided_on.is_(None),
        scope(restart_requests),
    )
)
ASSESSED_SINCE = Statement(
    sa.select(sa.func.max(assessments.c.assessed_on)).where(
        assessments.c.case_id == sa.bindparam("of_case", type_=sa.Uuid), scope(assessments)
    )
)
SAVE = saving(restart_requests, ("path", "state", "screened_on", "decided_on", "problems", "refusal", "same_code_from"))


class Restarts:
    """The requests to start again of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def open_of(self, engagement_id: UUID) -> UUID | None:
        """The open request of an engagement. Whoever asks holds the engagement's lock."""
        found: UUID | None = await self._work.value(OPEN_OF, of_engagement=engagement_id)
        return found

    async def last_assessed_on(self, case_id: UUID) -> date | None:
        """The day of the case's last assessment, as intake told it."""
        found: date | None = await self._work.value(ASSESSED_SINCE, of_case=case_id)
        return found

    async def add(self, request: RestartRequest, need: str) -> None:
        """A new row; what was the goal and what shall improve now is sealed (NT-08-02)."""
        work = self._work
        sealed = await work.service.sealer.seal(work, request.case_id, place=TEXT, row_id=request.id, text=need)
        await work.run(
            INSERT,
            **_changing(request),
            id=request.id,
            engagement_id=request.engagement_id,
            case_id=request.case_id,
            county=request.county,
            requester=request.requester.value,
            reason=request.reason.value,
            unit_id=request.unit_id,
            requested_on=request.requested_on,
            need=sealed,
            version=1,
            changed_by=work.actor.person,
            changed_at=work.now,
        )

    async def lock(self, request_id: UUID) -> RestartRequest:
        """NotFound if it is not there for this person."""
        return request_of(await self._work.lock(LOCK, "restart_request", row_id=request_id))

    async def save(self, after: RestartRequest) -> RestartRequest:
        """Write what may change; returns it with its new version."""
        await self._work.save(SAVE, row_id=after.id, before=after.version, **_changing(after))
        return replace(after, version=after.version + 1)


def _changing(request: RestartRequest) -> dict[str, object]:
    return {
        "path": request.path.value,
        "state": request.state.value,
        "screened_on": request.screened_on,
        "decided_on": request.decided_on,
        "problems": list(request.problems),
        "refusal": request.refusal and request.refusal.value,
        "same_code_from": request.same_code_from,
    }


def request_of(row: Row) -> RestartRequest:
    """The row as the aggregate."""
    return RestartRequest(
        id=row["id"],
        engagement_id=row["engagement_id"],
        case_id=row["case_id"],
        county=row["county"],
        path=RestartPath(row["path"]),
        requester=RestartRequester(row["requester"]),
        reason=RestartReason(row["reason"]),
        requested_on=row["requested_on"],
        state=State(row["state"]),
        unit_id=row["unit_id"],
        screened_on=row["screened_on"],
        decided_on=row["decided_on"],
        problems=tuple(row["problems"]),
        refusal=RestartRefusal(row["refusal"]) if row["refusal"] else None,
        same_code_from=row["same_code_from"],
        version=row["version"],
    )

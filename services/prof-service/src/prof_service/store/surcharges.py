"""How does an application for evening or holiday service reach its row, and come back?"""

from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.professional_codes import Surcharge, SurchargeReason, SurchargeRejection

from prof_service.domain.signatures import Signer
from prof_service.domain.surcharge_form import Applicant, Reason
from prof_service.domain.surcharges import Application, Status
from prof_service.store.statements import ID, saving
from prof_service.store.tables import surcharge_requests as requests

EXPLANATION = "surcharge_requests.explanation"
_CHANGES = ("status", "confirmed_on", "confirmed_by", "decided_on", "decided_by", "rejection")
_CASE = sa.bindparam("of_case", type_=sa.Uuid)
_DAY = sa.bindparam("on_day", type_=sa.Date)
INSERT = Statement(sa.insert(requests))
LOCK = Statement(sa.select(requests).where(requests.c.id == ID, scope(requests)).with_for_update(of=requests))
SAVE = saving(requests, _CHANGES)
STANDING = Statement(
    sa.select(requests)
    .where(
        requests.c.case_id == _CASE,
        requests.c.unit_id == sa.bindparam("of_unit", type_=sa.Uuid),
        requests.c.service_date == _DAY,
        requests.c.status != Status.REJECTED.value,
        scope(requests),
    )
    .order_by(requests.c.id)
)


class Surcharges:
    """The applications of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def standing(self, case_id: UUID, unit_id: UUID, day: date) -> list[Application]:
        """The unit's applications of that case and day that were not turned down."""
        found = await self._work.rows(STANDING, of_case=case_id, of_unit=unit_id, on_day=day)
        return [application_of(row) for row in found]

    async def add(self, new: Application, explanation: str | None) -> None:
        """A new row; what was explained in words is sealed."""
        sealed = explanation and await self._work.service.sealer.seal(
            self._work, new.case_id, place=EXPLANATION, row_id=new.id, text=explanation
        )
        by = self._work.actor.person
        await self._work.run(
            INSERT, **_values(new), explanation=sealed, requested_by=by, changed_by=by, changed_at=self._work.now
        )

    async def lock(self, request_id: UUID) -> Application:
        """NotFound if it is not there for this person."""
        return application_of(await self._work.lock(LOCK, "surcharge_request", row_id=request_id))

    async def save(self, after: Application) -> Application:
        """Write what may change; returns it with its new version."""
        values = {name: _plain(getattr(after, name)) for name in _CHANGES}
        await self._work.save(SAVE, row_id=after.id, before=after.version, **values)
        return replace(after, version=after.version + 1)


def application_of(row: Row) -> Application:
    """The row as the aggregate."""
    fixed = ("id", "engagement_id", "case_id", "county", "unit_id", "service_date", "starts_at", "signed_on")
    dated = ("observed_day_off", "requested_on", "confirmed_on", "confirmed_by", "decided_on", "decided_by", "version")
    return Application(
        **{name: row[name] for name in (*fixed, *dated)},
        surcharge=Surcharge(row["surcharge"]),
        reasons=tuple(_reason_of(one) for one in row["reasons"]),
        applicant=Applicant(row["applicant"]),
        signer=Signer(row["signer"]),
        status=Status(row["status"]),
        rejection=SurchargeRejection(row["rejection"]) if row["rejection"] else None,
    )


def _reason_of(one: dict[str, object]) -> Reason:
    details, age, child = one["details"], one["caregiver_age"], one["child_age"]
    return Reason(
        reason=SurchargeReason(str(one["reason"])),
        details=tuple(str(d) for d in details) if isinstance(details, list) else (),
        caregiver_age=age if isinstance(age, int) else None,
        child_age=child if isinstance(child, int) else None,
    )


def _values(new: Application) -> dict[str, object]:
    known = set(requests.c.keys())
    values = {name: _plain(value) for name, value in asdict(new).items() if name in known}
    return values | {"reasons": [asdict(reason) for reason in new.reasons]}


def _plain(value: object) -> object:
    return getattr(value, "value", value)

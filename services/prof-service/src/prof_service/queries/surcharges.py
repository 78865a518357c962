"""Which applications for evening and holiday service may this person see?"""

from datetime import date, time
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader
from chassis.sealing import Sealed
from pydantic import BaseModel
from schemas.professional_codes import Surcharge, SurchargeReason, SurchargeRejection

from prof_service.domain.signatures import Signer
from prof_service.domain.surcharge_form import Applicant
from prof_service.domain.surcharges import Application, Status
from prof_service.store.statements import ID
from prof_service.store.surcharges import EXPLANATION, application_of
from prof_service.store.tables import surcharge_requests as requests

_CASE, _LAST = sa.bindparam("of_case", type_=sa.Uuid), sa.bindparam("after_id", type_=sa.Uuid)
_STATUS = sa.bindparam("status", type_=sa.Text)
FIND = Statement(sa.select(requests).where(requests.c.id == ID, scope(requests)))
PAGE = Statement(
    sa.select(requests)
    .where(
        sa.or_(_CASE.is_(None), requests.c.case_id == _CASE),
        sa.or_(_STATUS.is_(None), requests.c.status == _STATUS),
        sa.or_(_LAST.is_(None), requests.c.id > _LAST),
        scope(requests),
    )
    .order_by(requests.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
OF_SESSION = Statement(
    sa.select(requests).where(
        requests.c.case_id == sa.bindparam("case_id", type_=sa.Uuid),
        requests.c.unit_id == sa.bindparam("unit_id", type_=sa.Uuid),
        requests.c.service_date == sa.bindparam("on_day", type_=sa.Date),
        requests.c.status == Status.APPROVED.value,
        scope(requests),
    )
)


class ReasonView(BaseModel):
    """一項申請原因。"""

    reason: SurchargeReason
    details: tuple[str, ...]
    caregiver_age: int | None
    child_age: int | None


class SurchargeView(BaseModel):
    """晚間、例假日服務需求申請。"""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    unit_id: UUID
    surcharge: Surcharge
    service_date: date
    starts_at: time
    reasons: list[ReasonView]
    applicant: Applicant
    signer: Signer
    signed_on: date
    observed_day_off: bool
    requested_on: date
    status: Status
    confirmed_on: date | None
    decided_on: date | None
    rejection: SurchargeRejection | None
    version: int

    @classmethod
    def of(cls, found: Application) -> "SurchargeView":
        """As it is shown."""
        return cls.model_validate(found, from_attributes=True)


async def find_surcharge(reader: Reader, request_id: UUID) -> tuple[Application, Sealed | None]:
    """With the sealed explanation, if there is one. NotFound if it is not there for this person."""
    row = await reader.row(FIND, row_id=request_id)
    if row is None:
        raise NotFound("surcharge_request", request_id)
    text = row["explanation"]
    return application_of(row), text and Sealed(row["case_id"], EXPLANATION, row["id"], text)


async def list_surcharges(
    reader: Reader, *, case_id: UUID | None, status: Status | None, after_id: UUID | None, limit: int
) -> list[Application]:
    """In the order in which they were handed in."""
    rows = await reader.rows(PAGE, of_case=case_id, status=status and status.value, after_id=after_id, limit=limit)
    return [application_of(row) for row in rows]


async def approved_surcharges(reader: Reader, *, case_id: UUID, unit_id: UUID, on: date) -> list[Application]:
    """What the care manager has ticked for that unit and day."""
    rows = await reader.rows(OF_SESSION, case_id=case_id, unit_id=unit_id, on_day=on)
    return [application_of(row) for row in rows]

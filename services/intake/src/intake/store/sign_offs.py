"""What has the supervisor decided, and when? Every decision stays."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.kernel.ids import uuid7

from intake.domain.assessment import Assessment
from intake.domain.sign_off import SignOff
from intake.store.tables import sign_offs

if TYPE_CHECKING:
    from intake.store.work import Work

INSERT = Statement(sa.insert(sign_offs))
OF_CASE = Statement(
    sa.select(sign_offs)
    .where(sign_offs.c.case_id == sa.bindparam("case_id", type_=sa.Uuid), scope(sign_offs))
    .order_by(sign_offs.c.id)
)


class SignOffs:
    """Approvals, refusals and returns."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    async def insert(self, signed: SignOff) -> None:
        """Write a signature."""
        quota = signed.quota
        await self._write(
            id=signed.id,
            case_id=signed.case_id,
            assessment_id=signed.assessment_id,
            decision=signed.decision.value,
            signed_by=signed.signed_by,
            signed_on=signed.signed_on,
            cms_level=signed.cms_level,
            monthly_quota_twd=quota.monthly.twd if quota else None,
            quota_percent=quota.percent if quota else None,
            valid_from=signed.valid_from,
            referral_target=signed.referral_target,
        )

    async def returned(self, assessment: Assessment, *, reason: str, by: str, on: date) -> UUID:
        """Write that the report was returned, and why."""
        row_id = uuid7()
        await self._write(
            id=row_id,
            case_id=assessment.case_id,
            assessment_id=assessment.id,
            decision="returned",
            signed_by=by,
            signed_on=on,
            cms_level=assessment.cms_level,
            return_reason=reason,
        )
        return row_id

    async def _write(self, **given: object) -> None:
        empty = {column.name: None for column in sign_offs.c}
        await self._work.run(INSERT, **{**empty, "county": self._work.county, **given})

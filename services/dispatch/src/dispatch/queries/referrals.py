"""Which referrals may the caller see, and what has happened to them?"""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader

from dispatch.domain.referral import Referral
from dispatch.domain.status import Status
from dispatch.store import statements as st
from dispatch.store.decisions import DECISION, PROPOSAL
from dispatch.store.referrals import referral
from dispatch.store.tables import referral_history, referrals

_t, _h = referrals, referral_history
_case, _unit, _after = (sa.bindparam(name, type_=sa.Uuid) for name in ("of_case", "of_unit", "after_id"))
_status = sa.bindparam("with_status", type_=sa.Text)
LISTED = Statement(
    sa.select(_t)
    .where(
        sa.or_(_case.is_(None), _t.c.case_id == _case),
        sa.or_(_unit.is_(None), _t.c.unit_id == _unit),
        sa.or_(_status.is_(None), _t.c.status == _status),
        sa.or_(_after.is_(None), _t.c.id > _after),
        scope(_t),
    )
    .order_by(_t.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
FIND = st.find(_t)
HISTORY = Statement(sa.select(_h).where(_h.c.referral_id == st.key(), scope(_h)).order_by(_h.c.version))
REPLACED_BY = Statement(sa.select(_t.c.id).where(_t.c.replaces_referral_id == st.key(), scope(_t)))


@dataclass(frozen=True, kw_only=True)
class ReferralFilter:
    """None: not asked for."""

    case_id: UUID | None
    unit_id: UUID | None
    status: Status | None
    after: UUID | None


@dataclass(frozen=True, kw_only=True)
class WithHistory:
    """A referral and what became of it. Who no longer sees the case does not learn which unit came next."""

    referral: Referral
    history: list[Row]
    replaced_by: UUID | None
    proposed_unit_id: UUID | None
    proposal_open: bool


async def list_referrals(reads: Reader, wanted: ReferralFilter, limit: int) -> list[Referral]:
    """A page of referrals."""
    rows = await reads.rows(
        LISTED,
        of_case=wanted.case_id,
        of_unit=wanted.unit_id,
        with_status=wanted.status and wanted.status.value,
        after_id=wanted.after,
        limit=limit,
    )
    return [referral(row) for row in rows]


async def referral_with_history(reads: Reader, referral_id: UUID) -> WithHistory:
    """One referral; NotFound."""
    row = await reads.row(FIND, row_id=referral_id)
    if row is None:
        raise NotFound("referral")
    proposal = await reads.row(PROPOSAL, row_id=referral_id)
    after = await reads.row(REPLACED_BY, row_id=referral_id)
    return WithHistory(
        referral=referral(row),
        history=await reads.rows(HISTORY, row_id=referral_id),
        replaced_by=after["id"] if after else None,
        proposed_unit_id=proposal["to_unit_id"] if proposal else None,
        proposal_open=proposal is not None and proposal["settled_on"] is None,
    )


async def decision_of(reads: Reader, referral_id: UUID) -> Row:
    """How the referral's unit was chosen; NotFound."""
    row = await reads.row(DECISION, row_id=referral_id)
    if row is None:
        raise NotFound("decision")
    return row

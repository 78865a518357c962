"""How is a referral locked and saved, with every status that it had?"""

from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.codes import ReferralClock, ReferralMethod, UnitType

from dispatch.domain.b_referral import ALREADY_REFERRED
from dispatch.domain.referral import Referral
from dispatch.domain.status import OPEN, Status
from dispatch.store import statements as st
from dispatch.store.tables import referral_history, referrals

_t = referrals
_OPEN = _t.c.status == sa.any_(sa.literal([s.value for s in OPEN], sa.ARRAY(sa.Text)))
_CHANGING = ("status", "reply_due_on", "first_service_due_on", "replied_on", "served_on", "settled_on")
_ALSO = ("reason", "with_cause", "late")
LOCK = st.lock(_t)
INSERT = Statement(sa.insert(_t))
SAVE = st.save(_t, *_CHANGING, *_ALSO)
HISTORY = Statement(sa.insert(referral_history))
OPEN_OF_ITEM = Statement(
    sa.select(_t).where(_t.c.plan_item_id == st.key(), _OPEN, scope(_t)).order_by(_t.c.id).with_for_update(of=_t)
)
OPEN_OF_CASE = Statement(
    sa.select(_t).where(_t.c.case_id == st.key(), _OPEN, scope(_t)).order_by(_t.c.id).with_for_update(of=_t)
)
TRIED = Statement(sa.select(_t.c.unit_id).where(_t.c.plan_item_id == st.key(), scope(_t)).distinct())
OTHERS = Statement(
    sa.select(sa.func.count())
    .select_from(_t)
    .where(_t.c.case_id == st.key(), _t.c.unit_id == st.key(name="of_unit"), _OPEN, scope(_t))
)


class Referrals:
    """Referrals inside a command."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def lock(self, referral_id: UUID) -> Referral:
        """The referral, for this transaction alone; NotFound."""
        return referral(await self._work.lock(LOCK, "referral", row_id=referral_id))

    async def open_of_item(self, plan_item_id: UUID) -> list[Referral]:
        """The referrals of a plan item that are not over."""
        return [referral(row) for row in await self._work.rows(OPEN_OF_ITEM, row_id=plan_item_id)]

    async def open_of_case(self, case_id: UUID) -> list[Referral]:
        """The referrals of a case that are not over."""
        return [referral(row) for row in await self._work.rows(OPEN_OF_CASE, row_id=case_id)]

    async def tried(self, plan_item_id: UUID) -> frozenset[UUID]:
        """The units that the item has been referred to."""
        return frozenset(row["unit_id"] for row in await self._work.rows(TRIED, row_id=plan_item_id))

    async def open_with(self, case_id: UUID, unit_id: UUID) -> int:
        """How many open referrals the unit has of this case: it counts as one case, however many items."""
        found: int = await self._work.value(OTHERS, row_id=case_id, of_unit=unit_id)
        return found

    async def add(self, new: Referral) -> None:
        """A new referral and the first line of its history; refused if the item or case has an open one already."""
        work = self._work
        values = {column.name: _plain(getattr(new, column.name, None)) for column in _t.c}
        try:
            await work.run(INSERT, **{**values, "changed_by": work.actor.person, "changed_at": work.now})
        except asyncpg.UniqueViolationError:
            raise ALREADY_REFERRED() from None
        await self._note(new, new.version)

    async def save(self, after: Referral) -> Referral:
        """The referral as it is after the command, and a line of its history. Returns it with its new version."""
        values = {name: _plain(getattr(after, name)) for name in (*_CHANGING, *_ALSO)}
        await self._work.save(SAVE, row_id=after.id, before=after.version, **values)
        await self._note(after, after.version + 1)
        return replace(after, version=after.version + 1)

    async def _note(self, of: Referral, version: int) -> None:
        await self._work.run(
            HISTORY,
            referral_id=of.id,
            version=version,
            case_id=of.case_id,
            county=of.county,
            unit_id=of.unit_id,
            status=of.status.value,
            reason=of.reason,
            changed_by=self._work.actor.person,
            changed_at=self._work.now,
        )


def referral(row: Row) -> Referral:
    """A referral of its row."""
    values: dict[str, Any] = {name: row[name] for name in Referral.__dataclass_fields__}
    values["unit_type"] = UnitType(row["unit_type"])
    values["status"] = Status(row["status"])
    values["method"] = ReferralMethod(row["method"])
    values["late"] = tuple(ReferralClock(clock) for clock in row["late"])
    return Referral(**values)


def _plain(value: object) -> object:
    return [str(v) for v in value] if isinstance(value, tuple) else value

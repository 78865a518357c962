"""How are the projections of cases and plan items kept?"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.work import Work
from schemas.ids import CaseId, PlanId, PlanItemId, UnitId

from dispatch.domain.cases import Case, PlanItem
from dispatch.store import statements as st
from dispatch.store.tables import cases, plan_items

FIND = st.find(cases, "case_id")
LOCK = st.lock(cases, "case_id")
APPROVE = st.upsert(cases, "a_unit_id", "a_referral_id")
SAVE = st.save(cases, "a_unit_id", "a_referral_id", "closed_on", column="case_id")
ITEM = Statement(
    sa.select(plan_items).where(
        plan_items.c.plan_item_id == st.key(), plan_items.c.case_id == st.key(name="of_case"), scope(plan_items)
    )
)
KEEP_ITEM = st.upsert(plan_items)
DROP_ITEMS = Statement(
    sa.delete(plan_items).where(
        plan_items.c.case_id == st.key(name="of_case"),
        plan_items.c.plan_item_id != sa.all_(sa.bindparam("keep", type_=sa.ARRAY(sa.Uuid))),
        scope(plan_items),
    )
)


class Known:
    """What is known of cases, for a query."""

    def __init__(self, reads: st.Reads) -> None:
        self._reads = reads

    async def get(self, case_id: UUID) -> Case:
        """The case; NotFound."""
        row = await self._reads.row(FIND, row_id=case_id)
        if row is None:
            raise NotFound("case")
        return _case(row)

    async def item(self, case_id: UUID, plan_item_id: UUID) -> PlanItem | None:
        """The approved item of this case, or None."""
        row = await self._reads.row(ITEM, row_id=plan_item_id, of_case=case_id)
        return _item(row) if row else None


class Cases(Known):
    """The same inside a command."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work

    async def lock(self, case_id: UUID) -> Case:
        """The case, so that one dispatch of it is decided at a time; NotFound."""
        return _case(await self._work.lock(LOCK, "case", row_id=case_id))

    async def find(self, case_id: UUID) -> Case | None:
        """The case, locked, or None: for consumers, which may hear of it later."""
        row = await self._work.row(LOCK, row_id=case_id)
        return _case(row) if row else None

    async def approve(self, case: Case) -> None:
        """Level, quota and district as signed; the A unit stays."""
        work = self._work
        await work.run(
            APPROVE,
            case_id=case.id,
            county=case.county,
            district=case.district,
            cms_level=case.cms_level,
            monthly_quota_twd=case.monthly_quota_twd,
            approved_on=case.approved_on,
            a_unit_id=None,
            a_referral_id=None,
            closed_on=None,
            version=1,
            changed_by=work.actor.person,
            changed_at=work.now,
        )

    async def save(self, case: Case) -> None:
        """The A unit that has the case, or its closure."""
        await self._work.save(
            SAVE,
            row_id=case.id,
            before=case.version,
            a_unit_id=case.a_unit_id,
            a_referral_id=case.a_referral_id,
            closed_on=case.closed_on,
        )

    async def keep_items(self, case_id: UUID, items: Sequence[PlanItem]) -> None:
        """The items of the version that was approved last; those of an earlier one are referred no more."""
        work = self._work
        await work.run(DROP_ITEMS, of_case=case_id, keep=[item.id for item in items])
        rows: list[dict[str, object]] = [
            {
                "plan_item_id": item.id,
                "case_id": item.case_id,
                "county": work.county,
                "plan_id": item.plan_id,
                "service_code": item.service_code,
                "groups": item.groups,
                "unit_id": item.unit_id,
                "approved_on": work.today,
            }
            for item in items
        ]
        await work.run_many(KEEP_ITEM, rows)


def _case(row: Row) -> Case:
    return Case(
        id=CaseId(row["case_id"]),
        **{name: row[name] for name in ("county", "district", "cms_level", "monthly_quota_twd", "approved_on")},
        **{name: row[name] for name in ("a_unit_id", "a_referral_id", "closed_on", "version")},
    )


def _item(row: Row) -> PlanItem:
    return PlanItem(
        id=PlanItemId(row["plan_item_id"]),
        case_id=CaseId(row["case_id"]),
        plan_id=PlanId(row["plan_id"]),
        service_code=row["service_code"],
        groups=row["groups"],
        unit_id=UnitId(row["unit_id"]) if row["unit_id"] else None,
    )

"""How does a plan reach its rows, and come back with all its versions?"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.work import Work
from sqlalchemy.dialects.postgresql import insert

from care_plan.domain.plan import Plan, Status
from care_plan.store.tables import plan_versions, plans
from care_plan.store.versions import version_of, version_row

ID = sa.bindparam("plan_id", type_=sa.Uuid)
_CHANGES = ("unit_id", "referral_id", "referred_on", "status", "contacted_on", "visited_on")
_SET = {name: sa.bindparam(f"new_{name}", type_=plans.c[name].type) for name in _CHANGES}
_CHANGED = {name: sa.bindparam(name, type_=plans.c[name].type) for name in ("changed_by", "changed_at")}
_OPEN = [plans.c.status != over.value for over in (Status.SUPERSEDED, Status.ENDED)]

INSERT = Statement(sa.insert(plans))
LOCK = Statement(sa.select(plans).where(plans.c.id == ID, scope(plans)).with_for_update(of=plans))
LOCK_OF_CASE = Statement(
    sa.select(plans).where(plans.c.case_id == sa.bindparam("of_case", type_=sa.Uuid), *_OPEN).with_for_update(of=plans),
    system=True,
)
SAVE = Statement(
    sa.update(plans)
    .where(plans.c.id == ID, plans.c.version == sa.bindparam("before", type_=sa.Integer), scope(plans))
    .values(version=plans.c.version + 1, **_SET, **_CHANGED)
    .returning(plans.c.version)
)
VERSIONS = Statement(
    sa.select(plan_versions).where(plan_versions.c.plan_id == ID, scope(plan_versions)).order_by(plan_versions.c.no)
)
_VERSION = insert(plan_versions)
SAVE_VERSION = Statement(
    _VERSION.on_conflict_do_update(
        index_elements=["id"],
        set_={c.name: _VERSION.excluded[c.name] for c in plan_versions.c if c.name not in {"id", "plan_id", "no"}},
        where=scope(plan_versions),
    )
)


class Plans:
    """The plans of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, plan: Plan) -> None:
        """A new plan with its first version."""
        changed = {"version": plan.version, "changed_by": self._work.actor.person, "changed_at": self._work.now}
        await self._work.run(INSERT, id=plan.id, case_id=plan.case_id, county=plan.county, **_row(plan), **changed)
        await self._save_versions(plan, ())

    async def lock(self, plan_id: UUID) -> Plan:
        """The plan that a person names; NotFound where there is none to see."""
        return await self._whole(await self._work.lock(LOCK, "plan", plan_id=plan_id))

    async def lock_own(self, plan_id: UUID) -> Plan:
        """The plan, for its A unit alone: another unit that may read the case does not find it."""
        plan = await self.lock(plan_id)
        if plan.unit_id != self._work.actor.unit:
            raise NotFound("plan")
        return plan

    async def lock_of_case(self, case_id: UUID) -> Plan | None:
        """The open plan of a case, for a worker."""
        row = await self._work.row(LOCK_OF_CASE, of_case=case_id)
        return None if row is None else await self._whole(row)

    async def save(self, before: Plan, after: Plan) -> Plan:
        """Write what has changed; returns the plan with its new version."""
        new = {f"new_{name}": value for name, value in _row(after).items()}
        await self._work.save(SAVE, plan_id=before.id, before=before.version, **new)
        await self._save_versions(after, before.versions)
        return replace(after, version=before.version + 1)

    async def _save_versions(self, plan: Plan, known: Sequence[object]) -> None:
        changed = [version_row(plan, version) for version in plan.versions if version not in known]
        await self._work.run_many(SAVE_VERSION, changed)

    async def _whole(self, row: Row) -> Plan:
        return plan_of(row, await self._work.rows(VERSIONS, plan_id=row["id"]))


def plan_of(row: Row, versions: Sequence[Row]) -> Plan:
    """The rows as the domain knows them."""
    return Plan(
        id=row["id"],
        case_id=row["case_id"],
        county=row["county"],
        unit_id=row["unit_id"],
        referral_id=row["referral_id"],
        referred_on=row["referred_on"],
        status=Status(row["status"]),
        versions=tuple(version_of(version) for version in versions),
        contacted_on=row["contacted_on"],
        visited_on=row["visited_on"],
        version=row["version"],
    )


def _row(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in _CHANGES}

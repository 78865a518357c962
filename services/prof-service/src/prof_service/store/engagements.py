"""How does an engagement reach its row, and come back?"""

from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.periods import Period
from chassis.work import Work
from schemas.professional_codes import ClosingCause

from prof_service.domain.engagement import Engagement, Referral, Status
from prof_service.store.statements import ID, saving
from prof_service.store.tables import engagements

_CHANGES = (
    "groups",
    "sessions_approved",
    "period_from",
    "period_to",
    "status",
    "referral_id",
    "unit_id",
    "referred_on",
    "replied_on",
    "referral_served_on",
    "first_referred_on",
    "sessions_delivered",
    "first_served_on",
    "last_served_on",
    "goal_active_on",
    "documents_due_on",
    "extended_groups",
    "extended_until",
    "closing_cause",
    "extension_pending",
    "closing_on",
    "last_documents_due_on",
    "closed_on",
    "practice_from",
    "reassessed_on",
)
INSERT = Statement(sa.insert(engagements))
LOCK = Statement(
    sa.select(engagements).where(engagements.c.id == ID, scope(engagements)).with_for_update(of=engagements)
)
LOCK_ITEM = Statement(
    sa.select(engagements)
    .where(engagements.c.plan_item_id == sa.bindparam("item_id", type_=sa.Uuid))
    .with_for_update(of=engagements),
    system=True,
)
LOCK_REFERRAL = Statement(
    sa.select(engagements)
    .where(
        engagements.c.referral_id == sa.bindparam("of_referral", type_=sa.Uuid),
        engagements.c.case_id == sa.bindparam("of_case", type_=sa.Uuid),
    )
    .with_for_update(of=engagements),
    system=True,
)
OF_CASE = Statement(
    sa.select(engagements).where(engagements.c.case_id == sa.bindparam("of_case", type_=sa.Uuid)), system=True
)
LOCK_KNOWN = Statement(
    sa.select(engagements).where(engagements.c.id == ID).with_for_update(of=engagements), system=True
)
SAVE = saving(engagements, _CHANGES)


class Engagements:
    """The engagements of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, engagement: Engagement) -> None:
        """A new row."""
        changed = {"version": 1, "changed_by": self._work.actor.person, "changed_at": self._work.now}
        await self._work.run(INSERT, **_fixed(engagement), **_changing(engagement), **changed)

    async def lock(self, engagement_id: UUID) -> Engagement:
        """The engagement that a person names; NotFound if it is not there for this person."""
        return engagement_of(await self._work.lock(LOCK, "engagement", row_id=engagement_id))

    async def lock_item(self, plan_item_id: UUID) -> Engagement | None:
        """The engagement of a plan item; None for items that are no engagement."""
        row = await self._work.row(LOCK_ITEM, item_id=plan_item_id)
        return engagement_of(row) if row else None

    async def lock_referral(self, case_id: UUID, referral_id: UUID) -> Engagement | None:
        """The engagement that a referral has now; None if it has none."""
        row = await self._work.row(LOCK_REFERRAL, of_case=case_id, of_referral=referral_id)
        return engagement_of(row) if row else None

    async def of_case(self, case_id: UUID) -> list[Engagement]:
        """For workers: every engagement of the case, read only."""
        return [engagement_of(row) for row in await self._work.rows(OF_CASE, of_case=case_id)]

    async def lock_known(self, engagement_id: UUID) -> Engagement:
        """For workers: an engagement that is known to be there."""
        return engagement_of(await self._work.lock(LOCK_KNOWN, "engagement", row_id=engagement_id))

    async def save(self, after: Engagement) -> Engagement:
        """Write what may change; returns it with its new version."""
        await self._work.save(SAVE, row_id=after.id, before=after.version, **_changing(after))
        return replace(after, version=after.version + 1)


def engagement_of(row: Row) -> Engagement:
    """The row as the aggregate."""
    return Engagement(
        id=row["id"],
        case_id=row["case_id"],
        county=row["county"],
        plan_id=row["plan_id"],
        plan_item_id=row["plan_item_id"],
        service_code=row["service_code"],
        groups=row["groups"],
        visits_per_group=row["visits_per_group"],
        sessions_approved=row["sessions_approved"],
        period=Period(row["period_from"], row["period_to"]),
        status=Status(row["status"]),
        referral=_referral_of(row),
        first_referred_on=row["first_referred_on"],
        sessions_delivered=row["sessions_delivered"],
        first_served_on=row["first_served_on"],
        last_served_on=row["last_served_on"],
        goal_active_on=row["goal_active_on"],
        documents_due_on=row["documents_due_on"],
        extended_groups=row["extended_groups"],
        extended_until=row["extended_until"],
        closing_cause=ClosingCause(row["closing_cause"]) if row["closing_cause"] else None,
        extension_pending=row["extension_pending"],
        closing_on=row["closing_on"],
        last_documents_due_on=row["last_documents_due_on"],
        closed_on=row["closed_on"],
        practice_from=row["practice_from"],
        reassessed_on=row["reassessed_on"],
        version=row["version"],
    )


def _referral_of(row: Row) -> Referral | None:
    if row["referral_id"] is None:
        return None
    return Referral(
        id=row["referral_id"],
        unit_id=row["unit_id"],
        referred_on=row["referred_on"],
        replied_on=row["replied_on"],
        served_on=row["referral_served_on"],
    )


def _fixed(engagement: Engagement) -> dict[str, object]:
    return {
        "id": engagement.id,
        "case_id": engagement.case_id,
        "county": engagement.county,
        "plan_id": engagement.plan_id,
        "plan_item_id": engagement.plan_item_id,
        "service_code": engagement.service_code,
        "visits_per_group": engagement.visits_per_group,
    }


def _changing(engagement: Engagement) -> dict[str, object]:
    referral = engagement.referral
    return {
        "groups": engagement.groups,
        "sessions_approved": engagement.sessions_approved,
        "period_from": engagement.period.starts,
        "period_to": engagement.period.ends,
        "status": engagement.status.value,
        "referral_id": referral and referral.id,
        "unit_id": referral and referral.unit_id,
        "referred_on": referral and referral.referred_on,
        "replied_on": referral and referral.replied_on,
        "referral_served_on": referral and referral.served_on,
        "first_referred_on": engagement.first_referred_on,
        "sessions_delivered": engagement.sessions_delivered,
        "first_served_on": engagement.first_served_on,
        "last_served_on": engagement.last_served_on,
        "goal_active_on": engagement.goal_active_on,
        "documents_due_on": engagement.documents_due_on,
        "extended_groups": engagement.extended_groups,
        "extended_until": engagement.extended_until,
        "closing_cause": engagement.closing_cause and engagement.closing_cause.value,
        "extension_pending": engagement.extension_pending,
        "closing_on": engagement.closing_on,
        "last_documents_due_on": engagement.last_documents_due_on,
        "closed_on": engagement.closed_on,
        "practice_from": engagement.practice_from,
        "reassessed_on": engagement.reassessed_on,
    }

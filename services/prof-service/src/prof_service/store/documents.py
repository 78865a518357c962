"""Which documents of an engagement have been handed over?"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.codes import DocumentKind

from prof_service.domain.documents import Documents
from prof_service.domain.engagement import Engagement
from prof_service.store.tables import documents

OF_ENGAGEMENT = Statement(
    sa.select(documents).where(
        documents.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid), scope(documents)
    )
)
INSERT = Statement(sa.insert(documents))


class DocumentStore:
    """The documents of one work. Whoever changes them holds the engagement's lock."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, engagement_id: UUID) -> Documents:
        """What has been handed over."""
        return documents_of(await self._work.rows(OF_ENGAGEMENT, of_engagement=engagement_id))

    async def add(
        self, engagement: Engagement, unit_id: UUID, kinds: tuple[DocumentKind, ...], handed_over_on: date
    ) -> None:
        """One row for each document."""
        same = {
            "engagement_id": engagement.id,
            "case_id": engagement.case_id,
            "county": engagement.county,
            "unit_id": unit_id,
            "handed_over_on": handed_over_on,
            "handed_over_by": self._work.actor.person,
        }
        await self._work.run_many(INSERT, [{**same, "kind": kind.value} for kind in kinds])


def documents_of(rows: list[Row]) -> Documents:
    """The rows as the domain's value."""
    return Documents({DocumentKind(row["kind"]): row["handed_over_on"] for row in rows})

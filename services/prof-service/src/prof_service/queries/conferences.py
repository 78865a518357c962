"""Which case conferences may this person see, and what was written?"""

from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.reading import Reader
from chassis.sealing import Sealed
from schemas.professional_codes import ConferenceReviewer

from prof_service.domain.conferences import Conference
from prof_service.store.conferences import TEXT, conference_of
from prof_service.store.notice_tables import case_conferences, conference_reviews

_CASE = sa.bindparam("of_case", type_=sa.Uuid)
_LAST = sa.bindparam("after_id", type_=sa.Uuid)
PAGE = Statement(
    sa.select(case_conferences)
    .where(
        sa.or_(_CASE.is_(None), case_conferences.c.case_id == _CASE),
        sa.or_(_LAST.is_(None), case_conferences.c.id > _LAST),
        scope(case_conferences),
    )
    .order_by(case_conferences.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
REVIEWS = Statement(
    sa.select(conference_reviews.c.conference_id, conference_reviews.c.reviewer).where(
        conference_reviews.c.conference_id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid))),
        scope(conference_reviews),
    )
)
REVIEW = Statement(
    sa.select(conference_reviews.c.case_id, conference_reviews.c.text).where(
        conference_reviews.c.conference_id == sa.bindparam("of_conference", type_=sa.Uuid),
        conference_reviews.c.reviewer == sa.bindparam("of_reviewer", type_=sa.Text),
        scope(conference_reviews),
    )
)


async def list_conferences(
    reader: Reader, *, case_id: UUID | None, after_id: UUID | None, limit: int
) -> list[Conference]:
    """With the kinds that have reviewed."""
    rows = await reader.rows(PAGE, of_case=case_id, after_id=after_id, limit=limit)
    reviewed: dict[UUID, list[ConferenceReviewer]] = {}
    for row in await reader.rows(REVIEWS, ids=[row["id"] for row in rows]):
        reviewed.setdefault(row["conference_id"], []).append(ConferenceReviewer(row["reviewer"]))
    return [conference_of(row, reviewed.get(row["id"], ())) for row in rows]


async def sealed_review(reader: Reader, conference_id: UUID, reviewer: ConferenceReviewer) -> Sealed | None:
    """A review, still sealed; None where there is none for this person."""
    row = await reader.row(REVIEW, of_conference=conference_id, of_reviewer=reviewer.value)
    return row and Sealed(row["case_id"], TEXT, f"{conference_id}/{reviewer}", row["text"])

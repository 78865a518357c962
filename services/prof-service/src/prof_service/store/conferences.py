"""How does a case conference, with its sealed reviews, reach its rows and come back?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.professional_codes import ConferenceCategory, ConferenceDecision, ConferenceReviewer, ConferenceTrigger

from prof_service.domain.conferences import Conference
from prof_service.store.notice_tables import case_conferences, conference_reviews
from prof_service.store.statements import ID, saving
from prof_service.store.tables import sessions

TEXT = "conference_reviews.text"
_CASE = sa.bindparam("of_case", type_=sa.Uuid)
INSERT = Statement(sa.insert(case_conferences))
INSERT_REVIEW = Statement(sa.insert(conference_reviews))
LOCK = Statement(
    sa.select(case_conferences)
    .where(case_conferences.c.id == ID, scope(case_conferences))
    .with_for_update(of=case_conferences)
)
OF_CASE = Statement(
    sa.select(case_conferences)
    .where(case_conferences.c.case_id == _CASE, scope(case_conferences))
    .order_by(case_conferences.c.id)
)
REVIEWED = Statement(
    sa.select(conference_reviews.c.reviewer).where(
        conference_reviews.c.conference_id == sa.bindparam("of_conference", type_=sa.Uuid), scope(conference_reviews)
    )
)
SAVE = saving(case_conferences, ("decision", "decided_on"))
ONE_AT_A_TIME = Statement(
    sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(sa.bindparam("case_key", type_=sa.Text), 7)))
)
DAYS = Statement(
    sa.select(sessions.c.served_on).where(
        sessions.c.case_id == _CASE, sessions.c.served_on >= sa.bindparam("since", type_=sa.Date), scope(sessions)
    )
)


class Conferences:
    """The case conferences of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def one_at_a_time(self, case_id: UUID) -> None:
        """Two sessions of two codes at the same moment must each see the other: whoever comes second waits here."""
        await self._work.run(ONE_AT_A_TIME, case_key=str(case_id))

    async def days(self, case_id: UUID, since: date) -> list[date]:
        """The days of all sessions of the person, of whatever code, from a day on."""
        return [row["served_on"] for row in await self._work.rows(DAYS, of_case=case_id, since=since)]

    async def of_case(self, case_id: UUID) -> list[Conference]:
        """All of them, without their reviews."""
        return [conference_of(row) for row in await self._work.rows(OF_CASE, of_case=case_id)]

    async def lock(self, conference_id: UUID) -> Conference:
        """With the kinds that have reviewed; NotFound if it is not there for this person."""
        found = conference_of(await self._work.lock(LOCK, "conference", row_id=conference_id))
        rows = await self._work.rows(REVIEWED, of_conference=conference_id)
        return replace(found, reviewed=frozenset(ConferenceReviewer(row["reviewer"]) for row in rows))

    async def add(self, conference: Conference) -> None:
        """A new row."""
        names = [c.name for c in case_conferences.c if c.name not in {"changed_by", "changed_at"}]
        values = {name: getattr(conference, name) for name in names}
        await self._work.run(INSERT, **values, changed_by=self._work.actor.person, changed_at=self._work.now)

    async def save(self, after: Conference) -> Conference:
        """What may change; also a review makes a new version."""
        values = {"decision": after.decision, "decided_on": after.decided_on}
        await self._work.save(SAVE, row_id=after.id, before=after.version, **values)
        return replace(after, version=after.version + 1)

    async def add_review(
        self, of: Conference, reviewer: ConferenceReviewer, result: ConferenceDecision, text: str
    ) -> None:
        """A review with its sealed text."""
        work = self._work
        where = {"place": TEXT, "row_id": f"{of.id}/{reviewer}"}
        await work.run(
            INSERT_REVIEW,
            conference_id=of.id,
            reviewer=reviewer.value,
            case_id=of.case_id,
            county=of.county,
            result=result.value,
            reviewed_on=work.today,
            reviewed_by=work.actor.person,
            text=await work.service.sealer.seal(work, of.case_id, **where, text=text),
        )


def conference_of(row: Row, reviewed: Sequence[ConferenceReviewer] = ()) -> Conference:
    """The row as the aggregate."""
    return Conference(
        id=row["id"],
        case_id=row["case_id"],
        county=row["county"],
        trigger=ConferenceTrigger(row["trigger"]),
        required_on=row["required_on"],
        category=row["category"] and ConferenceCategory(row["category"]),
        sessions=row["sessions"],
        window_from=row["window_from"],
        reviewed=frozenset(reviewed),
        decision=row["decision"] and ConferenceDecision(row["decision"]),
        decided_on=row["decided_on"],
        version=row["version"],
    )

"""How do goal records, and doubts about them, reach their rows and come back? Nothing here changes a row."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.ids import uuid7
from chassis.kernel.periods import Period
from chassis.work import Work
from schemas.professional_codes import GoalItem, SwitchKind

from prof_service.domain.goals import GoalRecord, Plan, Switch
from prof_service.store.closing_tables import goal_queries, goal_records, goal_texts
from prof_service.store.tables import sessions

TEXT = "goal_texts.text"
QUERY_TEXT = "goal_queries.text"
_OF = sa.bindparam("of_engagement", type_=sa.Uuid)
ALL = Statement(
    sa.select(goal_records)
    .where(goal_records.c.engagement_id == _OF, scope(goal_records))
    .order_by(goal_records.c.no.desc())
)
ALL_OF = Statement(
    sa.select(goal_records).where(goal_records.c.engagement_id == _OF).order_by(goal_records.c.no.desc()), system=True
)
INSERT = Statement(sa.insert(goal_records))
INSERT_TEXT = Statement(sa.insert(goal_texts))
INSERT_QUERY = Statement(sa.insert(goal_queries))
SERVED = Statement(
    sa.select(sessions.c.served_on)
    .where(sessions.c.engagement_id == _OF, scope(sessions))
    .order_by(sessions.c.served_on)
)


class Goals:
    """The goal records of one work. Whoever adds one holds the engagement's lock."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def last(self, engagement_id: UUID) -> GoalRecord | None:
        """The record in force."""
        row = await self._work.row(ALL, of_engagement=engagement_id)
        return goal_of(row) if row else None

    async def last_known(self, engagement_id: UUID) -> GoalRecord | None:
        """For workers: the record in force."""
        row = await self._work.row(ALL_OF, of_engagement=engagement_id)
        return goal_of(row) if row else None

    async def session_dates(self, engagement_id: UUID) -> tuple[date, ...]:
        """The sessions so far, over all units (NT-05-20)."""
        return tuple(row["served_on"] for row in await self._work.rows(SERVED, of_engagement=engagement_id))

    async def add(self, goal: GoalRecord, texts: Mapping[str, str]) -> None:
        """A new record with the texts that it brings, each sealed for its place."""
        await self._work.run(INSERT, **_row(goal), created_by=self._work.actor.person)
        await self._work.run_many(INSERT_TEXT, [await self._sealed(goal, *each) for each in texts.items()])

    async def add_query(self, goal: GoalRecord, unit_id: UUID, items: tuple[GoalItem, ...], text: str) -> UUID:
        """A doubt of the unit."""
        work, query_id = self._work, uuid7()
        sealed = await work.service.sealer.seal(work, goal.case_id, place=QUERY_TEXT, row_id=query_id, text=text)
        await work.run(
            INSERT_QUERY,
            **_engagement_of(goal),
            id=query_id,
            goal_id=goal.id,
            unit_id=unit_id,
            items=[item.value for item in items],
            queried_on=work.today,
            queried_by=work.actor.person,
            text=sealed,
        )
        return query_id

    async def _sealed(self, goal: GoalRecord, field: str, text: str) -> dict[str, object]:
        work = self._work
        row_id = text_id(goal.engagement_id, goal.no, field)
        sealed = await work.service.sealer.seal(work, goal.case_id, place=TEXT, row_id=row_id, text=text)
        return {**_engagement_of(goal), "goal_no": goal.no, "field": field, "text": sealed}


def text_id(engagement_id: UUID, no: int, field: str) -> str:
    """The coordinates of a sealed text: the key of its row."""
    return f"{engagement_id}/{no}/{field}"


def _engagement_of(goal: GoalRecord) -> dict[str, object]:
    return {"engagement_id": goal.engagement_id, "case_id": goal.case_id, "county": goal.county}


def _row(goal: GoalRecord) -> dict[str, object]:
    return {
        **_engagement_of(goal),
        "id": goal.id,
        "no": goal.no,
        "predecessor_id": goal.predecessor_id,
        "referral_id": goal.referral_id,
        "unit_id": goal.unit_id,
        "period_from": goal.plan.period.starts,
        "period_to": goal.plan.period.ends,
        "groups": goal.plan.groups,
        "guidance_targets": list(goal.plan.guidance_targets),
        "items": [item.value for item in goal.items],
        "switch_kind": goal.switch and goal.switch.kind.value,
        "discipline": goal.switch and goal.switch.discipline,
        "session_dates": list(goal.session_dates),
        "created_on": goal.created_on,
        "correct_until": goal.correct_until,
    }


def goal_of(row: Row) -> GoalRecord:
    """The row as the domain's value."""
    kind = row["switch_kind"]
    return GoalRecord(
        id=row["id"],
        engagement_id=row["engagement_id"],
        case_id=row["case_id"],
        county=row["county"],
        no=row["no"],
        plan=Plan(
            period=Period(row["period_from"], row["period_to"]),
            groups=row["groups"],
            guidance_targets=tuple(row["guidance_targets"]),
        ),
        items=tuple(GoalItem(item) for item in row["items"]),
        created_on=row["created_on"],
        correct_until=row["correct_until"],
        predecessor_id=row["predecessor_id"],
        referral_id=row["referral_id"],
        unit_id=row["unit_id"],
        switch=Switch(kind=SwitchKind(kind), discipline=row["discipline"]) if kind else None,
        session_dates=tuple(row["session_dates"]),
    )

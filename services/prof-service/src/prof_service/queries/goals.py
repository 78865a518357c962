"""Which goal records has an engagement, and what do they say?"""

from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader
from chassis.sealing import Sealed

from prof_service.domain.goals import GoalRecord
from prof_service.store.closing_tables import goal_texts
from prof_service.store.goals import ALL, TEXT, goal_of, text_id

TEXTS = Statement(
    sa.select(goal_texts)
    .where(goal_texts.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid), scope(goal_texts))
    .order_by(goal_texts.c.goal_no)
)


async def find_goals(reader: Reader, engagement_id: UUID) -> list[GoalRecord]:
    """The one in force first. NotFound where there is none to see."""
    rows = await reader.rows(ALL, of_engagement=engagement_id)
    if not rows:
        raise NotFound("goal", engagement_id)
    return [goal_of(row) for row in rows]


async def sealed_goal(reader: Reader, engagement_id: UUID) -> tuple[GoalRecord, dict[str, Sealed]]:
    """The record in force, and the newest text of each field."""
    goal = (await find_goals(reader, engagement_id))[0]
    texts = {}
    for row in await reader.rows(TEXTS, of_engagement=engagement_id):
        place = text_id(engagement_id, row["goal_no"], row["field"])
        texts[row["field"]] = Sealed(goal.case_id, TEXT, place, row["text"])
    return goal, texts

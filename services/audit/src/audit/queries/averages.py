"""How many days lay between the milestones of the cases of a month? One statement for all averages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.policy import Pack, Packs
from chassis.reading import Reader

from audit.policies import target
from audit.queries.citations import cite
from audit.queries.views import Average
from audit.store.tables import cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Calendar days (AM-110) from one milestone to another, in the month in which the second was reached."""

    name: str
    title_zh: str
    rule: str
    since: str
    until: str
    target: str | None = None


MEASURES = (
    Measure(
        name="application_to_assessment",
        title_zh="申請至完成需求評估平均日數",
        rule="TY-11-02",
        since="applied_on",
        until="assessed_on",
        target="assessment_target",
    ),
    Measure(
        name="application_to_plan",
        title_zh="申請至照顧計畫通過平均日數",
        rule="TY-11-04",
        since="applied_on",
        until="plan_approved_on",
        target="plan_target",
    ),
    Measure(
        name="assessment_to_a_referral",
        title_zh="評估後轉介至 A 單位平均日數",
        rule="CY-30-13",
        since="assessed_on",
        until="a_referred_on",
    ),
)


def _measured(measure: Measure) -> sa.Select[Any]:
    since, until = cases.c[measure.since], cases.c[measure.until]
    days = sa.func.sum(until - since)
    unit = sa.bindparam("of_unit", type_=sa.Uuid)
    return sa.select(
        sa.literal(measure.name).label("name"),
        sa.func.count().label("cases"),
        sa.func.coalesce(days, 0).label("days_total"),
        sa.func.round(sa.cast(days, sa.Numeric) / sa.func.nullif(sa.func.count(), 0), 2).label("average_days"),
    ).where(
        until >= sa.bindparam("month_from", type_=sa.Date),
        until < sa.bindparam("month_to", type_=sa.Date),
        since.is_not(None),
        sa.or_(unit.is_(None), cases.c.a_unit_id == unit),
        scope(cases),
    )


ALL = Statement(sa.union_all(*map(_measured, MEASURES)))


async def averages(reader: Reader, packs: Packs, pack: Pack, first: date, month: Mapping[str, Any]) -> list[Average]:
    """Every measure of the month, also where no case reached it: then it was not measured."""
    found = {row["name"]: row for row in await reader.rows(ALL, **month)}
    return [_average(measure, found[measure.name], packs, pack, first) for measure in MEASURES]


def _average(measure: Measure, row: Any, packs: Packs, pack: Pack, first: date) -> Average:
    aim = target(pack, measure.target, first)
    return Average(
        **dict(row),
        title_zh=measure.title_zh,
        rule=measure.rule,
        source=cite(packs, measure.rule),
        target_days=aim.days if aim else None,
        target_rule=aim.rule if aim else None,
    )

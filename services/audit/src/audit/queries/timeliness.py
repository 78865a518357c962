"""How timely was a month? Each kind of deadline by the unit that owes it, counted by the database."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.policy import Pack, Packs
from chassis.reading import Reader
from sqlalchemy.dialects.postgresql import aggregate_order_by

from audit.policies import Excluded, exclusions
from audit.queries.averages import averages
from audit.queries.citations import cite
from audit.queries.views import Exclusion, Timeliness, TimelinessRow
from audit.queries.words import zh
from audit.store.tables import clocks

_TODAY = sa.bindparam("today", type_=sa.Date)
_UNIT = sa.bindparam("of_unit", type_=sa.Uuid)
_NAME = sa.bindparam("of_name", type_=sa.Text)
_EXCLUDED = sa.bindparam("excluded_on", type_=sa.ARRAY(sa.Text))

_MET = clocks.c.state == "met"
_MET_LATE = clocks.c.state == "met_late"
_CANCELLED = sa.and_(clocks.c.state == "cancelled", sa.not_(clocks.c.missed))
_PASSED = sa.or_(clocks.c.missed, sa.and_(clocks.c.state == "open", clocks.c.due_on < _TODAY))
_MISSED = sa.and_(sa.or_(clocks.c.state == "open", clocks.c.state == "cancelled"), _PASSED)
_OPEN = sa.and_(clocks.c.state == "open", sa.not_(_PASSED))
# What was met in time after all is no delay, and what was cancelled is counted nowhere.
_LEFT_OUT = sa.and_(
    sa.not_(sa.or_(_MET, _CANCELLED)),
    (clocks.c.excused_because + sa.literal("|") + sa.func.to_char(clocks.c.opened_on, "YYYY-MM-DD"))
    == sa.any_(_EXCLUDED),
)


def _n(which: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(which)


_COUNTED = sa.func.count() - _n(_CANCELLED) - _n(_LEFT_OUT)
ROWS = Statement(
    sa.select(
        clocks.c.name,
        clocks.c.owed_by_role,
        clocks.c.owed_by_unit,
        sa.func.array_agg(aggregate_order_by(clocks.c.rule.distinct(), clocks.c.rule)).label("rules"),
        sa.func.count().label("opened"),
        _n(_MET).label("met"),
        _n(_MET_LATE).label("met_late"),
        _n(_MISSED).label("missed"),
        _n(_OPEN).label("open"),
        _n(_CANCELLED).label("cancelled"),
        _n(clocks.c.excused_because.is_not(None)).label("excused"),
        _n(_LEFT_OUT).label("excluded"),
        _COUNTED.label("counted"),
        sa.func.round(sa.cast(100 * _n(_MET), sa.Numeric) / sa.func.nullif(_COUNTED, 0), 2).label("rate_percent"),
    )
    .where(
        clocks.c.opened_on >= sa.bindparam("month_from", type_=sa.Date),
        clocks.c.opened_on < sa.bindparam("month_to", type_=sa.Date),
        sa.or_(_UNIT.is_(None), clocks.c.owed_by_unit == _UNIT),
        sa.or_(_NAME.is_(None), clocks.c.name == _NAME),
        scope(clocks),
    )
    .group_by(clocks.c.name, clocks.c.owed_by_role, clocks.c.owed_by_unit)
    .order_by(clocks.c.name, clocks.c.owed_by_role, clocks.c.owed_by_unit)
)


async def timeliness(
    reader: Reader, packs: Packs, pack: Pack, *, first: date, today: date, unit_id: UUID | None, name: str | None
) -> Timeliness:
    """The month that begins on `first`: two reads, whatever the number of units."""
    left_out = exclusions(pack, first)
    month: dict[str, Any] = {"month_from": first, "month_to": _next_month(first), "of_unit": unit_id}
    rows = await reader.rows(
        ROWS, **month, of_name=name, today=today, excluded_on=[f"{e.reason}|{e.on.isoformat()}" for e in left_out]
    )
    return Timeliness(
        month=f"{first:%Y-%m}",
        county=pack.code,
        today=today,
        exclusions=_said(left_out, packs),
        rows=[_row(row) for row in rows],
        averages=await averages(reader, packs, pack, first, month),
    )


def _row(row: Row) -> TimelinessRow:
    return TimelinessRow(**dict(row), title_zh=zh(row["name"]))


def _said(left_out: Sequence[Excluded], packs: Packs) -> list[Exclusion]:
    once = dict.fromkeys((each.reason, each.rule) for each in left_out)
    return [Exclusion(reason=reason, rule=rule, source=cite(packs, rule)) for reason, rule in once]


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)

"""How does an event become rows? Upserts that tolerate repeats and a late or early arrival."""

from typing import Any

import sqlalchemy as sa
from chassis.db import Statement
from sqlalchemy.dialects.postgresql import insert

from audit.store.tables import cases, clocks, timeline, units


def _values(table: sa.Table) -> dict[str, sa.BindParameter[Any]]:
    return {c.name: sa.bindparam(c.name, type_=c.type) for c in table.c if c.identity is None}


def _later(table: sa.Table, told: str, told_before: Any, column: str, new: Any) -> sa.ColumnElement[Any]:
    """What the later event says; an event that says nothing of it (null) changes nothing."""
    before = table.c[column]
    newer = sa.func.coalesce(new[column], before)
    return sa.case((new[told] >= told_before, newer), else_=sa.func.coalesce(before, new[column]))


TELL = Statement(insert(timeline).values(_values(timeline)).on_conflict_do_nothing())

_CLOCK = insert(clocks).values(_values(clocks))
_NEW = _CLOCK.excluded
_LATEST = {
    name: _later(clocks, "told_at", clocks.c.told_at, name, _NEW)
    for name in ("due_on", "excused_because", "cancelled_because")
}
_IS_OPEN = clocks.c.state == "open"
TOUCH = Statement(
    _CLOCK.on_conflict_do_update(
        index_elements=["deadline_id"],
        set_={
            **_LATEST,
            # what is settled stays settled: an opening that arrives late changes nothing
            "state": sa.case((_IS_OPEN, _NEW.state), else_=clocks.c.state),
            "settled_on": sa.case((_IS_OPEN, _NEW.settled_on), else_=clocks.c.settled_on),
            "missed": sa.or_(clocks.c.missed, _NEW.missed),
            "told_at": sa.func.greatest(clocks.c.told_at, _NEW.told_at),
        },
    ),
    system=True,
)

_CASE = insert(cases).values(_values(cases))
_FIRST = ("applied_on", "assessed_on", "a_referred_on", "plan_approved_on")
FOLLOW = Statement(
    _CASE.on_conflict_do_update(
        index_elements=["case_id"],
        set_={
            # least() ignores nulls: the first day counts, a reassessment measures nothing
            **{name: sa.func.least(cases.c[name], _CASE.excluded[name]) for name in _FIRST},
            **{n: sa.func.coalesce(cases.c[n], _CASE.excluded[n]) for n in ("reference", "a_unit_id")},
            **{
                name: _later(cases, "last_at", cases.c.last_at, name, _CASE.excluded)
                for name in ("last_event_id", "last_type")
            },
            "last_at": sa.func.greatest(cases.c.last_at, _CASE.excluded.last_at),
        },
    ),
    system=True,
)

_UNIT = insert(units).values(_values(units))
CONTRACT = Statement(
    _UNIT.on_conflict_do_update(
        index_elements=["unit_id"],
        set_={"county": _UNIT.excluded.county, "unit_type": _UNIT.excluded.unit_type},
    ),
    system=True,
)

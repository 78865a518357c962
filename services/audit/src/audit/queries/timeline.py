"""What happened in a case, in order, with causes and clocks?"""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.policy import Packs
from chassis.problems import NotFound
from chassis.reading import Reader, page

from audit.domain.clocks import outcome
from audit.queries.citations import cite
from audit.queries.entries import Causes, entry
from audit.queries.views import ClockView, Entry, Timeline, UnitTimeline
from audit.queries.words import en, zh
from audit.store.tables import cases, clocks, timeline

_CASE = sa.bindparam("of_case", type_=sa.Uuid)
_UNIT = sa.bindparam("of_unit", type_=sa.Uuid)


def _page(about: sa.ColumnElement[bool]) -> Statement:
    return Statement(
        sa.select(timeline)
        .where(about, timeline.c.seq > sa.bindparam("after_seq", type_=sa.BigInteger), scope(timeline))
        .order_by(timeline.c.seq)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


OF_CASE = _page(timeline.c.case_id == _CASE)
OF_UNIT = _page(sa.and_(timeline.c.unit_id == _UNIT, timeline.c.case_id.is_(None)))
BEHIND = Statement(
    sa.select(
        timeline.c.event_id,
        timeline.c.seq,
        timeline.c.type,
        timeline.c.data,
        timeline.c.clocks,
        timeline.c.causation_id,
        timeline.c.correlation_id,
    ).where(
        sa.or_(
            timeline.c.event_id == sa.any_(sa.bindparam("event_ids", type_=sa.ARRAY(sa.Uuid))),
            sa.and_(
                timeline.c.case_id == _CASE,
                timeline.c.correlation_id == sa.any_(sa.bindparam("correlation_ids", type_=sa.ARRAY(sa.Uuid))),
            ),
        ),
        scope(timeline),
    )
)
CLOCKS = Statement(
    sa.select(clocks)
    .where(clocks.c.case_id == _CASE, scope(clocks))
    .order_by(clocks.c.opened_on, clocks.c.due_on, clocks.c.name, clocks.c.deadline_id)
)
REFERENCE = Statement(sa.select(cases.c.reference).where(cases.c.case_id == _CASE, scope(cases)))


async def case_timeline(
    reader: Reader, packs: Packs, *, case_id: UUID, today: date, limit: int, after_seq: int
) -> Timeline:
    """A page of the case's events and all its clocks. NotFound where the reader sees neither."""
    rows = await reader.rows(OF_CASE, of_case=case_id, after_seq=after_seq, limit=limit + 1)
    known = await reader.rows(CLOCKS, of_case=case_id)
    if not rows and not known:
        raise NotFound("case")
    reference = await reader.row(REFERENCE, of_case=case_id)
    entries, following = await _entries(reader, packs, rows, limit, case_id)
    return Timeline(
        case_id=case_id,
        reference=reference["reference"] if reference else None,
        today=today,
        entries=entries,
        clocks=[clock_view(row, packs, today) for row in known],
        next=following,
    )


async def unit_timeline(reader: Reader, packs: Packs, *, unit_id: UUID, limit: int, after_seq: int) -> UnitTimeline:
    """A page of what is known of a unit itself. NotFound where the reader sees nothing."""
    rows = await reader.rows(OF_UNIT, of_unit=unit_id, after_seq=after_seq, limit=limit + 1)
    if not rows:
        raise NotFound("unit")
    entries, following = await _entries(reader, packs, rows, limit, unit_id)
    return UnitTimeline(unit_id=unit_id, entries=entries, next=following)


async def _entries(
    reader: Reader, packs: Packs, rows: list[Row], limit: int, case_id: UUID
) -> tuple[list[Entry], str | None]:
    shown = page(rows, limit, lambda row: [row["seq"]])
    causes = Causes(await reader.rows(BEHIND, of_case=case_id, **_behind(shown.items)))
    return [entry(row, causes, packs) for row in shown.items], shown.next


def _behind(rows: list[Row]) -> dict[str, Any]:
    named = {row["causation_id"] for row in rows} - {None}
    begun = {row["correlation_id"] for row in rows if row["causation_id"] is None} - {None}
    return {"event_ids": list(named), "correlation_ids": list(begun)}


def clock_view(row: Row, packs: Packs, today: date) -> ClockView:
    """One clock and how it came out."""
    outcome_ = outcome(
        state=row["state"],
        missed=row["missed"],
        excused=row["excused_because"] is not None,
        due_on=row["due_on"],
        today=today,
    )
    same = {name: row[name] for name in ClockView.model_fields if name in row}
    return ClockView(
        **same, title_zh=zh(row["name"]), title_en=en(row["name"]), outcome=outcome_, source=cite(packs, row["rule"])
    )

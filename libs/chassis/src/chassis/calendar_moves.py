"""What happens to open deadlines when a county's calendar changes? They move, and each says why."""

from typing import Any

import structlog

from chassis.access import SYSTEM
from chassis.clock import start_of_next_day
from chassis.deadline_events import DeadlineMoved
from chassis.kernel.durations import Duration
from chassis.messages import Clock, ClockState
from chassis.service import Service
from chassis.work import Work

BATCH = 500
_OPEN = """
SELECT id, name, case_id, county, owed_by_role, owed_by_unit, rule, duration, if_due_on_day_off, opened_on, due_on
FROM deadlines WHERE state = 'open' AND fired_at IS NULL AND ($1::uuid IS NULL OR id > $1)
ORDER BY id LIMIT $2 FOR UPDATE"""
_MOVE = "UPDATE deadlines SET due_on = $2, fires_at = $3 WHERE id = $1"
_log = structlog.get_logger()


async def move_deadlines(service: Service[Any]) -> int:
    """Compute every open deadline anew with the calendars now loaded. Returns how many moved.

    A worker does it when it starts, since packs are read then; without a change it only reads.
    """
    moved, last = 0, None
    while True:
        async with service.begin(SYSTEM) as work:
            rows = await work.connection.fetch(_OPEN, last, BATCH)
            for row in rows:
                moved += await _move(row, work)
        if len(rows) < BATCH:
            break
        last = rows[-1]["id"]
    if moved:
        _log.info("deadlines_moved", service=service.name, count=moved)
    return moved


async def _move(row: Any, work: Work) -> bool:
    calendar = work.service.packs.county(row["county"]).calendar
    due_on = calendar.due(row["opened_on"], Duration.parse(row["duration"]), row["if_due_on_day_off"])
    if due_on == row["due_on"]:
        return False
    await work.connection.execute(_MOVE, row["id"], due_on, start_of_next_day(due_on))
    step = work.step(row["county"])
    moved = {"deadline_id": row["id"], "name": row["name"]}
    clock = Clock(
        **moved,
        state=ClockState.MOVED,
        opened_on=row["opened_on"],
        due_on=due_on,
        rule=row["rule"],
        owed_by_role=row["owed_by_role"],
        owed_by_unit=row["owed_by_unit"],
        reason="calendar",
    )
    step.deadlines.touch(row["case_id"], clock)
    work.emit(DeadlineMoved(case_id=row["case_id"], **moved, from_on=row["due_on"], to_on=due_on, cause="calendar"))
    return True

"""What is audit? The story of every case and every clock, and what follows for units."""

from pathlib import Path

from chassis.service import Definition
from schemas.registry import event_class

from audit.api import cases, suspensions, timeline, timeliness, units
from audit.store.tables import METADATA
from audit.store.work import Work
from audit.subscriptions import DEADLINES, EVENTS, EVERY_EVENT

DEFINITION: Definition[Work] = Definition(
    name="audit",
    title="稽核 Audit",
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    work=Work,
    events=EVENTS,
    deadlines=DEADLINES,
    classes=event_class,
    routers=(timeline.router, cases.router, timeliness.router, suspensions.router, units.router),
    takes_every_event=EVERY_EVENT,
)

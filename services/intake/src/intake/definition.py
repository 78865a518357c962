"""What is intake?"""

from pathlib import Path

from chassis.service import Definition
from schemas.registry import event_class

from intake.api import (
    applications,
    assessments,
    cases,
    closures,
    home_visits,
    reveals,
    screenings,
    sign_offs,
)
from intake.store.tables import METADATA
from intake.store.work import Work
from intake.subscriptions import DEADLINES, EVENTS

DEFINITION: Definition[Work] = Definition(
    name="intake",
    title="受理與評估 Intake",
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    work=Work,
    events=EVENTS,
    deadlines=DEADLINES,
    classes=event_class,
    routers=(
        applications.router,
        cases.router,
        screenings.router,
        home_visits.router,
        assessments.router,
        sign_offs.router,
        closures.router,
        reveals.router,
    ),
)

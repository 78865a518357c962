"""What is prof-service? C-code engagements from the approved item to the restart (lifecycle 4)."""

from pathlib import Path

from chassis.service import Definition
from schemas.registry import event_class

from prof_service.api import (
    claims,
    closures,
    conferences,
    engagements,
    extensions,
    first_assessments,
    forms,
    goals,
    handovers,
    notices,
    records,
    rejected_items,
    restarts,
    sessions,
    staff,
    surcharge_prints,
    surcharges,
)
from prof_service.mailing import send_mails
from prof_service.store.tables import METADATA
from prof_service.store.work import Work
from prof_service.subscriptions import DEADLINES, EVENTS

DEFINITION: Definition[Work] = Definition(
    name="prof-service",
    title="專業服務 Professional service",
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    work=Work,
    events=EVENTS,
    deadlines=DEADLINES,
    classes=event_class,
    background=(send_mails,),
    routers=(
        engagements.router,
        sessions.router,
        records.router,
        handovers.router,
        rejected_items.router,
        staff.router,
        surcharges.router,
        surcharge_prints.router,
        forms.router,
        claims.router,
        goals.router,
        closures.router,
        restarts.router,
        first_assessments.router,
        extensions.router,
        notices.router,
        conferences.router,
    ),
)

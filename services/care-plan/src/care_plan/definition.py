"""What is care-plan? The A unit's plan, from the referral to the approval and its versions (lifecycle 2)."""

from pathlib import Path

from chassis.service import Definition
from schemas.registry import event_class

from care_plan.api import contacts, drafts, plans, reveals, reviews
from care_plan.store.tables import METADATA
from care_plan.store.work import Work
from care_plan.subscriptions import DEADLINES, EVENTS

DEFINITION: Definition[Work] = Definition(
    name="care-plan",
    title="照顧計畫 Care plan",
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    work=Work,
    events=EVENTS,
    deadlines=DEADLINES,
    classes=event_class,
    routers=(plans.router, contacts.router, drafts.router, reviews.router, reveals.router),
)

"""What is the dispatch service?"""

from pathlib import Path

from chassis.service import Definition
from schemas.registry import event_class

from dispatch.api import candidates, principles, referrals, rotation, units
from dispatch.store.register_tables import METADATA
from dispatch.store.work import Work
from dispatch.subscriptions import DEADLINES, EVENTS

DEFINITION: Definition[Work] = Definition(
    name="dispatch",
    title="派案與照會服務 Dispatch and referral",
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    work=Work,
    events=EVENTS,
    deadlines=DEADLINES,
    classes=event_class,
    routers=(units.router, rotation.router, candidates.router, referrals.router, principles.router),
)

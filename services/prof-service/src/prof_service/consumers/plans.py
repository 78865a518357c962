"""Which facts open engagements?"""

from chassis.kernel.periods import Period
from schemas.events.care_plan import CarePlanApproved
from schemas.events.parts import ApprovedItem

from prof_service.commands.note_case import note_a_unit
from prof_service.commands.open_engagements import OpenEngagements, open_engagements
from prof_service.domain.eligibility import Item
from prof_service.store.work import Work

_PROFESSIONAL = "C"
"""The first letter of the codes of professional service (CA07 … CD02)."""


async def on_care_plan_approved(event: CarePlanApproved, work: Work) -> None:
    """One engagement for each C item (NT-05-09)."""
    if event.a_unit_id is not None:
        await note_a_unit(event.case_id, event.a_unit_id, work)
    items = tuple(_item(event, item, work) for item in event.items if item.service_code.startswith(_PROFESSIONAL))
    await open_engagements(OpenEngagements(items=items, approved_on=event.approved_on), work)


def _item(event: CarePlanApproved, item: ApprovedItem, work: Work) -> Item:
    bundle = work.service.packs.benefits.bundle(item.service_code, on=event.period_from)
    if bundle.visits_per_group is None:
        raise ValueError(f"the national tables give no visits per group for {item.service_code}")
    return Item(
        case_id=event.case_id,
        county=work.county,
        plan_id=event.plan_id,
        plan_item_id=item.plan_item_id,
        service_code=item.service_code,
        groups=item.groups or item.quantity,
        visits_per_group=bundle.visits_per_group,
        period=Period(event.period_from, event.period_to),
    )

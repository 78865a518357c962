"""How does care-plan tell what happened? The events of a plan, out of its new state."""

from datetime import date
from typing import Any

from schemas.codes import ContactKind
from schemas.events import care_plan as told
from schemas.events.parts import ApprovedItem, PlanItem
from schemas.ids import CaseId, PlanId, PlanItemId, UnitId

from care_plan.domain.items import Item
from care_plan.domain.plan import Plan, Version


def drafting_started(plan: Plan, on: date) -> told.PlanDraftingStarted:
    """The case has reached this A unit."""
    return told.PlanDraftingStarted(
        case_id=CaseId(plan.case_id), plan_id=PlanId(plan.id), a_unit_id=UnitId(plan.unit_id), started_on=on
    )


def home_visit_made(plan: Plan, kind: ContactKind, made_on: date) -> told.HomeVisitMade:
    """A contact or a visit."""
    return told.HomeVisitMade(
        case_id=CaseId(plan.case_id), plan_id=PlanId(plan.id), contact_kind=kind, visited_on=made_on
    )


def plan_submitted(plan: Plan, on: date) -> told.CarePlanSubmitted:
    """The latest version is with the centre."""
    sent = plan.latest
    return told.CarePlanSubmitted(
        case_id=CaseId(plan.case_id),
        plan_id=PlanId(plan.id),
        version=sent.no,
        items=tuple(PlanItem(**_item(item)) for item in sent.items),
        total_twd=sent.total.twd,
        submitted_on=on,
    )


def plan_returned(plan: Plan, returned: Version, on: date) -> told.CarePlanReturned:
    """The centre wants it corrected."""
    if returned.reason is None:
        raise ValueError("a version is returned for a reason")
    return told.CarePlanReturned(
        case_id=CaseId(plan.case_id),
        plan_id=PlanId(plan.id),
        version=returned.no,
        reason=returned.reason,
        returned_on=on,
    )


def plan_approved(plan: Plan, on: date) -> told.CarePlanApproved:
    """Its items may be referred."""
    version = plan.latest
    if version.period is None or version.period.ends is None:
        raise ValueError("an approved version has a period")
    return told.CarePlanApproved(
        case_id=CaseId(plan.case_id),
        plan_id=PlanId(plan.id),
        version=version.no,
        a_unit_id=UnitId(plan.unit_id),
        items=tuple(_approved(item) for item in version.items),
        total_twd=version.total.twd,
        approved_on=on,
        period_from=version.period.starts,
        period_to=version.period.ends,
    )


def plan_overdue(plan: Plan, due_on: date) -> told.CarePlanOverdue:
    """Visit and plan were not done in time."""
    return told.CarePlanOverdue(case_id=CaseId(plan.case_id), plan_id=PlanId(plan.id), due_on=due_on)


def _approved(item: Item) -> ApprovedItem:
    chosen = item.offer.chosen or (item.goal.unit_id if item.goal else None)
    return ApprovedItem(
        **_item(item),
        unit_id=None if chosen is None else UnitId(chosen),
        guidance_targets=item.goal.guidance_targets if item.goal else (),
    )


def _item(item: Item) -> dict[str, Any]:
    return {
        "plan_item_id": PlanItemId(item.id),
        "service_code": item.service_code,
        "quantity": item.quantity,
        "groups": item.groups,
        "monthly_twd": item.monthly.twd,
        "problem_no": item.problem,
    }

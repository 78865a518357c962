"""Which commands does a plan offer today? Asked of the guards that the commands call."""

from datetime import date

from chassis.actions import Action, action
from chassis.policy import Packs
from fastapi import Request

from care_plan.domain.drafting import may_contact, may_draft
from care_plan.domain.review import may_approve, may_return, may_submit
from care_plan.policies import rules_of
from care_plan.queries.plans import Whole


def actions_of(request: Request, whole: Whole, packs: Packs, today: date) -> list[Action]:
    """Open, or closed with the refusal that would come. Nothing is offered to who may no longer read the case."""
    plan, known = whole.plan, whole.known
    if known is None:
        return []
    client = known.client
    rules = rules_of(packs, plan, assessed_on=known.assessed_on, planned_on=today)
    href = f"/v1/plans/{plan.id}"
    return [
        action(request, "record_contact", f"{href}/contacts", lambda: may_contact(plan)),
        action(request, "save_draft", f"{href}/drafts", lambda: may_draft(plan)),
        action(request, "submit_plan", f"{href}/submissions", lambda: may_submit(plan, client, rules)),
        action(request, "return_plan", f"{href}/returns", lambda: may_return(plan)),
        action(request, "approve_plan", f"{href}/approvals", lambda: may_approve(plan, client, rules)),
    ]

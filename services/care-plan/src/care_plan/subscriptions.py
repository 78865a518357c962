"""Which fact and which passed deadline calls which function?"""

from collections.abc import Mapping

from chassis.messages import Event
from chassis.service import DeadlineHandler, EventHandler
from schemas.events.dispatch import CaseReferred
from schemas.events.intake import CaseClosed, NeedsAssessed, QuotaApproved

from care_plan.commands.start_drafting import A_PLAN
from care_plan.commands.tell_overdue import tell_plan_overdue
from care_plan.consumers.cases import on_case_closed, on_needs_assessed, on_quota_approved
from care_plan.consumers.referrals import on_case_referred

EVENTS: Mapping[type[Event], EventHandler] = {
    NeedsAssessed: on_needs_assessed,
    QuotaApproved: on_quota_approved,
    CaseReferred: on_case_referred,
    CaseClosed: on_case_closed,
}

DEADLINES: Mapping[str, DeadlineHandler] = {
    A_PLAN: tell_plan_overdue,
}

"""Which event and which passed deadline leads to which function?"""

from collections.abc import Mapping

from chassis.messages import Event
from chassis.service import DeadlineHandler, EventHandler
from schemas.events.audit import DispatchResumed, DispatchSuspended
from schemas.events.care_plan import CarePlanApproved
from schemas.events.intake import CaseClosed, QuotaApproved
from schemas.events.prof_service import FirstServiceDelivered

from dispatch.consumers import cases, deadlines, units

EVENTS: Mapping[type[Event], EventHandler] = {
    QuotaApproved: cases.on_quota_approved,
    CarePlanApproved: cases.on_care_plan_approved,
    FirstServiceDelivered: cases.on_first_service_delivered,
    CaseClosed: cases.on_case_closed,
    DispatchSuspended: units.on_dispatch_suspended,
    DispatchResumed: units.on_dispatch_resumed,
}

DEADLINES: Mapping[str, DeadlineHandler] = {
    "reply": deadlines.on_reply_overdue,
    "first_service": deadlines.on_first_service_overdue,
}

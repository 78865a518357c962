"""Which fact goes to which function, and which clock?"""

from collections.abc import Mapping

from chassis.messages import Event
from chassis.service import DeadlineHandler, EventHandler
from schemas.events.dispatch import CaseReferred
from schemas.events.prof_service import FirstServiceDelivered

from intake.consumers import facts

EVENTS: Mapping[type[Event], EventHandler] = {
    CaseReferred: facts.on_case_referred,
    FirstServiceDelivered: facts.on_first_service_delivered,
}

DEADLINES: Mapping[str, DeadlineHandler] = {
    "assessment_report": facts.on_report_overdue,
}

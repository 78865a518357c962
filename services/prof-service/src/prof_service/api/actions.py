"""Which commands does an engagement offer today? Asked of the guards that the commands call."""

from datetime import date
from functools import partial

from chassis.actions import Action, action
from fastapi import Request
from schemas.codes import DocumentKind

from prof_service.domain.closure import may_close, may_hand_in
from prof_service.domain.documents import may_hand_over
from prof_service.domain.extension import Standing, may_extend
from prof_service.domain.extension_rules import ExtensionRules
from prof_service.domain.goals import may_correct, may_set
from prof_service.domain.records import may_record
from prof_service.domain.sessions import TrainingRules, may_deliver
from prof_service.queries.engagements import Whole


def actions_of(request: Request, whole: Whole, rules: TrainingRules, today: date) -> list[Action]:
    """Open, or closed with the refusal that would come."""
    engagement = whole.engagement
    href = f"{request.scope.get('root_path', '')}/v1/engagements/{engagement.id}"
    offered = [
        action(request, "deliver_session", f"{href}/sessions", lambda: may_deliver(engagement, rules, served_on=today)),
        action(
            request,
            "hand_over_documents",
            f"{href}/document-handovers",
            lambda: may_hand_over(engagement, whole.documents),
        ),
    ]
    offered += closing_actions(request, whole, href, today)
    for session in whole.sessions:
        path = f"{href}/sessions/{session.no}/records"
        offered.append(action(request, "record_session", path, partial(may_record, session)))
    return offered


def extension_action(request: Request, standing: Standing, rules: ExtensionRules, today: date) -> Action:
    """Whether an extension may be asked for today, by the guard that the application goes through."""
    href = f"{request.scope.get('root_path', '')}/v1/extension-requests"
    return action(request, "request_extension", href, lambda: may_extend(standing, rules, asked_on=today))


def closing_actions(request: Request, whole: Whole, href: str, today: date) -> list[Action]:
    """What may be done about the goal and the closure, by the guards of those commands."""
    engagement, goal, closure = whole.engagement, whole.goal, whole.closure
    arrived = DocumentKind.SERVICE_PLAN in whole.documents.handed
    guards = {
        ("set_goal", "goal-records"): lambda: may_set(engagement, goal, plan_arrived=arrived),
        ("correct_goal", "goal-corrections"): lambda: may_correct(engagement, goal, on=today),
        ("close", "closures"): lambda: may_close(engagement, closure),
        ("hand_in_closure", "document-handovers"): lambda: may_hand_in(closure),
    }
    return [action(request, name, f"{href}/{noun}", guard) for (name, noun), guard in guards.items()]

"""What do tests of goals, closure and restart send? Complete bodies, and a case brought to its closure."""

from datetime import date
from typing import Any

ELEMENTS = {
    "activity": "穿脫上衣",
    "method_environment": "坐於床沿",
    "assistance_level": "口頭提示下",
    "time_limit": "三個月內",
    "measurable": "五分鐘內完成",
}
GOAL: dict[str, Any] = {"elements": ELEMENTS, "guidance_targets": ["client", "primary_caregiver"]}
BOTH = {"documents": ["explanation_form", "service_plan"]}
PART_FOUR = {"documents": ["closure_evaluation"]}


def first_assessment(**changes: Any) -> dict[str, Any]:
    """Complete, signed by the client on Tue 20 Feb 2024."""
    goal = {
        "problem_no": 4,
        "participation": "自己穿衣",
        "short_term": ELEMENTS,
        "long_term": ELEMENTS,
        "plan": "分段練習",
    }
    body = {
        "items": dict.fromkeys(
            ("routine_adl", "home_environment", "mobility", "communication", "cognition", "family_readiness"), "可"
        ),
        "goals": [goal],
        "caregiver": "spouse",
        "explained": ["training_content", "training_goals", "closure_criteria"],
        "assessed_on": "2024-02-20",
        "signed_by": "client",
        "signed_on": "2024-02-20",
        "staff_signed_on": "2024-02-20",
    }
    return body | changes


def closure(on: date, **changes: Any) -> dict[str, Any]:
    """By the first criterion."""
    return {"criterion": "goal_reached", "explained_on": on.isoformat()} | changes


def evaluation(on: date, **changes: Any) -> dict[str, Any]:
    """Part 4, signed by the client."""
    day = on.isoformat()
    body = {"rated_before": 3, "rated_after": 8, "outcome": "可自行穿衣", "evaluated_on": day, "signed_by": "client"}
    return body | {"signed_on": day, "staff_signed_on": day} | changes


def restart(engagement_id: str, **changes: Any) -> dict[str, Any]:
    """Path A, by the A case manager."""
    body = {"engagement_id": engagement_id, "path": "A", "requester": "a_case_manager", "reason": "need_remains"}
    return body | {"need": "仍需練習下肢穿脫"} | changes


async def close_it(training: Any, on: date) -> None:
    """Criterion, part 4, handed over: on one day."""
    training.running.clock.advance_to(on)
    for what, body in (
        ("closures", closure(on)),
        ("closure-evaluations", evaluation(on)),
        ("document-handovers", PART_FOUR),
    ):
        answer = await training.post(what, body)
        assert answer.status_code == 201, answer.text


async def after_goal(training: Any) -> Any:
    """A case whose training ends on Mon 30 Sep 2024, served once on Tue 9 Apr and closed that day."""
    await training.ready(period=(date(2024, 4, 1), date(2024, 10, 1)))
    served = await training.served(date(2024, 4, 9))
    assert served.status_code == 201, served.text
    await close_it(training, date(2024, 4, 9))
    return await training.engagement()

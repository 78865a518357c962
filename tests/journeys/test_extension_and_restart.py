"""The first case goes on: extension on the 8th session, closure, 90 days of practice, and the day on which it may begin again."""

from datetime import date, timedelta

from ltc.demo.papers import LATER_RECORD
from ltc.demo.story import FirstCase

from tests.journeys.conftest import Journey
from tests.journeys.test_first_case import refused

EIGHTH = date(2024, 4, 9)
WEEK = timedelta(days=7)


async def test_extended_on_the_eighth_session_closed_practised_and_begun_again(embedded: Journey) -> None:
    story, portal = embedded.first_case(), embedded.portal
    await story.play()
    await story.third_record()
    await _weekly(story, embedded, 4, 8)

    # Tue 9 Apr: the 8th session, and the application on the same day; reviews are due on Fri 12 Apr
    asked = await portal.done("/prof-service/v1/extension-requests", _application(story), by=story.provider("b_unit"))
    owed = await portal.get("/prof-service/v1/work-items", by=story.a_case_manager())
    assert ("extension_review", "2024-04-12") in [(i["name"], i["due_on"]) for i in owed["items"]]

    # both agree: 2 groups until 30 Sep
    embedded.clock.advance_to(date(2024, 4, 11))
    agreed = {"result": "agree", "groups": 2, "agreed_end": "2024-09-30"}
    for by in (story.bearer("care_manager"), story.a_case_manager()):
        await portal.done(f"/prof-service/v1/extension-requests/{asked['id']}/reviews", agreed, by=by)
    engagement = await _engagement(story)
    assert (engagement["status"], engagement["sessions_left"]) == ("extended", 4 + 2 * 3)

    # sessions 9 to 18, then nothing more
    await _weekly(story, embedded, 9, 18)
    refused(await story.session(EIGHTH + 11 * WEEK), "NT-04-18")

    # closing: part 4 is handed in, the goal is closed
    evaluation = {
        "rated_before": 3,
        "rated_after": 8,
        "outcome": "（示範）可獨立穿脫衣褲。",
        "evaluated_on": "2024-06-18",
        "signed_by": "client",
        "signed_on": "2024-06-18",
        "staff_signed_on": "2024-06-18",
    }
    path = f"/prof-service/v1/engagements/{story.engagement_id}"
    closure = {"criterion": "goal_reached", "explained_on": "2024-06-18"}
    await portal.done(f"{path}/closures", closure, by=story.provider("b_unit"))
    await portal.done(f"{path}/closure-evaluations", evaluation, by=story.provider("b_unit"))
    part_four = {"documents": ["closure_evaluation"]}
    await portal.done(f"{path}/document-handovers", part_four, by=story.provider("b_unit"))
    assert (await _engagement(story))["status"] == "closed"

    # 90 days of practice from 1 Oct; day 90 is Sun 29 Dec
    embedded.clock.advance_to(date(2024, 10, 1))
    await portal.until(path, lambda seen: seen["status"] == "self_practice", by=story.bearer("care_manager"))
    embedded.clock.advance_to(date(2024, 12, 29))
    refused(
        await portal.post("/prof-service/v1/restart-requests", _restart(story), by=story.a_case_manager()), "NT-08-01"
    )
    embedded.clock.advance_to(date(2024, 12, 30))
    await portal.until(path, lambda seen: seen["status"] == "restartable", by=story.bearer("care_manager"))
    again = await portal.done("/prof-service/v1/restart-requests", _restart(story), by=story.a_case_manager())
    assert again["path"] == "A"


async def _weekly(story: FirstCase, journey: Journey, first: int, last: int) -> None:
    """Sessions on Tuesdays, each with its record on the same day."""
    for number in range(first, last + 1):
        day = EIGHTH + (number - 8) * WEEK
        journey.clock.advance_to(day)
        answer = await story.session(day)
        assert answer.status_code == 201, answer.text
        await story.record(number, LATER_RECORD)


async def _engagement(story: FirstCase) -> dict:
    path = f"/prof-service/v1/engagements/{story.engagement_id}"
    return await story.portal.get(path, by=story.bearer("care_manager"))


def _application(story: FirstCase) -> dict:
    return {
        "engagement_id": story.engagement_id,
        "groups": 2,
        "benefit_expected": True,
        "progress_shown": True,
        "goal_not_expected": True,
        "discharged_on": "2023-12-01",
        "form": {"signer": "family", "by_hand": True, "signed_on": "2024-04-09"},
        "texts": {
            "progress": "（示範）穿褲時間縮短。",
            "unmet": "（示範）扣鈕釦仍需協助。",
            "reason": "（示範）可再進步。",
        },
    }


def _restart(story: FirstCase) -> dict:
    return {
        "engagement_id": story.engagement_id,
        "path": "A",
        "requester": "a_case_manager",
        "reason": "need_remains",
        "need": "（示範）前次目標已達成，欲改善洗澡問題。",
    }

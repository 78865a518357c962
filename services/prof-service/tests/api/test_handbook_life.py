"""The worked example to its end: extended to 30 Sep 2024, closed, practised from 1 Oct, restarted on Mon 30 Dec."""

from datetime import date

from schemas.events.closures import EngagementClosed, EngagementClosing
from schemas.events.restarts import SelfPracticeCompleted, SelfPracticeStarted

TERMS = {"result": "agree", "groups": 2, "agreed_end": "2024-09-30"}


async def extended(running, extending):
    await extending.ready()
    request = await extending.asked()
    await running.advance_to(date(2024, 4, 11))
    for role in ("care_manager", "a_case_manager"):
        answer = await extending.review(request, role, TERMS)
        assert answer.status_code == 201, answer.text


async def test_extended_closed_practised_and_restarted(running, extending, closing):
    training = extending.training
    await extended(running, extending)
    assert (await training.served(date(2024, 9, 24))).status_code == 201  # within the extended period
    await closing.close_it(training, date(2024, 9, 24))
    assert [c["cause"] for c in await running.events(EngagementClosing)] == ["criterion"]
    [closed] = await running.events(EngagementClosed)
    assert (closed["sessions_delivered"], closed["period_to"]) == (9, "2024-10-01")
    await running.advance_to(date(2024, 9, 30))
    assert await running.events(SelfPracticeStarted) == []
    await running.advance_to(date(2024, 10, 1))
    [practice] = await running.events(SelfPracticeStarted)
    assert (practice["period_from"], practice["period_to"]) == ("2024-10-01", "2024-12-30")
    engagement = await training.engagement()
    by = training.by("a_case_manager")
    for day, status, completed in ((date(2024, 12, 29), 409, 0), (date(2024, 12, 30), 201, 1)):
        await running.advance_to(day)
        answer = await running.post("/v1/restart-requests", closing.restart(engagement["id"]), by=by)
        assert answer.status_code == status, answer.text
        assert len(await running.events(SelfPracticeCompleted)) == completed


async def test_the_agreed_end_closes_what_nobody_closed_and_practice_starts_the_same_day(running, extending):
    await extended(running, extending)
    await running.advance_to(date(2024, 8, 1))
    assert await running.events(EngagementClosing) == []
    await running.advance_to(date(2024, 10, 1))
    await running.advance_to(date(2024, 10, 1))
    assert [c["cause"] for c in await running.events(EngagementClosing)] == ["extension_completed"]
    assert [p["period_from"] for p in await running.events(SelfPracticeStarted)] == ["2024-10-01"]


async def test_every_engagement_in_service_closing_or_practice_has_its_clock(running, extending, closing):
    training = extending.training
    await extended(running, extending)
    for day, names in (
        (date(2024, 9, 24), {"extension_end"}),
        (date(2024, 9, 25), {"self_practice_start"}),
        (date(2024, 10, 1), {"self_practice"}),
    ):
        await running.advance_to(day)
        if day == date(2024, 9, 25):
            await closing.close_it(training, day)
        still = {d["name"] for d in await running.deadlines() if d["state"] == "open" and d["fired_at"] is None}
        assert names <= still

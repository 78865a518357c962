"""What client and family expect is sealed: it is in no table, event or answer, until somebody says why it is read."""

from care_plan.store.tables import METADATA
from care_plan_builders import Story, draft
from chassis.testing.harness import Harness

EXPECTATION = "希望能自己穿衣服，減輕配偶負擔"
NOTE = "請再確認穿衣訓練的頻率"


async def reveal(story: Story, no: int, *, by: dict[str, str] | None = None) -> dict[str, str | None]:
    return await story.done(f"versions/{no}/reveals", {"purpose": "plan_review"}, by=by)


async def written(story: Story) -> None:
    await story.visited()
    await story.done("drafts", draft(expectation=EXPECTATION))
    await story.done("submissions")
    await story.done("returns", {"reason": "not_fitting", "note": NOTE}, by=story.centre)


async def test_texts_are_found_nowhere(story: Story, service: Harness) -> None:
    await written(story)
    seen = [str(await story.plan()), str(await service.events())]
    async with service.service.database.acquire() as connection:
        for table in METADATA.sorted_tables:
            rows = await connection.fetch(f"SELECT t::text AS shown FROM {table.name} t")
            seen += [row["shown"] for row in rows]
    for text in (EXPECTATION, NOTE):
        told = (text, text.encode().hex(), text[:6])
        assert not [part for part in seen if any(t in part for t in told)]


async def test_a_text_is_revealed_after_the_record_of_who_read_it_and_why(story: Story, service: Harness) -> None:
    await written(story)
    assert await reveal(story, 1, by=story.centre) == {"no": 1, "expectation": EXPECTATION, "note": NOTE}
    async with service.service.database.acquire() as connection:
        [record] = await connection.fetch("SELECT * FROM access_records")
    assert (record["person"], record["purpose"], record["owner_id"]) == ("care_manager-1", "plan_review", story.case_id)


async def test_the_copy_shares_the_expectation_and_keeps_it_until_another_is_written(story: Story) -> None:
    await written(story)
    await story.done("drafts", draft())
    assert await reveal(story, 2) == {"no": 2, "expectation": EXPECTATION, "note": None}
    await story.done("drafts", draft(expectation="改為洗澡優先"))
    assert (await reveal(story, 2))["expectation"] == "改為洗澡優先"
    assert (await reveal(story, 1))["expectation"] == EXPECTATION


async def test_a_wrong_field_is_named_and_never_repeated(story: Story) -> None:
    answer = await story.post("drafts", draft(expectation=[EXPECTATION], period_to="2024-02-01"))
    assert answer.status_code == 422
    assert EXPECTATION not in answer.text
    assert [error["field"] for error in answer.json()["errors"]] == ["body.expectation"]


async def test_a_plan_that_ends_before_it_begins_is_no_plan(story: Story) -> None:
    for last in ("2024-02-01", "2024-01-31", "9999-12-31"):
        assert (await story.post("drafts", draft(period_to=last))).status_code == 422

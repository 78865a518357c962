"""A case follows what dispatch and the providers tell, once."""

from uuid import uuid4

from chassis.bus import Received
from chassis.kernel.ids import uuid7
from chassis.messages import Envelope
from chassis.testing.harness import Harness

from services.intake.tests.builders import Cases, a_first_service, a_referral, done


async def test_a_referral_to_an_a_unit_and_the_first_service_move_the_case(intake: Harness, cases: Cases) -> None:
    case_id, unit = await cases.approved(), uuid4()
    await intake.give(a_referral(case_id, unit))
    assert (await cases.seen(case_id))["status"] == "dispatched_to_a"
    await intake.give(a_referral(case_id, uuid4(), unit_type="B"))
    assert (await cases.seen(case_id))["status"] == "dispatched_to_a"
    await intake.give(a_first_service(case_id, unit))
    assert (await cases.seen(case_id))["status"] == "in_service"


async def test_repeated_facts_change_nothing(intake: Harness, cases: Cases) -> None:
    case_id, unit = await cases.approved(), uuid4()
    for _ in range(2):
        await intake.give(a_referral(case_id, unit))
    for _ in range(2):
        await intake.give(a_first_service(case_id, unit))
    await intake.give(a_referral(case_id, uuid4()))
    seen = await cases.seen(case_id)
    assert (seen["status"], seen["version"]) == ("in_service", 8)


async def test_a_fact_that_crossed_the_closure_leaves_the_case_closed(intake: Harness, cases: Cases) -> None:
    case_id, unit = await cases.approved(), uuid4()
    await intake.give(a_referral(case_id, unit))
    done(await cases.post(case_id, "closures", {"closure_type": "permanent", "reason": "death"}))
    await intake.give(a_first_service(case_id, unit))
    assert (await cases.seen(case_id))["status"] == "permanently_closed"


async def test_a_fact_of_an_unknown_case_is_parked(intake: Harness) -> None:
    event = a_referral(str(uuid4()), uuid4())
    envelope = Envelope(
        id=uuid7(),
        source="/dispatch",
        type=event.TYPE,
        subject=event.case_id,
        time=intake.clock.now(),
        county="nantou",
        data=event.model_dump(mode="json"),
    )
    message = Received(topic=event.TOPIC, key=str(event.case_id), headers=envelope.headers(), value=envelope.value())
    await intake.give_message(message)
    async with intake.service.database.acquire() as connection:
        assert await connection.fetchval("SELECT reason FROM parked") == "NotFound"

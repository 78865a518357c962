"""What is put into outboxes and on logs? The same event for everybody, as large as a usual one of the house."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
from chassis.bus import Message
from chassis.kernel.ids import uuid7
from chassis.messages import Envelope

from bench.toy import Counted


def counted(case_id: UUID) -> Counted:
    """The event."""
    return Counted(
        case_id=case_id, engagement_id=uuid4(), session_id=uuid4(), session_no=3, service_code="CA07", minutes=60
    )


def envelope(case_id: UUID) -> Envelope:
    """With its attributes."""
    event = counted(case_id)
    return Envelope(
        id=uuid7(),
        source="/bench",
        type=event.TYPE,
        subject=case_id,
        time=datetime.now(UTC),
        county="nantou",
        correlationid=uuid4(),
        policyref="c_record@2023-07-01/nantou",
        data=event.model_dump(mode="json"),
    )


def message(case_id: UUID, topic: str = "ltc.cases") -> Message:
    """As it travels."""
    found = envelope(case_id)
    return Message(topic=topic, key=str(case_id), headers=found.headers(), value=found.value())


_SAMPLE = envelope(uuid4())
HEADERS = _SAMPLE.headers()
_OUTBOX = """
insert into outbox (event_id, topic, key, type, headers, data)
select gen_random_uuid(), $1, key, $2, $3::jsonb || jsonb_build_object('ce_id', gen_random_uuid(), 'ce_subject', key),
    $4::jsonb || jsonb_build_object('case_id', key)
from (select gen_random_uuid() as key from generate_series(1, $5)) keys"""
_DEBEZIUM = """
insert into debezium_outbox (id, aggregatetype, aggregateid, type, headers, payload)
select gen_random_uuid(), 'case', key, $1, $2, convert_to($3 || key || '"}', 'UTF8')
from (select gen_random_uuid()::text as key from generate_series(1, $4)) keys"""
_DEBEZIUM_ONE = "insert into debezium_outbox values (gen_random_uuid(), 'case', $1, $2, $3, $4)"


async def fill_outbox(connection: asyncpg.Connection, topic: str, count: int) -> None:
    """Our outbox, in one transaction."""
    await connection.execute(_OUTBOX, topic, _SAMPLE.type, HEADERS, _SAMPLE.data, count)


async def fill_debezium(connection: asyncpg.Connection, count: int) -> None:
    """Debezium's outbox, in one transaction; its headers travel as one."""
    start = _SAMPLE.value().decode().replace(f'"case_id":"{_SAMPLE.subject}",', "").removesuffix("}") + ',"case_id":"'
    await connection.execute(_DEBEZIUM, _SAMPLE.type, str(HEADERS), start, count)


async def insert_debezium(connection: asyncpg.Connection, key: UUID) -> None:
    """One row, with its commit."""
    await connection.execute(_DEBEZIUM_ONE, str(key), _SAMPLE.type, str(HEADERS), _SAMPLE.value())

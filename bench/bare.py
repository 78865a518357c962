"""What would the write path cost with nothing but FastAPI and asyncpg? The same rows as `record_session`, and no promise."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
from chassis.kernel.ids import uuid7
from fastapi import FastAPI, Request
from prof_service.api.records import RecordBody
from pydantic import BaseModel

from bench import rows

_LOCK = "select id, case_id, county, unit_id, version from sessions where engagement_id = $1 and no = $2 for update"
_TEXT = "insert into record_texts (session_id, field, case_id, county, unit_id, text) values ($1, $2, $3, $4, $5, $6)"
_SAVE = "update sessions set recorded_on = $2, version = version + 1, changed_by = $3, changed_at = $4 where id = $1"
_MET = (
    "update deadlines set state = 'met', settled_on = $2 where subject_id = $1 and name = 'record' and state = 'open'"
)
_TELL = "insert into outbox (event_id, topic, key, type, headers, data) values ($1, 'ltc.cases', $2, $3, $4, $5)"
_KEEP = """
insert into idempotency_keys (caller, key, request_hash, status, headers, body) values ($1, $2, $3, 201, '{}', $4)"""
_SEALED = 29  # bytes that sealing adds


class Recorded(BaseModel):
    """The answer."""

    id: UUID
    engagement_id: UUID
    no: int
    recorded_on: date
    version: int


def create_app(url: str) -> FastAPI:
    """One route."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.pool = await asyncpg.create_pool(url, min_size=1, max_size=10, init=_codecs)
        yield
        await app.state.pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.post("/v1/engagements/{engagement_id}/sessions/{no}/records", status_code=201)
    async def post_record(engagement_id: UUID, no: int, body: RecordBody, request: Request) -> Recorded:
        async with request.app.state.pool.acquire() as connection, connection.transaction():
            session = await connection.fetchrow(_LOCK, engagement_id, no)
            answer = Recorded(id=session["id"], engagement_id=engagement_id, no=no, recorded_on=date.today(), version=2)  # noqa: DTZ011
            await _write(connection, session, body, request.headers["idempotency-key"], answer)
        return answer

    return app


async def _write(connection: asyncpg.Connection, session: Any, body: RecordBody, key: str, answer: Recorded) -> None:
    of_case = (session["case_id"], session["county"], session["unit_id"])
    texts = [(session["id"], field, *of_case, text.encode() + bytes(_SEALED)) for field, text in body.texts().items()]
    await connection.executemany(_TEXT, texts)
    await connection.execute(_SAVE, session["id"], answer.recorded_on, "staff-1", datetime.now(UTC))
    await connection.execute(_MET, session["id"], answer.recorded_on)
    data = {"case_id": str(session["case_id"]), "session_id": str(session["id"]), "session_no": answer.no}
    await connection.execute(_TELL, uuid7(), session["case_id"], "tw.ltc.session.recorded.v1", rows.HEADERS, data)
    await connection.execute(_KEEP, "nantou/staff-1", key, bytes(32), answer.model_dump_json().encode())


async def _codecs(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")

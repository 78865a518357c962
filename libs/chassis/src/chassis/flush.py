"""How do outbox, deadlines, relations and the idempotency key reach the database? In one statement, last before the commit.

The invariants it keeps: rows of one case enter the outbox in the order of their commits (a transaction lock per case is
taken before the position is drawn), and a clock that starts or stops stands on the event of the fact that did it.
Deadlines come before the locks of cases, in every transaction, so that no two wait for each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.messages import Clock
from chassis.steps import Round, Step, rounds

_Rows = list[tuple[object, ...]]

# Columns travel as arrays and come back as rows (unnest), so that any number of rows is one round trip. An event's
# `clocks` are completed here, because only the database knows the due date of a deadline that is being met.
FLUSH = """
WITH settled AS (
    UPDATE deadlines d
    SET state = CASE WHEN s.state = 'met' AND s.on_day > d.due_on THEN 'met_late'
                     WHEN s.state IN ('met', 'cancelled') THEN s.state ELSE d.state END,
        settled_on = CASE WHEN s.state IN ('met', 'cancelled') THEN s.on_day ELSE d.settled_on END,
        excused_because = CASE WHEN s.state = 'excused' THEN s.reason ELSE d.excused_because END
    FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::date[], $7::uuid[])
         AS s (name, subject_id, case_id, state, reason, on_day, event_id)
    WHERE d.state = 'open'
      AND (d.subject_id = s.subject_id AND d.name = s.name
           OR s.subject_id IS NULL AND d.case_id = s.case_id)
    RETURNING s.event_id, d.id, jsonb_build_object(
        'deadline_id', d.id, 'name', d.name,
        'state', CASE WHEN s.state = 'excused' THEN 'excused' ELSE d.state END,
        'opened_on', d.opened_on, 'due_on', d.due_on, 'rule', d.rule, 'owed_by_role', d.owed_by_role,
        'owed_by_unit', d.owed_by_unit, 'reason', coalesce(s.reason, d.excused_because)) AS clock
), opened AS (
    INSERT INTO deadlines (id, name, subject_id, case_id, county, owed_by_role, owed_by_unit, awaited_by_role,
        awaited_by_unit, met_by, rule, policyref, duration, if_due_on_day_off, opened_on, due_on, fires_at)
    SELECT id, name, subject_id, case_id, county, owed_by_role, owed_by_unit, awaited_by_role,
        awaited_by_unit, met_by, rule, policyref, duration, if_due_on_day_off, opened_on, due_on, fires_at
    FROM jsonb_to_recordset($8::jsonb) AS o (id uuid, name text, subject_id uuid, case_id uuid, county text,
        owed_by_role text, owed_by_unit uuid, awaited_by_role text, awaited_by_unit uuid, met_by text, rule text,
        policyref text, duration text, if_due_on_day_off text, opened_on date, due_on date, fires_at timestamptz)
    WHERE (SELECT count(*) FROM settled) >= 0 -- settle first: the deadline that is opened may replace a settled one
), events AS (
    INSERT INTO outbox (event_id, topic, key, type, headers, data)
    SELECT e.event_id, e.topic, e.key, e.type, e.headers,
        e.data || jsonb_build_object('clocks', c.clocks)
    FROM (
        SELECT u.*, pg_advisory_xact_lock(hashtextextended(u.key::text, 7))
        FROM unnest($9::uuid[], $10::text[], $11::uuid[], $12::text[], $13::jsonb[], $14::jsonb[])
             WITH ORDINALITY AS u (event_id, topic, key, type, headers, data, n)
        WHERE (SELECT count(*) FROM settled) >= 0 -- never wait for a deadline while holding a case
        ORDER BY u.key, u.n
        OFFSET 0
    ) e CROSS JOIN LATERAL (
        SELECT (e.data -> 'clocks') || coalesce(
            (SELECT jsonb_agg(clock ORDER BY id) FROM settled WHERE settled.event_id = e.event_id), '[]'::jsonb) AS clocks
    ) c
    WHERE e.type <> 'tw.ltc.deadline.settled.v1' OR c.clocks <> '[]'::jsonb -- nothing was settled: nothing to tell
), related AS (
    INSERT INTO relations (case_id, unit_id, kind, basis_id, since, until)
    SELECT case_id, unit_id, kind, basis_id, at, CASE WHEN does = 'closes' THEN at END
    FROM unnest($15::uuid[], $16::uuid[], $17::text[], $18::uuid[], $19::text[], $20::timestamptz[])
         AS r (case_id, unit_id, kind, basis_id, does, at)
    ON CONFLICT (case_id, unit_id, kind, basis_id) DO UPDATE
    SET since = CASE WHEN EXCLUDED.until IS NULL THEN EXCLUDED.since ELSE relations.since END, until = EXCLUDED.until
), remembered AS (
    INSERT INTO idempotency_keys (caller, key, request_hash, status, headers, body)
    SELECT * FROM unnest($21::text[], $22::text[], $23::bytea[], $24::int[], $25::jsonb[], $26::bytea[])
)
SELECT event_id, jsonb_agg(clock ORDER BY id) AS clocks FROM settled GROUP BY event_id
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer kept for the same Idempotency-Key."""

    caller: str
    key: str
    request_hash: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


async def write(
    connection: Any, steps: Sequence[Step], remember: Remembered | None, now: datetime
) -> dict[UUID, list[Clock]]:
    """Write everything; returns, by event, the clocks that only the database could tell."""
    *earlier, last = rounds(steps)
    told: dict[UUID, list[Clock]] = {}
    for each in earlier:
        await _run(connection, told, each, [], [], [])
    events, relations = _outbox(steps, told), _relations(steps, now)
    if last.settled or last.opened or events or relations or remember:
        await _run(connection, told, last, events, relations, [_remembered(remember)] if remember else [])
    return told


async def _run(
    connection: Any, told: dict[UUID, list[Clock]], clocks: Round, events: _Rows, relations: _Rows, answers: _Rows
) -> None:
    rows = await connection.fetch(
        FLUSH,
        *_columns(clocks.settled, 7),
        clocks.opened,
        *_columns(events, 6),
        *_columns(relations, 6),
        *_columns(answers, 6),
    )
    for row in rows:
        told.setdefault(row["event_id"], []).extend(Clock.model_validate(clock) for clock in row["clocks"])


def _outbox(steps: Sequence[Step], told: Mapping[UUID, list[Clock]]) -> _Rows:
    rows: _Rows = []
    for step in steps:
        clocks: dict[UUID, list[Clock]] = {}
        for case_id, told_before, clock in step.deadlines.clocks:
            clocks.setdefault(step.event_of(case_id, told_before), []).append(clock)
        for envelope, event in step.events:
            known = [*clocks.get(envelope.id, []), *told.get(envelope.id, [])]
            data = {**envelope.data, "clocks": [clock.model_dump(mode="json") for clock in known]}
            rows.append((envelope.id, event.TOPIC, envelope.subject, envelope.type, envelope.headers(), data))
    return rows


def _relations(steps: Sequence[Step], now: datetime) -> _Rows:
    latest: dict[tuple[UUID, UUID, str, UUID], str] = {}
    for step in steps:
        emitted = [(e.subject, *related) for e, event in step.events for related in event.relations()]
        for case_id, relation, unit, basis in [*step.related, *emitted]:
            latest[case_id, unit, relation.kind, basis] = relation.does
    return [(*key, does, now) for key, does in latest.items()]


def _remembered(r: Remembered) -> tuple[object, ...]:
    return (r.caller, r.key, r.request_hash, r.status, dict(r.headers), r.body)


def _columns(rows: _Rows, width: int) -> list[list[object]]:
    """Rows as columns, for unnest."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]

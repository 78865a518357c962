"""What does prof-service hold when a record is entered? Cases with a served session each, written by SQL."""

from uuid import UUID

import asyncpg
from prof_service.definition import DEFINITION

from bench.stack import Postgres

UNIT = UUID("0190a0c0-0000-7000-8000-000000000001")
_FILL = """
with given as (select nr, gen_random_uuid() as id, md5('case ' || nr % $3)::uuid as case_id, gen_random_uuid() as session_id,
        gen_random_uuid() as referral_id,
        case when nr <= $4 then $1::uuid else md5('unit ' || nr / 100)::uuid end as unit_id from generate_series(1, $2) nr
), related as (
    insert into relations (case_id, unit_id, kind, basis_id, since)
    select distinct on (case_id) case_id, unit_id, 'b_unit', referral_id, now() from given
), clocks as (
    insert into deadlines (id, name, subject_id, case_id, county, owed_by_role, owed_by_unit, awaited_by_role, met_by, rule,
        policyref, duration, if_due_on_day_off, opened_on, due_on, fires_at)
    select gen_random_uuid(), 'record', session_id, case_id, 'nantou', 'b_unit', unit_id, 'a_case_manager', '/v1/records',
        'NT-04-11', 'c_record@2023-07-01/nantou', '2 working_day', 'keep', current_date, current_date + 2, now() + interval '2 days'
    from given
)
insert into sessions (id, engagement_id, case_id, county, no, unit_id, referral_id, staff, served_on, started_at, ended_at,
    minutes, guidance_targets, flags, record_due_on, version, changed_by, changed_at)
select session_id, id, case_id, 'nantou', 1, unit_id, referral_id, 'ot-07', current_date, '09:30', '10:30', 60, '{client}', '{}',
    current_date + 2, 1, 'bench', now() from given
returning engagement_id"""
_WITHOUT_ENGAGEMENTS = "alter table sessions drop constraint if exists sessions_engagement_id_fkey"
"""The command reads the session only; its engagement need not be made up. Both sides alike."""


async def database(server: Postgres) -> str:
    """prof-service's tables."""
    url = await server.migrated(DEFINITION)
    connection = await asyncpg.connect(url)
    await connection.execute(_WITHOUT_ENGAGEMENTS)
    await connection.close()
    return url


async def fill(pool: asyncpg.Pool, count: int, *, cases: int, of_unit: int) -> list[UUID]:
    """So many sessions without a record in so many cases, the first of them UNIT's, the rest a hundred to a unit.

    Returns their engagements.
    """
    found = await pool.fetch(_FILL, UNIT, count, cases, of_unit)
    await pool.execute("vacuum analyze sessions, deadlines, relations")
    return [row["engagement_id"] for row in found]

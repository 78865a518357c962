"""Is the migrated database the one that the code expects?"""

import asyncio

from chassis.migrate import differences
from chassis.testing.harness import migrated_database
from chassis.testing.postgres import drop_database
from prof_service.definition import DEFINITION


async def test_the_migrations_lead_to_the_tables_of_the_code():
    url = await migrated_database(DEFINITION)
    assert await asyncio.to_thread(differences, DEFINITION, url) == []
    await drop_database(url)


def test_every_deadline_that_a_command_opens_has_its_handler():
    assert set(DEFINITION.deadlines) == {"record", "documents"}

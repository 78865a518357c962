"""Is the migrated database the one that the code expects?"""

import asyncio

from chassis.migrate import differences
from chassis.testing.harness import migrated_database
from chassis.testing.postgres import drop_database
from prof_service.commands import (
    begin_closing,
    deliver_session,
    extension_clocks,
    period_clocks,
    set_goal,
    upload_documents,
)
from prof_service.definition import DEFINITION


async def test_the_migrations_lead_to_the_tables_of_the_code():
    url = await migrated_database(DEFINITION)
    assert await asyncio.to_thread(differences, DEFINITION, url) == []
    await drop_database(url)


def test_every_deadline_that_a_command_opens_has_its_handler():
    names = {deliver_session.RECORD, deliver_session.DOCUMENTS, set_goal.GOAL_SETUP, set_goal.GOAL_CORRECTION}
    names |= {upload_documents.UPLOAD, upload_documents.LAST_UPLOAD}
    names |= {begin_closing.LAST_DOCUMENTS, begin_closing.ITEM_REMOVAL}
    names |= {period_clocks.TRAINING, period_clocks.PRACTICE_START, period_clocks.PRACTICE}
    names |= {extension_clocks.REVIEW, extension_clocks.ESCALATION, extension_clocks.END, extension_clocks.CLOSURE}
    assert names <= set(DEFINITION.deadlines)

"""How do Procrastinate and DBOS write the row that a passed deadline becomes?"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from dbos import DBOS, DBOSConfig
from procrastinate import App, PsycopgConnector

from bench import rows
from bench.toy import Overdue

_TELL = "insert into outbox (event_id, topic, key, type, headers, data) values ($1, 'ltc.cases', $2, $3, $4, $5)"


async def tell(pool: asyncpg.Pool, case_id: str) -> None:
    """The effect."""
    await pool.execute(_TELL, uuid4(), case_id, Overdue.TYPE, str(rows.HEADERS).replace("'", '"'), "{}")


@asynccontextmanager
async def procrastinate_app(url: str) -> AsyncIterator[App]:
    """An app with one task; its tables are there."""
    app = App(connector=PsycopgConnector(conninfo=url, max_size=10))
    pool = await asyncpg.create_pool(url, min_size=2, max_size=10)

    @app.task(name="fire", queue="deadlines")
    async def fire(case_id: str) -> None:
        await tell(pool, case_id)

    async with app.open_async(), pool:
        yield app


@asynccontextmanager
async def sleepers(url: str) -> AsyncIterator[Callable[[int, float], Awaitable[object]]]:
    """Starts so many workflows that sleep until a moment, and waits for their end."""
    pool = await asyncpg.create_pool(url, min_size=2, max_size=10)
    config: DBOSConfig = {
        "name": "bench",
        "system_database_url": url,
        "executor_id": uuid4().hex,
        "log_level": "CRITICAL",
        "sys_db_pool_size": 20,
    }
    DBOS(config=config)

    @DBOS.step()
    async def step(case_id: str) -> None:
        await tell(pool, case_id)

    @DBOS.workflow()
    async def deadline(case_id: str, at: float) -> None:
        await DBOS.sleep_async(max(0.0, at - time.time()))
        await step(case_id)

    DBOS.launch()

    async def start(count: int, at: float) -> None:
        handles = [await DBOS.start_workflow_async(deadline, str(uuid4()), at) for _ in range(count)]
        await asyncio.gather(*(handle.get_result() for handle in handles))

    try:
        yield start
    finally:
        DBOS.destroy()
        await pool.close()

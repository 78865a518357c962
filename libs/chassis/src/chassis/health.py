"""Is the process alive, is it ready, and what does it count?"""

import asyncio
from typing import Any

import asyncpg
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chassis.access import open_to_all
from chassis.lost import LOST
from chassis.service import Service

_PATIENCE_SECONDS = 2.0
router = APIRouter(tags=["health"], include_in_schema=False)


@router.get("/livez", dependencies=[open_to_all("a kubelet has no token")])
async def get_livez() -> dict[str, str]:
    """The process answers; it needs neither database nor log for that."""
    return {"status": "alive"}


@router.get("/readyz", dependencies=[open_to_all("a kubelet has no token")])
async def get_readyz(request: Request, response: Response) -> dict[str, str]:
    """Ready while the database answers: without it no command can be kept."""
    service: Service[Any] = request.app.state.service
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS), service.database.acquire() as connection:
            await connection.fetchval("SELECT 1")
    except (*LOST, asyncpg.PostgresError, RuntimeError):
        response.status_code = 503
        return {"status": "the database does not answer"}
    return {"status": "ready"}


@router.get("/metrics", dependencies=[open_to_all("scraped inside the cluster; holds numbers only")])
async def get_metrics() -> Response:
    """Prometheus metrics of the process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

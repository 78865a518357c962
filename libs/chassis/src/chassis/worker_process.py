"""How does a worker live as a process of its own? It waits for its database, shows its health, and leaves in good order."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

from chassis import health
from chassis.bus import Bus
from chassis.lost import LOST
from chassis.service import Service
from chassis.worker import bus_for, run_worker

_AGAIN_SECONDS = 1.0
_log = structlog.get_logger()


async def serve_worker(service: Service[Any]) -> None:
    """Run until SIGTERM or SIGINT; then the batch in hand is finished, its offset committed and the group left."""
    leaving = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, leaving.set)
    bus = bus_for(service.settings)
    async with _health(service):
        try:
            while not leaving.is_set():
                await _work(service, bus, leaving)
        finally:
            await bus.close()


async def _work(service: Service[Any], bus: Bus, leaving: asyncio.Event) -> None:
    """A database that does not answer yet is waited for; the probes say so meanwhile."""
    try:
        await service.open()
        await run_worker(service, bus, leaving)
    except LOST as lost:
        _log.warning("worker_waits_for_database", service=service.name, reason=type(lost).__name__)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_AGAIN_SECONDS):
                await leaving.wait()
    finally:
        await service.close()


class _Quiet(uvicorn.Server):
    """Uvicorn without its signal handlers: the worker has its own."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def _health(service: Service[Any]) -> AsyncIterator[None]:
    """/livez, /readyz and /metrics on the port that the settings name, if they name one."""
    port = service.settings.health_port
    if port is None:
        yield
        return
    server = _Quiet(uvicorn.Config(health_app(service), host="0.0.0.0", port=port, log_config=None, lifespan="off"))  # noqa: S104  the kubelet comes from outside
    serving = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def health_app(service: Service[Any]) -> FastAPI:
    """What a kubelet and Prometheus ask a worker."""
    app = FastAPI(openapi_url=None)
    app.state.service = service
    app.include_router(health.router)
    return app

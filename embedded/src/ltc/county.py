"""How do five services run in one process? Each with its own database and worker, under its own prefix, on one log."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from chassis.access import open_to_all
from chassis.app import build_app
from chassis.bus import Bus
from chassis.clock import Clock
from chassis.issuer import DevelopmentIssuer
from chassis.policy import Packs
from chassis.problems import install_problems
from chassis.service import Service
from chassis.settings import Settings
from chassis.tokens import development_issuer
from chassis.worker import run_worker
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from ltc.services import DEFINITIONS

_FRONT = """<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><title>長照業務平台（示範）</title>
<body><h1>長照業務平台（示範）</h1><ul>{links}</ul></body></html>"""


@dataclass(frozen=True, slots=True)
class County:
    """The five services, running."""

    app: FastAPI
    services: Mapping[str, Service[Any]]
    issuer: DevelopmentIssuer


@asynccontextmanager
async def running_county(
    settings: Mapping[str, Settings], *, clock: Clock, packs: Packs, bus: Bus
) -> AsyncIterator[County]:
    """Open the services on their migrated databases, start their workers, and mount them under their prefixes.

    A worker that ends by an error ends the whole: half a county would lose cases in silence.
    """
    async with AsyncExitStack() as stack:
        services, front = {}, FastAPI(title="LTC county", openapi_url=None)
        install_problems(front)
        for name, definition in DEFINITIONS.items():
            services[name] = Service(definition, settings[name], clock=clock, packs=packs)
            app = build_app(definition, settings[name], services[name])
            await stack.enter_async_context(app.router.lifespan_context(app))
            front.mount(f"/{name}", app)
        issuer = development_issuer(settings["intake"])
        _front_routes(front, issuer)
        workers = [asyncio.create_task(run_worker(service, bus)) for service in services.values()]
        stack.push_async_callback(_end, workers)
        yield County(front, services, issuer)


async def _end(workers: list[asyncio.Task[None]]) -> None:
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


def _front_routes(front: FastAPI, issuer: DevelopmentIssuer) -> None:
    @front.get("/", response_class=HTMLResponse, dependencies=[open_to_all("links only")])
    async def get_front() -> str:
        links = "".join(f'<li><a href="/{name}/docs">{d.title}</a></li>' for name, d in DEFINITIONS.items())
        return _FRONT.format(links=links)

    @front.get("/.well-known/jwks.json", dependencies=[open_to_all("public keys are public")])
    async def get_jwks() -> dict[str, Any]:
        return dict(issuer.jwks())

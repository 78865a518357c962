"""How is a service's HTTP side put together? The same way for all five."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response

from chassis import health
from chassis.away import install_away
from chassis.calls import Answered
from chassis.clock import local_date
from chassis.excuses import excuses_router
from chassis.http_metrics import CountRequests
from chassis.policy import PolicyNotAnswered, UnknownCounty
from chassis.policy_routes import policy_router
from chassis.problems import Problem, answer, install_problems
from chassis.service import Definition, Service
from chassis.settings import Settings
from chassis.tokens import verifier_for
from chassis.work_items import work_items_router


def build_app(definition: Definition[Any], settings: Settings, service: Service[Any] | None = None) -> FastAPI:
    """The service's app. It opens and closes its `service` with its own lifespan."""
    running = service or Service(definition, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await running.open()
        try:
            yield
        finally:
            await running.close()

    app = FastAPI(title=definition.title, version="1", lifespan=lifespan)
    app.state.service = running
    app.state.packs = running.packs
    app.state.verifier = verifier_for(settings)
    app.state.today = lambda: local_date(running.clock.now())
    install_problems(app)
    app.add_middleware(CountRequests, service=definition.name)
    install_away(app)
    app.add_exception_handler(Answered, _answered)
    app.add_exception_handler(UnknownCounty, _no_such_county)
    app.add_exception_handler(PolicyNotAnswered, _not_answered)
    for router in definition.routers:
        app.include_router(router)
    app.include_router(work_items_router(definition.metadata))
    app.include_router(excuses_router(definition.metadata))
    app.include_router(
        policy_router(lambda request: request.app.state.packs, lambda request: request.app.state.today())
    )
    app.include_router(health.router)
    return app


async def _no_such_county(request: Request, _: Exception) -> Response:
    """A valid token of a county that this installation does not run."""
    zh, en = "本系統未設定您所屬縣市的規則。", "There is no policy pack for your county here."
    return answer(request, Problem(status=403, code="unknown_county", zh=zh, en=en))


async def _not_answered(request: Request, _: Exception) -> Response:
    """A day of the request for which no rule has a source: nothing is extrapolated."""
    zh, en = (
        "依據的規定未涵蓋所填日期，不推定。",
        "No rule in force covers a date of the request; nothing is extrapolated.",
    )
    return answer(request, Problem(status=422, code="policy_not_answered", zh=zh, en=en))


async def _answered(_: Request, answered: Exception) -> Response:
    if not isinstance(answered, Answered):
        raise answered
    return answered.response

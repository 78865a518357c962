"""How many requests end how, and how long do they take? Counted by the route's template, never by the path, which names a case."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.telemetry import HTTP_REQUESTS, HTTP_SECONDS

_OF_THE_CLUSTER = {"/livez", "/readyz", "/metrics"}
_KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class CountRequests:
    """Plain ASGI, since a middleware of Starlette's kind would wrap every body in a stream of its own."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count; probes and scrapes are left out, since they would drown what people do."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._count(scope, status, time.perf_counter() - begun)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        if route in _OF_THE_CLUSTER:
            return
        method = scope["method"] if scope["method"] in _KNOWN_METHODS else "other"  # a label must not be the caller's
        HTTP_REQUESTS.labels(self._service, method, route, str(status)).inc()
        HTTP_SECONDS.labels(self._service).observe(seconds)

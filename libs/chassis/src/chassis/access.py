"""Who may? The rule stands in the route's signature (`by: AsProvider`); a route without one fails a test."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import HTTPBearer as BearerModel
from fastapi.routing import APIRoute, APIWebSocketRoute, RouteContext, iter_route_contexts
from fastapi.security.base import SecurityBase
from starlette.routing import BaseRoute, Mount

from chassis.problems import NotAllowed, Unauthenticated


class Role(StrEnum):
    """What a token's bearer works as."""

    CARE_MANAGER = "care_manager"
    CARE_SUPERVISOR = "care_supervisor"
    DISCHARGE_PLANNER = "discharge_planner"
    COUNTY_GOV = "county_gov"
    HEALTH_BUREAU = "health_bureau"
    SOCIAL_BUREAU = "social_bureau"
    A_CASE_MANAGER = "a_case_manager"
    B_UNIT = "b_unit"
    PROF_STAFF = "prof_staff"
    PLATFORM_OPERATOR = "platform_operator"


COUNTYWIDE = frozenset(
    {
        Role.CARE_MANAGER,
        Role.CARE_SUPERVISOR,
        Role.COUNTY_GOV,
        Role.HEALTH_BUREAU,
        Role.SOCIAL_BUREAU,
        Role.PLATFORM_OPERATOR,
    }
)
"""Roles that see every case of their own county; the others see what a relation opens to their unit."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as a verified token says. `person` is an opaque id, never a name."""

    person: str
    county: str
    roles: frozenset[Role]
    unit: UUID | None = None

    @property
    def countywide(self) -> bool:
        """Whether the actor sees all cases of the county, whatever the unit."""
        return not self.roles.isdisjoint(COUNTYWIDE)

    @property
    def is_system(self) -> bool:
        """Whether this is a worker. A token cannot say so: without a role it is refused."""
        return self.person == "system" and not self.roles


SYSTEM = Actor(person="system", county="", roles=frozenset())
"""A worker: consumers and deadlines. No token gives it and no route can reach it."""


class Access(SecurityBase):
    """The dependency behind `allow`: a valid token and one of `access_roles`."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.access_roles = roles
        self.model = BearerModel(bearerFormat="JWT")  # what OpenAPI shows
        self.scheme_name = "token"

    async def __call__(self, request: Request) -> Actor:
        actor: Actor = await request.app.state.verifier.verify(_bearer(request))
        if actor.roles.isdisjoint(self.access_roles):
            raise NotAllowed(sorted(self.access_roles))
        return actor


class Open:
    """The dependency behind `open_to_all`: nobody is asked, and the reason is written down."""

    access_roles: frozenset[Role] = frozenset()

    def __init__(self, reason: str) -> None:
        self.reason = reason

    async def __call__(self) -> None:
        return None


def allow(*roles: Role) -> Any:
    """A dependency: `AsProvider = Annotated[Actor, allow(Role.B_UNIT, Role.PROF_STAFF)]`."""
    if not roles:
        raise ValueError("allow() needs a role; allow_any() lets every valid token in, open_to_all() everybody")
    return Depends(Access(frozenset(roles)))


def allow_any() -> Any:
    """A dependency: any valid token, whatever its role."""
    return Depends(Access(frozenset(Role)))


def open_to_all(reason: str) -> Any:
    """A route's dependency, `dependencies=[open_to_all("a load balancer has no token")]`: no token, and why."""
    if not reason.strip():
        raise ValueError("open_to_all() needs the reason why nobody is asked for a token")
    return Depends(Open(reason))


AsAnyone = Annotated[Actor, allow_any()]


def routes_without_access(app: FastAPI) -> list[str]:
    """The routes that say of nobody who may, such as `GET /v1/cases`: included and mounted ones also.

    What FastAPI cannot guard (a plain route, a mounted foreign application) is named too, except FastAPI's own pages.
    """
    return list(_unguarded(app.routes, ""))


def _unguarded(routes: Sequence[BaseRoute], prefix: str) -> Iterator[str]:
    for found in iter_route_contexts(routes):
        inner = getattr(found, "routes", None) if isinstance(found.original_route, Mount) else None
        if inner:
            yield from _unguarded(inner, f"{prefix}{found.path}")
        elif not _is_guarded(found):
            yield f"{','.join(sorted(found.methods or {'*'}))} {prefix}{found.path}"


def _is_guarded(found: RouteContext) -> bool:
    if isinstance(found.original_route, APIRoute | APIWebSocketRoute):
        return _has_marker(found.dependant)
    return getattr(found.endpoint, "__module__", "") == "fastapi.applications"  # its OpenAPI pages


def _has_marker(dependant: Dependant) -> bool:
    return hasattr(dependant.call, "access_roles") or any(_has_marker(d) for d in dependant.dependencies)


def _bearer(request: Request) -> str:
    given = request.headers.getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated
    return token.strip()

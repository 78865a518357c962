"""Who may do what in audit?"""

from dataclasses import dataclass
from typing import Annotated

from chassis.access import Access, Actor, AsAnyone, Role, allow
from chassis.calls import Call, call_dependency
from chassis.problems import Problem
from fastapi import Depends, Request

from audit.api.negotiation import prefers_html
from audit.store.work import Work

__all__ = ["AsAnyone", "AsCounty", "AsMeasured", "AsSuspending", "AsTimelineReader", "AuditCall"]

AsCounty = Annotated[
    Actor,
    allow(Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.COUNTY_GOV, Role.HEALTH_BUREAU, Role.SOCIAL_BUREAU),
]
"""Who sees the county's cases as a list."""

AsMeasured = Annotated[
    Actor,
    allow(
        Role.CARE_MANAGER,
        Role.CARE_SUPERVISOR,
        Role.COUNTY_GOV,
        Role.HEALTH_BUREAU,
        Role.SOCIAL_BUREAU,
        Role.A_CASE_MANAGER,
        Role.B_UNIT,
        Role.PROF_STAFF,
    ),
]
"""Who sees rates and suspensions: the county all of them, a unit its own."""

AsSuspending = Annotated[Actor, allow(Role.HEALTH_BUREAU, Role.SOCIAL_BUREAU)]
"""Who suspends dispatch to a unit, and lifts that (TY-13-09, TY-3301-05)."""

AuditCall = Annotated[Call[Work], Depends(call_dependency())]


class CountyNeeded(Problem):
    """Without a token nothing says whose case is meant."""

    def __init__(self) -> None:
        super().__init__(
            status=400,
            code="county_needed",
            zh="未附權杖時，請以 ?county= 指明縣市，例如 ?county=nantou。",
            en="Without a token say whose case it is by ?county=, such as ?county=nantou.",
        )


@dataclass(frozen=True, slots=True)
class PublicReader(Actor):
    """A reader without a token: has no role, so that no rule of any route lets it in, and sees one county's rows."""

    @property
    def countywide(self) -> bool:
        """The demo's page shows whole cases."""
        return True


class TimelineAccess(Access):
    """Any valid token; in a demo whose timeline is public, a browser without a token too."""

    async def __call__(self, request: Request) -> Actor:
        settings = request.app.state.service.settings
        if settings.public_timeline and prefers_html(request) and "authorization" not in request.headers:
            return _public(request)
        return await Access.__call__(self, request)


def _public(request: Request) -> Actor:
    county = request.query_params.get("county")
    if not county:
        raise CountyNeeded
    return PublicReader(person="public-timeline", county=county, roles=frozenset())


AsTimelineReader = Annotated[Actor, Depends(TimelineAccess(frozenset(Role)))]
"""Who reads a case's timeline: row scope decides how much of it."""

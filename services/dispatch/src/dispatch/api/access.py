"""Who may do what in dispatch?"""

from typing import Annotated

from chassis.access import Actor, Role, allow
from chassis.calls import Call, call_dependency
from fastapi import Depends

from dispatch.store.work import Work

AsRegistrar = Annotated[Actor, allow(Role.COUNTY_GOV, Role.HEALTH_BUREAU)]
"""Contracts units."""

AsRotationKeeper = Annotated[Actor, allow(Role.COUNTY_GOV, Role.A_CASE_MANAGER)]
"""The county keeps the lists of A units, an A unit its own lists of B units (AM-179)."""

AsCareManager = Annotated[Actor, allow(Role.CARE_MANAGER)]
AsACaseManager = Annotated[Actor, allow(Role.A_CASE_MANAGER)]

AsReferring = Annotated[Actor, allow(Role.A_CASE_MANAGER, Role.CARE_MANAGER)]
"""The A unit; the centre where the case has none (NA-03-03)."""

AsBUnit = Annotated[Actor, allow(Role.B_UNIT)]
AsPrincipal = Annotated[Actor, allow(Role.A_CASE_MANAGER, Role.HEALTH_BUREAU)]

AsDispatchReader = Annotated[
    Actor,
    allow(
        Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.COUNTY_GOV, Role.HEALTH_BUREAU, Role.SOCIAL_BUREAU,
        Role.A_CASE_MANAGER,
    ),
]  # fmt: skip
"""Reads candidates and decisions: how units were compared is not for the units compared."""

AsParty = Annotated[
    Actor,
    allow(
        Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.COUNTY_GOV, Role.HEALTH_BUREAU, Role.SOCIAL_BUREAU,
        Role.A_CASE_MANAGER, Role.B_UNIT, Role.PROF_STAFF,
    ),
]  # fmt: skip
"""Reads referrals, each its own."""

DispatchCall = Annotated[Call[Work], Depends(call_dependency())]

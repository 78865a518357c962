"""Who may do what in care-plan?"""

from datetime import date
from typing import Annotated

from chassis.access import Actor, Role, allow
from chassis.calls import Call, call_dependency
from fastapi import Depends
from pydantic import Field

from care_plan.store.work import Work

AsACaseManager = Annotated[Actor, allow(Role.A_CASE_MANAGER)]
"""Who drafts: of which plans, the unit in the token says."""

AsReviewer = Annotated[Actor, allow(Role.CARE_MANAGER, Role.CARE_SUPERVISOR)]
"""The centre."""

AsTextReader = Annotated[Actor, allow(Role.A_CASE_MANAGER, Role.CARE_MANAGER, Role.CARE_SUPERVISOR)]
"""Who may have a text revealed, for a purpose that is kept."""

AsReader = Annotated[
    Actor,
    allow(
        Role.A_CASE_MANAGER,
        Role.CARE_MANAGER,
        Role.CARE_SUPERVISOR,
        Role.COUNTY_GOV,
        Role.HEALTH_BUREAU,
        Role.SOCIAL_BUREAU,
    ),
]
"""Who may see codes, numbers and dates."""

PlanCall = Annotated[Call[Work], Depends(call_dependency())]

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31), examples=["2024-01-22"])]
"""A day that a calendar can count with."""

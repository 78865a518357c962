"""Who may do what in intake?"""

from typing import Annotated

from chassis.access import Actor, Role, allow
from chassis.calls import Call as ChassisCall
from chassis.calls import call_dependency
from fastapi import Depends

from intake.store.work import Work

AsApplicant = Annotated[Actor, allow(Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.A_CASE_MANAGER)]
"""An A unit applies for what it has found itself."""
AsCareManager = Annotated[Actor, allow(Role.CARE_MANAGER)]
AsSupervisor = Annotated[Actor, allow(Role.CARE_SUPERVISOR)]
AsCentre = Annotated[Actor, allow(Role.CARE_MANAGER, Role.CARE_SUPERVISOR)]
AsCaseWorker = Annotated[
    Actor, allow(Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.A_CASE_MANAGER, Role.B_UNIT, Role.PROF_STAFF)
]
"""Who works with the client: the centre, and the units that a referral has brought in."""
AsReader = Annotated[
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

Call = Annotated[ChassisCall[Work], Depends(call_dependency())]

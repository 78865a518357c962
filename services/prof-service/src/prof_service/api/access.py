"""Who may do what in prof-service?"""

from typing import Annotated

from chassis.access import Actor, Role, allow
from chassis.calls import Call, call_dependency
from fastapi import Depends

from prof_service.store.work import Work

AsProvider = Annotated[Actor, allow(Role.B_UNIT, Role.PROF_STAFF)]
"""Who serves: of which engagements, the unit in the token says."""

AsReader = Annotated[
    Actor,
    allow(
        Role.B_UNIT,
        Role.PROF_STAFF,
        Role.A_CASE_MANAGER,
        Role.CARE_MANAGER,
        Role.CARE_SUPERVISOR,
        Role.COUNTY_GOV,
        Role.HEALTH_BUREAU,
        Role.SOCIAL_BUREAU,
    ),
]
"""Who may see codes, numbers and dates."""

AsRecordReader = Annotated[
    Actor,
    allow(
        Role.B_UNIT,
        Role.PROF_STAFF,
        Role.A_CASE_MANAGER,
        Role.CARE_MANAGER,
        Role.CARE_SUPERVISOR,
        Role.HEALTH_BUREAU,
    ),
]
"""Who may have the text of a record revealed, for a purpose that is kept."""

AsStaffKeeper = Annotated[Actor, allow(Role.B_UNIT)]
"""The unit answers for the register of its own people."""

AsStaffReader = Annotated[
    Actor,
    allow(Role.B_UNIT, Role.PROF_STAFF, Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.COUNTY_GOV, Role.HEALTH_BUREAU),
]
"""A unit its own people, the county all."""

AsApplicantsHelper = Annotated[Actor, allow(Role.B_UNIT, Role.A_CASE_MANAGER, Role.CARE_MANAGER)]
"""Who hands in what the client or the family applies for."""

AsACaseManager = Annotated[Actor, allow(Role.A_CASE_MANAGER)]
AsCareManager = Annotated[Actor, allow(Role.CARE_MANAGER)]

ProfCall = Annotated[Call[Work], Depends(call_dependency())]

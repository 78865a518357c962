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

AsManager = Annotated[Actor, allow(Role.A_CASE_MANAGER, Role.CARE_MANAGER)]
"""Who manages the case: of cases without an A unit, the care manager (AM-124)."""

AsCloser = Annotated[Actor, allow(Role.B_UNIT, Role.PROF_STAFF, Role.A_CASE_MANAGER, Role.CARE_MANAGER)]
"""Who may begin the closure of a training: the unit, or who manages the case (NT-05-15, NT-05-30)."""

AsAsker = Annotated[Actor, allow(Role.B_UNIT, Role.PROF_STAFF, Role.A_CASE_MANAGER, Role.CARE_MANAGER)]
"""Who files a request to start again, also for client or caregiver (NT-08-02, NT-08-06)."""

AsRestarter = Annotated[Actor, allow(Role.CARE_MANAGER)]
"""Who decides that service starts again (NT-08-04, NT-08-07)."""

AsExtensionReviewer = Annotated[Actor, allow(Role.A_CASE_MANAGER, Role.CARE_MANAGER, Role.CARE_SUPERVISOR)]
"""Who may sit in a seat of an extension's review; which ones there are, the county says (NT-06-10, TY-3310-05)."""

ProfCall = Annotated[Call[Work], Depends(call_dependency())]

AsNotifier = Annotated[Actor, allow(Role.B_UNIT, Role.PROF_STAFF, Role.A_CASE_MANAGER)]
"""Who posts a quick change notice (NT-04-15, NT-05-15)."""

AsNoticeReader = Annotated[
    Actor, allow(Role.B_UNIT, Role.PROF_STAFF, Role.A_CASE_MANAGER, Role.CARE_MANAGER, Role.CARE_SUPERVISOR)
]

AsAddressKeeper = Annotated[Actor, allow(Role.B_UNIT, Role.A_CASE_MANAGER, Role.CARE_MANAGER)]
"""An office registers where its own mails go."""

AsConferenceAsker = Annotated[Actor, allow(Role.CARE_MANAGER, Role.A_CASE_MANAGER, Role.PROF_STAFF)]
"""Who submits a case for a conference (NT-07-05)."""

AsConferenceReviewer = Annotated[
    Actor, allow(Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.HEALTH_BUREAU, Role.A_CASE_MANAGER)
]
"""Which kind of reviewer each of them enters, the domain says (NT-07-04)."""

AsConferenceDecider = Annotated[Actor, allow(Role.CARE_MANAGER, Role.CARE_SUPERVISOR, Role.HEALTH_BUREAU)]

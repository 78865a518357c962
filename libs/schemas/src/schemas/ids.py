"""Which ids do the services share? UUIDs that the type checker keeps apart. Standard library only."""

from typing import NewType
from uuid import UUID

CaseId = NewType("CaseId", UUID)
PersonId = NewType("PersonId", UUID)
VisitId = NewType("VisitId", UUID)
AssessmentId = NewType("AssessmentId", UUID)
UnitId = NewType("UnitId", UUID)
ReferralId = NewType("ReferralId", UUID)
RotationListId = NewType("RotationListId", UUID)
PlanId = NewType("PlanId", UUID)
PlanItemId = NewType("PlanItemId", UUID)
EngagementId = NewType("EngagementId", UUID)
SessionId = NewType("SessionId", UUID)
GoalId = NewType("GoalId", UUID)
ExtensionRequestId = NewType("ExtensionRequestId", UUID)
RestartRequestId = NewType("RestartRequestId", UUID)
SurchargeRequestId = NewType("SurchargeRequestId", UUID)
NoticeId = NewType("NoticeId", UUID)
ConferenceId = NewType("ConferenceId", UUID)
SuspensionId = NewType("SuspensionId", UUID)
DeadlineId = NewType("DeadlineId", UUID)
StaffId = NewType("StaffId", str)
"""The code a person signs in with. Never a name or a national id."""

"""Which events are there? The one table of all, by type."""

from chassis.messages import Event

from schemas.events import audit, care_plan, deadlines, dispatch, intake, prof_service

ALL: tuple[type[Event], ...] = (
    intake.ApplicationReceived,
    intake.CaseScreenedOut,
    intake.HomeVisitScheduled,
    intake.NeedsAssessed,
    intake.AssessmentSubmitted,
    intake.AssessmentReturned,
    intake.CaseNotOpened,
    intake.QuotaApproved,
    intake.CaseClosed,
    dispatch.UnitContracted,
    dispatch.CaseReferred,
    dispatch.CaseAccepted,
    dispatch.RotationAdvanced,
    dispatch.ReferralReplied,
    dispatch.ReferralDeclined,
    dispatch.ServiceDelayed,
    dispatch.ReassignmentProposed,
    dispatch.CaseReassigned,
    dispatch.ReferralEnded,
    care_plan.PlanDraftingStarted,
    care_plan.HomeVisitMade,
    care_plan.CarePlanSubmitted,
    care_plan.CarePlanReturned,
    care_plan.CarePlanApproved,
    care_plan.CarePlanOverdue,
    prof_service.ProfessionalItemApproved,
    prof_service.FirstServiceDelivered,
    prof_service.SessionDelivered,
    prof_service.SessionRecorded,
    prof_service.RecordOverdue,
    prof_service.SessionTooShort,
    prof_service.SessionSpacingViolated,
    prof_service.ServicePlanSubmitted,
    prof_service.DocumentOverdue,
    prof_service.FirstAssessmentRecorded,
    prof_service.CaregiverChanged,
    prof_service.DocumentUploaded,
    prof_service.UploadOverdue,
    prof_service.GoalActivated,
    prof_service.GoalOverdue,
    prof_service.GoalQueried,
    prof_service.GoalCorrected,
    prof_service.GoalFrozen,
    prof_service.ProviderSwitched,
    prof_service.EngagementClosing,
    prof_service.EngagementSuspendedForMedical,
    prof_service.EngagementClosed,
    prof_service.ItemRemoved,
    prof_service.ItemRemovalOverdue,
    prof_service.SelfPracticeStarted,
    prof_service.SelfPracticeCompleted,
    prof_service.RestartRequested,
    prof_service.ReassessmentRequested,
    prof_service.RestartScreened,
    prof_service.RestartApproved,
    prof_service.RestartRefused,
    audit.DispatchSuspended,
    audit.DispatchResumed,
    deadlines.DeadlineExcused,
    deadlines.DeadlineMoved,
    deadlines.DeadlineSettled,
)

EVENTS: dict[str, type[Event]] = {event.TYPE: event for event in ALL}


def event_class(type_: str) -> type[Event] | None:
    """The class of a CloudEvents type; None for a type that this release does not know (skipped and counted)."""
    return EVENTS.get(type_)

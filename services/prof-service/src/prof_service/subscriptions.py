"""Which fact and which passed deadline calls which function?"""

from collections.abc import Mapping

from chassis.messages import Event
from chassis.service import DeadlineHandler, EventHandler
from schemas.events.care_plan import CarePlanApproved
from schemas.events.dispatch import CaseReassigned, CaseReferred, ReferralEnded, ReferralReplied
from schemas.events.intake import NeedsAssessed, QuotaApproved

from prof_service.commands.begin_closing import ITEM_REMOVAL, LAST_DOCUMENTS
from prof_service.commands.deliver_session import DOCUMENTS, RECORD
from prof_service.commands.extension_clocks import CLOSURE as EXTENSION_CLOSURE
from prof_service.commands.extension_clocks import END as EXTENSION_END
from prof_service.commands.extension_clocks import ESCALATION as EXTENSION_ESCALATION
from prof_service.commands.extension_clocks import REVIEW as EXTENSION_REVIEW
from prof_service.commands.finish_closure import tell_item_removal_overdue
from prof_service.commands.pass_extension import (
    pass_extension_end,
    tell_closure_overdue,
    tell_escalation_overdue,
    tell_review_overdue,
)
from prof_service.commands.pass_period import begin_self_practice, complete_self_practice, pass_training_period
from prof_service.commands.period_clocks import PRACTICE, PRACTICE_START, TRAINING
from prof_service.commands.review_goal import freeze_goal, tell_goal_overdue
from prof_service.commands.set_goal import GOAL_CORRECTION, GOAL_SETUP
from prof_service.commands.tell_overdue import tell_documents_overdue, tell_last_documents_overdue, tell_record_overdue
from prof_service.commands.upload_documents import LAST_UPLOAD, UPLOAD, tell_upload_overdue
from prof_service.consumers.cases import on_needs_assessed, on_quota_approved
from prof_service.consumers.plans import on_care_plan_approved
from prof_service.consumers.referrals import (
    on_case_reassigned,
    on_case_referred,
    on_referral_ended,
    on_referral_replied,
)

EVENTS: Mapping[type[Event], EventHandler] = {
    NeedsAssessed: on_needs_assessed,
    QuotaApproved: on_quota_approved,
    CarePlanApproved: on_care_plan_approved,
    CaseReferred: on_case_referred,
    ReferralReplied: on_referral_replied,
    CaseReassigned: on_case_reassigned,
    ReferralEnded: on_referral_ended,
}

DEADLINES: Mapping[str, DeadlineHandler] = {
    RECORD: tell_record_overdue,
    DOCUMENTS: tell_documents_overdue,
    UPLOAD: tell_upload_overdue,
    LAST_UPLOAD: tell_upload_overdue,
    GOAL_SETUP: tell_goal_overdue,
    GOAL_CORRECTION: freeze_goal,
    TRAINING: pass_training_period,
    LAST_DOCUMENTS: tell_last_documents_overdue,
    ITEM_REMOVAL: tell_item_removal_overdue,
    PRACTICE_START: begin_self_practice,
    PRACTICE: complete_self_practice,
    EXTENSION_REVIEW: tell_review_overdue,
    EXTENSION_ESCALATION: tell_escalation_overdue,
    EXTENSION_END: pass_extension_end,
    EXTENSION_CLOSURE: tell_closure_overdue,
}

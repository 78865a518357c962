"""Which code lists belong to professional service (C codes)? Values of the glossary; standard library only, for the domains."""

from enum import StrEnum


class GoalItem(StrEnum):
    """What a goal record holds and what may be doubted or corrected in it: five elements, targets, period, groups (NT-09-13)."""

    ACTIVITY = "activity"
    METHOD_ENVIRONMENT = "method_environment"
    ASSISTANCE_LEVEL = "assistance_level"
    TIME_LIMIT = "time_limit"
    MEASURABLE = "measurable"
    GUIDANCE_TARGETS = "guidance_targets"
    PERIOD = "period"
    GROUPS = "groups"


class SwitchKind(StrEnum):
    """更換服務單位、服務人員 (NT-05-19)."""

    UNIT = "unit"
    STAFF = "staff"


class Caregiver(StrEnum):
    """同1位照顧者: who learns along, by relation and never by name (NT-05-23)."""

    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    PARENT = "parent"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    FOREIGN_CARE_WORKER = "foreign_care_worker"
    HOME_CARE_WORKER = "home_care_worker"
    OTHER = "other"
    NONE = "none"


class ClosingCause(StrEnum):
    """What began the closing of an engagement (NT-04-18, NT-04-27, NT-04-30, NT-06-11, NT-06-16)."""

    GROUPS_DONE = "groups_done"
    EXTENSION_COMPLETED = "extension_completed"
    EXTENSION_REFUSED = "extension_refused"
    PERIOD_OVER = "period_over"
    CRITERION = "criterion"
    MEDICAL = "medical"


class ClosureCriterion(StrEnum):
    """結案標準: the seven criteria (NT-06-19 to NT-06-25)."""

    GOAL_REACHED = "goal_reached"
    CAREGIVER_SKILLED = "caregiver_skilled"
    NO_PROGRESS = "no_progress"
    NOT_COOPERATING = "not_cooperating"
    NO_WILL_OR_CONDITION_CHANGED = "no_will_or_condition_changed"
    STAGE_GOAL_COMPLETED = "stage_goal_completed"
    OTHER = "other"


class ClosureReason(StrEnum):
    """結案及建議: the six reasons of the form (NT-09-16)."""

    GOAL_REACHED = "goal_reached"
    CONDITION_CHANGED = "condition_changed"
    REFUSED = "refused"
    NO_MOTIVATION = "no_motivation"
    REFER_OTHER = "refer_other"
    OTHER = "other"


class UnsuitableCondition(StrEnum):
    """不適合接受專業服務之情況 (NT-04-30)."""

    FEVER = "fever"
    LETHARGY = "lethargy"
    ACUTE_PAIN = "acute_pain"
    SEVERE_INFECTION = "severe_infection"
    UNCONTROLLED_VITALS = "uncontrolled_vitals"
    SEVERE_PRESSURE_INJURY = "severe_pressure_injury"
    TUBE_DISLODGEMENT = "tube_dislodgement"
    WORSENED_BPSD = "worsened_bpsd"


class MedicalTarget(StrEnum):
    """轉介醫事單位 (NT-04-31)."""

    HOME_MEDICAL_CARE = "home_medical_care"
    HOME_NURSING = "home_nursing"
    HOSPITAL_OR_CLINIC = "hospital_or_clinic"


class RestartPath(StrEnum):
    """A: after the practice, by form and pre-screening; B: by re-assessment (NT-08-01, NT-08-06)."""

    A = "A"
    B = "B"


class RestartRequester(StrEnum):
    """Who asks for professional service again (NT-08-02, NT-08-05, NT-08-06)."""

    CLIENT = "client"
    PRIMARY_CAREGIVER = "primary_caregiver"
    A_CASE_MANAGER = "a_case_manager"
    B_UNIT = "b_unit"
    CARE_MANAGER = "care_manager"


class RestartReason(StrEnum):
    """Why it is asked for (NT-08-01, NT-08-06, AM-117)."""

    NEED_REMAINS = "need_remains"
    CLEAR_DECLINE = "clear_decline"
    GOAL_CHANGED = "goal_changed"
    PRACTICE_NOT_OVER = "practice_not_over"
    MEDICALLY_STABLE = "medically_stable"
    PRE_SCREENING = "pre_screening"


class RestartRefusal(StrEnum):
    """Why a request to start again came to nothing (NT-08-03, NT-08-05, NT-08-07)."""

    NO_NEED = "no_need"
    NO_DECLINE = "no_decline"
    WITHDRAWN = "withdrawn"


class ExtensionReviewer(StrEnum):
    """Who decides an extension: two persons in one county, the centre alone in another (NT-06-10, TY-3310-05, AM-124)."""

    CARE_MANAGER = "care_manager"
    A_CASE_MANAGER = "a_case_manager"
    CARE_SUPERVISOR = "care_supervisor"
    CARE_MGMT_CENTER = "care_mgmt_center"


class ReviewResult(StrEnum):
    """同意延案, 不同意 (NT-09-33)."""

    AGREE = "agree"
    DISAGREE = "disagree"


class ExtensionReviewReason(StrEnum):
    """不同意之原因 (NT-06-01 to NT-06-06, NT-09-33)."""

    NO_POTENTIAL = "no_potential"
    PROGRESS_NOT_SHOWN = "progress_not_shown"
    GOAL_WITHIN_PLAN = "goal_within_plan"
    NO_CATEGORY = "no_category"
    CLOSE_ADVISED = "close_advised"
    OTHER = "other"


class ExtensionCategory(StrEnum):
    """二類之一: soon after hospital, or bedridden with another caregiver (NT-06-05, NT-06-06)."""

    AFTER_HOSPITAL = "after_hospital"
    CAREGIVER_CHANGED = "caregiver_changed"


class SignatureKind(StrEnum):
    """親筆簽章; a fingerprint does not replace it (NT-06-17)."""

    BY_HAND = "by_hand"
    FINGERPRINT = "fingerprint"


class ExtensionWithdrawal(StrEnum):
    """Why an application ended undecided (NT-06-14)."""

    BY_UNIT = "by_unit"
    ENGAGEMENT_CLOSING = "engagement_closing"


class AfterRefusal(StrEnum):
    """不同意後: finish what was approved, or close at once (AM-115)."""

    FINISH_ORIGINAL = "finish_original"
    CLOSE_AT_ONCE = "close_at_once"


class ExtensionEnd(StrEnum):
    """How an extension ended (NT-06-12, NT-06-16)."""

    GROUPS_USED_UP = "groups_used_up"
    PERIOD_OVER = "period_over"


class Surcharge(StrEnum):
    """晚間、例假日服務加計 (NT-09-28, NT-09-29)."""

    AA08 = "AA08"
    AA09 = "AA09"


class SurchargeReason(StrEnum):
    """申請原因 1 to 6 of annex 6 (NT-09-25, NT-09-26, NT-09-27)."""

    LIVES_ALONE = "lives_alone"
    AGED_CAREGIVER = "aged_caregiver"
    CAREGIVER_IN_CARE = "caregiver_in_care"
    OTHER_DEPENDANTS = "other_dependants"
    WEAK_FAMILY = "weak_family"
    COUNTY_RECOGNISED = "county_recognised"


class SurchargeRejection(StrEnum):
    """Why an application came to nothing (NT-04-24, NT-04-26)."""

    NOT_ELIGIBLE = "not_eligible"
    REASON_NOT_SHOWN = "reason_not_shown"
    FORM_INCOMPLETE = "form_incomplete"
    ROSTER_CONVENIENCE = "roster_convenience"


class SurchargeStep(StrEnum):
    """Two steps: the A case manager confirms the form, the care manager ticks it (AM-22)."""

    A_CASE_MANAGER = "a_case_manager"
    CARE_MANAGER = "care_manager"


class NoticeKind(StrEnum):
    """快速新增異動通報: what a quick change notice tells of (NT-04-15, NT-04-17, NT-04-25, NT-04-27, NT-05-15, NT-06-09)."""

    CANNOT_SERVE = "cannot_serve"
    UNIT_CLOSING = "unit_closing"
    DETERIORATION = "deterioration"
    CLOSURE = "closure"
    MEDICAL = "medical"
    EXTENSION = "extension"
    EXTENSION_COMPLETED = "extension_completed"
    EVENING_HOLIDAY = "evening_holiday"
    ITEM_REMOVED = "item_removed"


class NoticeRecipient(StrEnum):
    """Whom a quick change notice reaches (NT-04-15, NT-05-15)."""

    CARE_MANAGER = "care_manager"
    A_CASE_MANAGER = "a_case_manager"
    B_UNIT = "b_unit"


class ConferenceTrigger(StrEnum):
    """跨專業個案研討會: many sessions in a year, or a difficult case (NT-07-01, NT-07-02)."""

    SESSIONS_REACHED = "sessions_reached"
    DIFFICULT_CASE = "difficult_case"


class ConferenceCategory(StrEnum):
    """「短期、密集」提供有困難之情形 (NT-07-02)."""

    PROGRESSIVE_DISEASE = "progressive_disease"
    SPECIAL_CARE = "special_care"
    BEHAVIOUR_SYMPTOMS = "behaviour_symptoms"
    COMPLEX_CASE = "complex_case"


class ConferenceReviewer(StrEnum):
    """書面審查之審查人員 (NT-07-04)."""

    EXTERNAL_EXPERT = "external_expert"
    LTC_CENTER = "ltc_center"
    A_CASE_MANAGER = "a_case_manager"


class ConferenceDecision(StrEnum):
    """What the written review comes to (NT-07-03)."""

    CONTINUE = "continue"
    STOP = "stop"

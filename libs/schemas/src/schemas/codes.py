"""Which code lists do the services share? Values of the glossary; standard library only, for the domains."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal


@dataclass(frozen=True, slots=True)
class Matching:
    """A string that must match a pattern; pydantic asks the hook, so that this file needs no pydantic."""

    regex: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """What pydantic-core checks."""
        return {"type": "str", "pattern": self.regex}


ServiceCode = Annotated[str, Matching(r"^[A-Z]{2}[0-9]{2}[a-z]?[0-9]?$")]
"""照顧組合 of the national table: `CA07`, `BA09a`, `BA17d1`."""

District = Annotated[str, Matching(r"^[一-鿿]{1,7}[鄉鎮市區]$")]
"""鄉鎮市區 by its name, which is its code: `埔里鎮`, `東區`. The ending keeps out a person's name or a street."""

Reference = Annotated[str, Matching(r"^[A-Z]{1,3}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$")]
"""A reference for the telephone: `A-7KQ4-M2PX` (chassis.kernel.ids.spoken)."""

CmsLevel = Literal[1, 2, 3, 4, 5, 6, 7, 8]
"""失能等級; 2 to 8 is eligible (NA-02-09)."""

WelfareClass = Literal[1, 2, 3]
"""經濟身分別: 3 一般戶, 2 中低收, 1 低收 (NA-02-07)."""


class ApplicationChannel(StrEnum):
    """管道: how an application arrived (NA-02-02, TY-3309-02, TY-32-01, TY-13-03)."""

    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    REFERRAL = "referral"
    HOTLINE_1966 = "hotline_1966"
    DISCHARGE_PREP = "discharge_prep"
    ONLINE = "online"
    ONE_STOP_WINDOW = "one_stop_window"
    COUNTER = "counter"


class CaseSource(StrEnum):
    """個案來源: who brought the case (NA-05-01)."""

    SELF = "self"
    REFERRAL = "referral"
    CENTER_OUTREACH = "center_outreach"
    DISCHARGE_PREP = "discharge_prep"


class EligibleGroup(StrEnum):
    """長照 2.0 服務對象 (TY-21-02 and the regulation in force)."""

    ELDERLY65 = "elderly65"
    DISABILITY = "disability"
    INDIGENOUS55 = "indigenous55"
    DEMENTIA50 = "dementia50"
    DEMENTIA = "dementia"
    FRAIL_IADL = "frail_iadl"
    PAC = "pac"


class ReferralTarget(StrEnum):
    """Where somebody is sent who is not opened as a case (NA-02-09, NA-05-02)."""

    C_UNIT = "c_unit"
    DEMENTIA_CO_CARE_CENTER = "dementia_co_care_center"
    COMMUNITY_CARE_SITE = "community_care_site"
    SOCIAL_WELFARE = "social_welfare"
    OTHER = "other"


class VisitMode(StrEnum):
    """共訪制, 分工制 (NA-05-12)."""

    CO_VISIT = "co_visit"
    DIVISION = "division"


class Residence(StrEnum):
    """Where the client lives; C items are for those at home (NT-03-02)."""

    HOME = "home"
    INSTITUTION = "institution"


class ClosureType(StrEnum):
    """暫時結案, 永久結案 (NA-05-10)."""

    TEMPORARY = "temporary"
    PERMANENT = "permanent"


class UnitType(StrEnum):
    """A單位 manages the case, B單位 serves."""

    A = "A"
    B = "B"


class ReferralMethod(StrEnum):
    """派案原則: what decided (NA-04-02..05, TY-3309-04..07); `picked`: by a person, with a reason (AM-179)."""

    CLIENT_CHOICE = "client_choice"
    CAPACITY = "capacity"
    IMMEDIACY = "immediacy"
    ACCESSIBILITY = "accessibility"
    ROTATION = "rotation"
    PICKED = "picked"


class ReferralAnswer(StrEnum):
    """回覆處理情形 (NT-04-08)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class ReferralClock(StrEnum):
    """The two clocks of a referral (NT-04-08, NT-04-09)."""

    REPLY = "reply"
    FIRST_SERVICE = "first_service"


class DelayReason(StrEnum):
    """Why something is late; all but `provider` may stay out of the rates of a scheme (YL-31-09, AM-151)."""

    CLIENT_FACTOR = "client_factor"
    EPIDEMIC = "epidemic"
    FORCE_MAJEURE = "force_majeure"
    PROVIDER = "provider"


class ReassignmentReason(StrEnum):
    """改派 (NA-02-28, NA-04-09/10, NT-04-15..17, TY-3301-21)."""

    DELAYED = "delayed"
    DECLINED = "declined"
    CLIENT_CHANGED_UNIT = "client_changed_unit"
    WORKER_FOLLOW_SWITCH = "worker_follow_switch"
    CANNOT_SERVE = "cannot_serve"
    PERSISTENT_FAILURE = "persistent_failure"
    UNIT_CLOSING = "unit_closing"


class ReferralEndReason(StrEnum):
    """Why a referral ended without another unit (lifecycle 3b, NA-05-10)."""

    DEATH = "death"
    HOSPITAL = "hospital"
    WITHDRAWN = "withdrawn"
    ITEM_CLOSED = "item_closed"
    CASE_CLOSED = "case_closed"


class ReturnReason(StrEnum):
    """退回修正: not fitting the needs, 浮編, or incomplete (NA-02-16)."""

    NOT_FITTING = "not_fitting"
    PLAN_PADDING = "plan_padding"
    INCOMPLETE = "incomplete"


class ContactKind(StrEnum):
    """電訪, 家訪, 面訪 (YL-11-18)."""

    PHONE = "phone"
    HOME = "home"
    FACE_TO_FACE = "face_to_face"


class GuidanceTarget(StrEnum):
    """指導對象 of a C item (NT-05-07)."""

    CLIENT = "client"
    PRIMARY_CAREGIVER = "primary_caregiver"
    HOME_CARE_WORKER = "home_care_worker"
    FOREIGN_CARE_WORKER = "foreign_care_worker"
    OTHER = "other"


class DocumentKind(StrEnum):
    """What the unit hands over after the first and the last session: annex 2 and annex 3 (NT-05-08, NT-05-24)."""

    EXPLANATION_FORM = "explanation_form"
    SERVICE_PLAN = "service_plan"
    CLOSURE_EVALUATION = "closure_evaluation"
    """四、結案評值及原因: part 4 of the same service plan, after the last session (NT-05-29, NT-05-31)."""


class SessionFlag(StrEnum):
    """What is odd about a session that was served all the same (NT-04-11, NT-04-20, AM-122)."""

    RECORD_LATE = "record_late"
    TOO_SHORT = "too_short"
    GOAL_NOT_ACTIVE = "goal_not_active"


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


class SuspensionReason(StrEnum):
    """暫停派案 (TY-13-09..11, TY-3301-05/09, TY-3309-11, NA-04-10)."""

    DEMERIT_POINTS = "demerit_points"
    FAILED_EVALUATION = "failed_evaluation"
    PERSISTENT_FAILURE = "persistent_failure"
    SELF_SUSPENDED = "self_suspended"

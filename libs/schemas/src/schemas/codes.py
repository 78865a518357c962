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


class SuspensionReason(StrEnum):
    """暫停派案 (TY-13-09..11, TY-3301-05/09, TY-3309-11, NA-04-10)."""

    DEMERIT_POINTS = "demerit_points"
    FAILED_EVALUATION = "failed_evaluation"
    PERSISTENT_FAILURE = "persistent_failure"
    SELF_SUSPENDED = "self_suspended"

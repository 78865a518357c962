"""Does an application for evening or holiday service hold? By its day, hour, reasons and signature (附件六)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from chassis.kernel.refusal import No
from schemas.professional_codes import Surcharge, SurchargeReason

from prof_service.domain.signatures import HIRED_SIGNER, SIGNED_IN_FUTURE, Signer


class Applicant(StrEnum):
    """Who fills the form in (NT-04-23, AM-128)."""

    CLIENT = "client"
    PRIMARY_CAREGIVER = "primary_caregiver"


class DayKind(StrEnum):
    """What a day is in the calendar."""

    WORKDAY = "workday"
    MAKEUP_WORKDAY = "makeup_workday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    NATIONAL_HOLIDAY = "national_holiday"
    OBSERVED = "observed_day_off"
    """A day off in place of another, 補假 or 調整放假: served, and flagged for the county (AM-128)."""
    CLOSED = "closed"
    """The county's own closure, such as a typhoon day: no holiday."""


DETAILS: Mapping[SurchargeReason, Mapping[str, str]] = {
    SurchargeReason.LIVES_ALONE: {},
    SurchargeReason.AGED_CAREGIVER: {},
    SurchargeReason.CAREGIVER_IN_CARE: {},
    SurchargeReason.OTHER_DEPENDANTS: {"disabled_family": "失能的家人", "young_child": "3 歲以下幼兒"},
    SurchargeReason.WEAK_FAMILY: {
        "domestic_violence": "家庭暴力事件",
        "vulnerable_family": "脆弱家庭",
        "child_abuse": "兒童虐待事件",
        "sexual_assault": "性侵害事件",
        "separation_or_divorce": "個案與配偶分居或離婚訴訟中",
        "support_exemption_suit": "家屬提出免除扶養義務訴訟",
    },
    SurchargeReason.COUNTY_RECOGNISED: {
        "caregiver_incapable": "照顧者罹患重大傷病且無行為能力者",
        "early_intervention": "受照顧者為早期療育患者",
        "dialysis": "受照顧者為洗腎個案",
        "post_surgery": "受照顧者因疾病術後或重病需療養者",
        "caregiver_accident": "照顧者遭受意外事故而無法提供照顧",
        "rare_disease": "受照顧者罹患罕見疾病",
        "other": "其他",
    },
}
"""The sub-items of each reason, with the corrected words of AM-29 (NT-09-26, NT-09-27)."""
_RULE = {
    SurchargeReason.OTHER_DEPENDANTS: "NT-09-25",
    SurchargeReason.WEAK_FAMILY: "NT-09-26",
    SurchargeReason.COUNTY_RECOGNISED: "NT-09-27",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SurchargeRule:
    """What the county asks of an application."""

    rule: str
    evening_from_hour: int
    evening_to_hour: int
    days: frozenset[DayKind]
    caregiver_age: int
    child_age: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ticked reason with its sub-items and ages."""

    reason: SurchargeReason
    details: tuple[str, ...] = ()
    caregiver_age: int | None = None
    child_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the client or the primary caregiver has filled in (annex 6)."""

    surcharges: tuple[Surcharge, ...]
    service_date: date
    starts_at: time
    reasons: tuple[Reason, ...]
    applicant: Applicant
    signer: Signer
    signed_on: date
    declared: bool
    explained: bool = False


NOT_HERE = No(
    "no_surcharge_form_here",
    rule="AM-128",
    zh="本縣市未規定晚間、例假日服務申請書。",
    en="This county has no form for evening and holiday service.",
)
TOO_LATE = No(
    "surcharge_asked_too_late",
    rule="NT-04-23",
    zh="至遲應於服務當日（{service_date}）申請；今日為 {today}。",
    en="The form is due on the day of service, {service_date}, at the latest; today is {today}.",
)
NOT_TOGETHER = No(
    "surcharges_not_together",
    rule="REG-A4",
    zh="{codes} 不能於同一日併用。",
    en="{codes} may not be used on the same day.",
)
NOT_DECLARED = No(
    "need_not_declared",
    rule="NT-09-30",
    zh="申請人須聲明確實因個人需求而非配合排班。",
    en="The applicant declares that the need is personal and not made to fit a roster.",
    kind="invalid",
)
NOT_EVENING = No(
    "not_in_the_evening",
    rule="NT-09-28",
    zh="AA08 之服務須於 {from_hour} 時至 {to_hour} 時間開始；申請為 {starts_at}。",
    en="AA08 begins between {from_hour}:00 and {to_hour}:00; the form says {starts_at}.",
)
NO_HOLIDAY = No(
    "no_holiday",
    rule="NT-09-29",
    zh="{service_date}（{day}）不是週六、週日或國定假日。",
    en="{service_date} ({day}) is no Saturday, Sunday or national holiday.",
)
NO_REASON = No(
    "surcharge_without_reason",
    rule="NT-09-25",
    zh="請勾選申請原因。",
    en="Tick at least one reason.",
    kind="invalid",
)
DETAIL_MISSING = No(
    "reason_needs_detail",
    rule="NT-09-26",
    zh="申請原因「{reason}」須勾選其細項：{allowed}。",
    en="The reason {reason} needs one or more of: {allowed}.",
    kind="invalid",
)
TOO_YOUNG = No(
    "caregiver_too_young",
    rule="NT-09-25",
    zh="照顧者須年滿 {least} 歲。",
    en="The caregiver must be {least} or older.",
)
CHILD_TOO_OLD = No(
    "child_too_old",
    rule="NT-09-25",
    zh="幼兒須為 {most} 歲以下。",
    en="The child must be {most} or younger.",
)
NOT_EXPLAINED = No(
    "other_reason_not_explained",
    rule="NT-09-27",
    zh="勾選其他者須說明。",
    en="Another reason is explained in words.",
    kind="invalid",
)


def apply(form: Form, rule: SurchargeRule | None, together: "NotTogether", day: DayKind, *, today: date) -> bool:
    """Whether the county must look at the day. Raises each of the refusals above that the form deserves."""
    if rule is None:
        raise NOT_HERE()
    if today > form.service_date:
        raise TOO_LATE(rule=rule.rule, service_date=form.service_date, today=today)
    together.check(form.surcharges)
    _signed(form, today)
    for reason in form.reasons:
        _shown(reason, rule, explained=form.explained)
    if Surcharge.AA08 in form.surcharges:
        in_the_evening(rule, form.starts_at)
        return False
    return on_a_holiday(rule, form.service_date, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTogether:
    """Which codes exclude each other on a day."""

    rule: str
    codes: frozenset[str]

    def check(self, codes: tuple[str, ...]) -> None:
        """Raises NOT_TOGETHER."""
        both = sorted(self.codes.intersection(codes))
        if len(both) > 1:
            raise NOT_TOGETHER(rule=self.rule, codes="、".join(both))


def in_the_evening(rule: SurchargeRule, starts_at: time) -> None:
    """A session belongs to the band in which it begins (AM-128). Raises NOT_EVENING."""
    if not rule.evening_from_hour <= starts_at.hour < rule.evening_to_hour:
        raise NOT_EVENING(
            from_hour=rule.evening_from_hour, to_hour=rule.evening_to_hour, starts_at=f"{starts_at:%H:%M}"
        )


def on_a_holiday(rule: SurchargeRule, service_date: date, day: DayKind) -> bool:
    """True for an observed day off, which the county looks at. Raises NO_HOLIDAY, also for a make-up workday."""
    if day is DayKind.OBSERVED:
        return True
    if day not in rule.days:
        raise NO_HOLIDAY(service_date=service_date, day=day)
    return False


def _signed(form: Form, today: date) -> None:
    if not form.declared:
        raise NOT_DECLARED()
    if form.signer is Signer.HIRED_CARE_WORKER:
        raise HIRED_SIGNER(signer=form.signer)
    if form.signed_on > today:
        raise SIGNED_IN_FUTURE(rule="NT-09-31", on=form.signed_on, today=today)
    if not form.reasons:
        raise NO_REASON()


def _shown(reason: Reason, rule: SurchargeRule, *, explained: bool) -> None:
    allowed = DETAILS[reason.reason]
    if bool(allowed) != bool(reason.details) or not allowed.keys() >= set(reason.details):
        raise DETAIL_MISSING(
            rule=_RULE.get(reason.reason), reason=reason.reason.value, allowed=", ".join(allowed) or "—"
        )
    if reason.reason is SurchargeReason.AGED_CAREGIVER and (reason.caregiver_age or 0) < rule.caregiver_age:
        raise TOO_YOUNG(least=rule.caregiver_age)  # AM-25
    if "young_child" in reason.details and (reason.child_age is None or reason.child_age > rule.child_age):
        raise CHILD_TOO_OLD(most=rule.child_age)
    if "other" in reason.details and not explained:
        raise NOT_EXPLAINED()

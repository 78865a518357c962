"""Which rules of the county's pack does the domain decide by? Each carries the id that a refusal cites; no rule, nothing invented."""

from datetime import date

from chassis.policy import Pack, Version

from prof_service.domain.closure import RatingRule
from prof_service.domain.eligibility import Eligibility, ItemRules, Limit
from prof_service.domain.engagement import Engagement
from prof_service.domain.gap import GapRule
from prof_service.domain.length import LengthRule
from prof_service.domain.practice import Anchor, PracticeRule
from prof_service.domain.prices import Waiver
from prof_service.domain.sessions import TrainingRules
from prof_service.domain.spacing import Spacing, SpacingRule
from prof_service.domain.staff import Check, Discipline, DisciplineRule, StaffRule
from prof_service.domain.surcharge_form import DayKind, NotTogether, SurchargeRule


def item_rules(pack: Pack, *, assessed_on: date, planned_on: date) -> ItemRules:
    """Of an item: eligibility by the day of the assessment; groups and period by the day of the plan, before any referral."""
    return ItemRules(
        eligibility=_eligibility(pack.rule("c_eligibility", on=assessed_on)),
        groups=_groups(pack.rule("c_groups", on=planned_on)),
        months=_months(pack.rule("c_period", on=planned_on)),
    )


def training_rules(pack: Pack, engagement: Engagement) -> TrainingRules:
    """Of the sessions, by the day of the first referral."""
    on = engagement.first_referred_on
    if on is None:
        return TrainingRules()
    return TrainingRules(
        spacing=_spacing(pack.rule("c_session_spacing", on=on)), length=_length(pack.rule("c_session_length", on=on))
    )


def record_clock(pack: Pack, served_on: date) -> Version | None:
    """By when the record of a session is entered."""
    return pack.rule("c_record", on=served_on)


def documents_clock(pack: Pack, served_on: date) -> Version | None:
    """By when the documents of the first session are handed over."""
    return pack.rule("c_first_documents", on=served_on)


def by_training(pack: Pack, name: str, engagement: Engagement) -> Version | None:
    """A rule of the training, by the day of the first referral."""
    on = engagement.first_referred_on
    return None if on is None else pack.rule(name, on=on)


def goal_query_before(pack: Pack, engagement: Engagement) -> int | None:
    """Before which session a unit raises its doubts."""
    version = by_training(pack, "c_goal_query", engagement)
    return None if version is None else version.number("before_session")


def practice_rule(pack: Pack, engagement: Engagement) -> PracticeRule | None:
    """How long self-practice runs, and from where."""
    version = by_training(pack, "c_self_practice", engagement)
    if version is None:
        return None
    return PracticeRule(rule=version.rule, days=_calendar_days(version, "due"), anchor=Anchor(version.code("anchor")))


def gap_rule(pack: Pack, engagement: Engagement) -> GapRule | None:
    """How far the same code keeps away from an earlier engagement."""
    version = by_training(pack, "c_restart_gap", engagement)
    if version is None:
        return None
    same = by_training(pack, "c_same_codes", engagement)
    families = same.codes("families") if same is not None else ()
    return GapRule(
        rule=version.rule,
        days=_calendar_days(version, "gap"),
        waived_after_medical_closure=version.flag("gap_waived_after_medical_closure"),
        families=tuple(frozenset(family.split(".")) for family in families),
    )


def rating_rule(pack: Pack, closed_on: date) -> RatingRule | None:
    """The scale of the self-rating."""
    version = pack.rule("c_self_rating", on=closed_on)
    if version is None:
        return None
    return RatingRule(rule=version.rule, least=version.number("least"), most=version.number("most"))


def ranked_problems_most(pack: Pack, on: date) -> int | None:
    """How many problems are ranked."""
    version = pack.rule("ranked_problems", on=on)
    return None if version is None else version.number("max")


def _calendar_days(version: Version, key: str) -> int:
    duration = version.days(key)
    if duration.unit != "calendar_day":
        raise ValueError(f"{version.ref}: {key} is counted in calendar days, not in {duration.unit}")
    return duration.n


def _eligibility(version: Version | None) -> Eligibility | None:
    if version is None:
        return None
    return Eligibility(
        rule=version.rule,
        min_level=version.number("min_level"),
        not_in_institution=version.flag("not_in_institution"),
    )


def _groups(version: Version | None) -> Limit | None:
    if version is None:
        return None
    return Limit(rule=version.rule, most=version.number("max"))


def _months(version: Version | None) -> Limit | None:
    if version is None:
        return None
    duration = version.days("max")
    if duration.unit != "month":
        raise ValueError(f"{version.ref}: a period is counted in months, not in {duration.unit}")
    return Limit(rule=version.rule, most=duration.n)


def _spacing(version: Version | None) -> SpacingRule | None:
    if version is None:
        return None
    return SpacingRule(
        rule=version.rule,
        gap_days=version.number("gap_days"),
        mode=Spacing(version.code("mode")),
        warn_at=version.number("warn_at") if version.has("warn_at") else None,
    )


def _length(version: Version | None) -> LengthRule | None:
    if version is None:
        return None
    return LengthRule(rule=version.rule, minutes=version.number("minutes"), in_principle=version.flag("in_principle"))


def staff_rule(pack: Pack, on: date) -> StaffRule | None:
    """What somebody must hold on the day of service."""
    version = pack.rule("c_staff", on=on)
    if version is None:
        return None
    return StaffRule(
        rule=version.rule,
        check=Check(version.code("staff_check")),
        certificate_cycle=version.days("certificate_cycle"),
        training=version.flag("training"),
        practice_for=frozenset(Discipline(code) for code in version.codes("practice_for")),
    )


def discipline_rule(pack: Pack, on: date) -> DisciplineRule | None:
    """Who may give which code, where a source says so."""
    version = pack.rule("c_disciplines", on=on)
    if version is None:
        return None
    allowed: dict[str, frozenset[Discipline]] = {}
    for pair in version.codes("allowed"):
        code, discipline = pair.split(":")
        allowed[code] = allowed.get(code, frozenset()) | {Discipline(discipline)}
    return DisciplineRule(rule=version.rule, allowed=allowed)


def surcharge_rule(pack: Pack, on: date) -> SurchargeRule | None:
    """What an application for evening or holiday service must show."""
    version = pack.rule("c_evening_holiday", on=on)
    if version is None:
        return None
    return SurchargeRule(
        rule=version.rule,
        evening_from_hour=version.number("evening_from_hour"),
        evening_to_hour=version.number("evening_to_hour"),
        days=frozenset(DayKind(day) for day in version.codes("days")),
        caregiver_age=version.number("caregiver_age"),
        child_age=version.number("child_age"),
    )


def not_together(pack: Pack, on: date) -> NotTogether:
    """Which codes exclude each other on a day."""
    version = pack.rule("aa_not_together", on=on)
    if version is None:
        return NotTogether(rule="REG-A4", codes=frozenset())
    return NotTogether(rule=version.rule, codes=frozenset(version.codes("codes")))


def copay_waiver(pack: Pack, on: date) -> Waiver | None:
    """Whether the county pays the client's part of the first session."""
    version = pack.rule("c_first_copay_waiver", on=on)
    if version is None:
        return None
    names = ("waived", "registered_residents_only", "never_used_before")
    return Waiver(rule=version.rule, **{name: version.flag(name) for name in names})

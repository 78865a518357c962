"""May this person give this service on that day? Discipline, certificate, registration, practice and training (肆.一)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.kernel.durations import Duration, months_from
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No


class Discipline(StrEnum):
    """職業類別. Codes of professions, never a person's name."""

    PHYSICIAN = "physician"
    TCM_PHYSICIAN = "tcm_physician"
    DENTIST = "dentist"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    PHYSICAL_THERAPIST = "physical_therapist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    SPEECH_THERAPIST = "speech_therapist"
    AUDIOLOGIST = "audiologist"
    DIETITIAN = "dietitian"
    PSYCHOLOGIST = "psychologist"
    RESPIRATORY_THERAPIST = "respiratory_therapist"
    SOCIAL_WORKER = "social_worker"
    CARE_INSTRUCTOR = "care_instructor"
    OTHER = "other"


DISCIPLINES_ZH: Mapping[Discipline, str] = {
    Discipline.PHYSICIAN: "醫師",
    Discipline.TCM_PHYSICIAN: "中醫師",
    Discipline.DENTIST: "牙醫師",
    Discipline.NURSE: "護理人員",
    Discipline.PHARMACIST: "藥師",
    Discipline.PHYSICAL_THERAPIST: "物理治療人員",
    Discipline.OCCUPATIONAL_THERAPIST: "職能治療人員",
    Discipline.SPEECH_THERAPIST: "語言治療師",
    Discipline.AUDIOLOGIST: "聽力師",
    Discipline.DIETITIAN: "營養師",
    Discipline.PSYCHOLOGIST: "心理師",
    Discipline.RESPIRATORY_THERAPIST: "呼吸治療師",
    Discipline.SOCIAL_WORKER: "社會工作人員",
    Discipline.CARE_INSTRUCTOR: "教保員",
    Discipline.OTHER: "其他",
}


class Kind(StrEnum):
    """What a qualification is (NT-04-02, NT-04-03, NT-04-04)."""

    CERTIFICATE = "certificate"
    """長照人員認證: renewed by courses every so many years."""
    REGISTRATION = "registration"
    """長照人員登錄 at the unit."""
    PRACTICE = "practice"
    """執業登記 at the unit, or 支援報備 to it."""
    TRAINING = "training"
    """完成衛生福利部認可訓練, for one code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """Held in [valid from, to); `service_code` only for a training."""

    kind: Kind
    period: Period
    service_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody of a unit, by code. The same person at two units is registered at both."""

    id: UUID
    county: str
    unit_id: UUID
    code: str
    discipline: Discipline
    qualifications: tuple[Qualification, ...] = ()
    version: int = 1


class Check(StrEnum):
    """Whether everybody must be registered, or only what is registered is looked at."""

    REQUIRED = "required"
    WHEN_REGISTERED = "when_registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRule:
    """What the county asks before somebody serves."""

    rule: str
    check: Check
    certificate_cycle: Duration
    training: bool
    practice_for: frozenset[Discipline]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisciplineRule:
    """Which disciplines may give the codes that a source tells of."""

    rule: str
    allowed: Mapping[str, frozenset[Discipline]]


NOT_REGISTERED = No(
    "staff_not_registered",
    rule="NT-04-02",
    zh="服務人員尚未建檔，提供服務前須完成認證、登錄及支援報備。",
    en="This person is on no register of the unit; certificate, registration and practice come before the first service.",
)
NOT_QUALIFIED = No(
    "staff_not_qualified",
    rule="NT-04-02",
    zh="服務人員於 {served_on} 缺少有效的{missing_zh}。",
    en="On {served_on} this person has no valid {missing}.",
)
NOT_TRAINED = No(
    "staff_not_trained",
    rule="NT-04-04",
    zh="服務人員於 {served_on} 尚未完成 {service_code} 之衛生福利部認可訓練。",
    en="By {served_on} this person has not completed the recognised training for {service_code}.",
)
NOT_OF_DISCIPLINE = No(
    "discipline_not_allowed",
    rule="NT-04-01",
    zh="{service_code} 之執行人員須為：{allowed}；此人員為 {discipline}。",
    en="{service_code} may be given by: {allowed}; this person is: {discipline}.",
)
_ZH = {Kind.CERTIFICATE: "長照人員認證", Kind.REGISTRATION: "長照人員登錄", Kind.PRACTICE: "執業登記或支援報備"}
_RULES = {Kind.CERTIFICATE: "NT-04-03", Kind.REGISTRATION: "NT-04-02", Kind.PRACTICE: "NT-04-02"}


def may_serve(
    staff: Staff | None, rule: StaffRule | None, disciplines: DisciplineRule | None, *, service_code: str, on: date
) -> None:
    """Raises NOT_REGISTERED, NOT_QUALIFIED, NOT_TRAINED, NOT_OF_DISCIPLINE; without a rule nothing is asked."""
    if staff is None:
        if rule is not None and rule.check is Check.REQUIRED:
            raise NOT_REGISTERED(rule=rule.rule)
        return
    if rule is not None:
        _qualified(staff, rule, service_code, on)
    _of_discipline(staff, disciplines, service_code)


def discipline_configured(rule: DisciplineRule | None, service_code: str) -> bool:
    """Whether a source says who may give this code."""
    return rule is not None and service_code in rule.allowed


def certificate_period(rule: StaffRule | None, *, since: date) -> Period:
    """A certificate holds for one cycle of courses; for ever where the county has no cycle."""
    if rule is None:
        return Period(since, None)
    months = rule.certificate_cycle.n * (12 if rule.certificate_cycle.unit == "year" else 1)
    return Period(since, months_from(since, months) + timedelta(days=1))


def _qualified(staff: Staff, rule: StaffRule, service_code: str, on: date) -> None:
    for kind in _wanted(staff, rule):
        if not _has(staff.qualifications, kind, on):
            raise NOT_QUALIFIED(rule=_RULES[kind], served_on=on, missing=kind.value, missing_zh=_ZH[kind])
    trained = (q for q in staff.qualifications if q.service_code == service_code)
    if rule.training and not _has(trained, Kind.TRAINING, on):
        raise NOT_TRAINED(served_on=on, service_code=service_code)


def _wanted(staff: Staff, rule: StaffRule) -> tuple[Kind, ...]:
    practice = (Kind.PRACTICE,) if staff.discipline in rule.practice_for else ()
    return (Kind.CERTIFICATE, Kind.REGISTRATION, *practice)


def _has(held: Iterable[Qualification], kind: Kind, on: date) -> bool:
    return any(q.kind is kind and q.period.has(on) for q in held)


def _of_discipline(staff: Staff, rule: DisciplineRule | None, service_code: str) -> None:
    if rule is None or service_code not in rule.allowed or staff.discipline in rule.allowed[service_code]:
        return
    allowed = "、".join(sorted(DISCIPLINES_ZH[d] for d in rule.allowed[service_code]))
    raise NOT_OF_DISCIPLINE(service_code=service_code, allowed=allowed, discipline=DISCIPLINES_ZH[staff.discipline])

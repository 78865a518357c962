"""Who may sign an assessment, what does it grant, and when is a case not opened?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.money import Money
from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow

from intake.domain.assessment import Assessment
from intake.domain.case import NEXT, Case, Status, moved

SIGNED_BY_ASSESSOR = No(
    "signed_by_the_assessor",
    rule="NA-02-12",
    zh="評估須由評估者以外的照管督導簽審。",
    en="The assessment is signed by a supervisor who is not the assessor.",
    kind="forbidden",
)
LEVEL_NOT_ELIGIBLE = No(
    "level_not_eligible",
    rule="NA-02-09",
    zh="第 {level} 級不在給付等級（第 {lowest} 級至第 {highest} 級）內：應簽不開案並轉介。",
    en="Level {level} is outside the levels {lowest} to {highest} that get a quota: sign not_opened, with a referral.",
)
LEVEL_ELIGIBLE = No(
    "level_eligible",
    rule="NA-02-09",
    zh="第 {level} 級在給付等級（第 {lowest} 級至第 {highest} 級）內，不能簽不開案。",
    en="Level {level} is within the levels {lowest} to {highest} that get a quota; it cannot be signed as not opened.",
)
NO_PROBLEM_LIST = No(
    "no_problem_list",
    rule="AM-143",
    zh="核定時須有照顧問題清單，此評估沒有任何照顧問題。",
    en="An approval needs a list of care problems, and this assessment has none.",
)
REFERRAL_OWED = No(
    "referral_owed",
    rule="AM-139",
    zh="不開案須轉介其他長照 2.0 服務（referral_target）；可用：{targets}。",
    en="Who is not opened is referred to another LTC 2.0 service (referral_target). Targets: {targets}.",
    kind="invalid",
)

LTC_SERVICES = ("c_unit", "dementia_co_care_center")
"""Where somebody is referred whose level gets no quota; contacts of social welfare only come on top (AM-139)."""


class Decision(StrEnum):
    """What the supervisor signs."""

    APPROVED = "approved"
    NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffRules:
    """Who signs, which levels get a quota, and how much: for all households, and for those with a foreign carer."""

    other_person: bool
    other_person_rule: str
    lowest: int
    highest: int
    levels_rule: str
    quotas: Mapping[int, Money]
    foreign_carer_quotas: Mapping[int, Money]
    foreign_carer_percent: int

    def grants(self, level: int) -> bool:
        """Whether the level gets a quota."""
        return self.lowest <= level <= self.highest


@dataclass(frozen=True, slots=True)
class Quota:
    """What is granted for a month, and which percentage of the full quota that is."""

    monthly: Money
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A signature, with what it granted. None of it changes afterwards."""

    id: UUID
    case_id: UUID
    assessment_id: UUID
    decision: Decision
    signed_by: str
    signed_on: date
    cms_level: int
    quota: Quota | None = None
    valid_from: date | None = None
    referral_target: str | None = None


def may_sign(before: Case) -> None:
    """Only what has been submitted is signed."""
    follow(before.status, Status.NOT_OPENED, NEXT)


def may_sign_as(before: Case, rules: SignOffRules, *, assessors: frozenset[str], signer: str) -> None:
    """Refuses the assessor, and who made the visit (AM-144)."""
    may_sign(before)
    if rules.other_person and signer in assessors:
        raise SIGNED_BY_ASSESSOR(rule=rules.other_person_rule)


def approve(before: Case, assessment: Assessment, rules: SignOffRules) -> tuple[Case, Quota]:
    """The level and its quota are approved."""
    level = assessment.cms_level
    if not rules.grants(level):
        raise LEVEL_NOT_ELIGIBLE(rule=rules.levels_rule, level=level, lowest=rules.lowest, highest=rules.highest)
    if not assessment.problems:
        raise NO_PROBLEM_LIST()
    return moved(before, Status.APPROVED), granted(assessment, rules)


def granted(assessment: Assessment, rules: SignOffRules) -> Quota:
    """The month's quota of the level; a household with a foreign carer has a share of it (REG-10, AM-123)."""
    full = rules.quotas[assessment.cms_level]
    if not assessment.foreign_care_worker:
        return Quota(full, 100)
    percent = rules.foreign_carer_percent
    share = rules.foreign_carer_quotas.get(assessment.cms_level)
    return Quota(full.percent(percent) if share is None else share, percent)


def not_open(before: Case, assessment: Assessment, rules: SignOffRules, *, target: str | None) -> Case:
    """The level gets no quota: the case is not opened, and the person is referred."""
    level = assessment.cms_level
    if rules.grants(level):
        raise LEVEL_ELIGIBLE(rule=rules.levels_rule, level=level, lowest=rules.lowest, highest=rules.highest)
    if target not in LTC_SERVICES:
        raise REFERRAL_OWED(targets=", ".join(LTC_SERVICES))
    return replace(moved(before, Status.NOT_OPENED), referral_target=target)


def give_back(before: Case) -> Case:
    """The supervisor returns the report; it can be corrected and submitted again."""
    may_sign(before)
    return moved(before, Status.ASSESSED)

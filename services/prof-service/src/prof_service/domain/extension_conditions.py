"""Do the conditions of an extension hold, and is its form signed? 陸.延案.二.(二), (六)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.kernel.durations import add_months
from chassis.kernel.refusal import No
from schemas.professional_codes import ExtensionCategory

from prof_service.domain.extension_rules import AfterHospital, CaregiverChanged, Conditions, ExtensionRules, FormRule
from prof_service.domain.signatures import Signer


class CaregiverChange(StrEnum):
    """主要照顧者因不可抗力因素變更."""

    DIED = "died"
    FOREIGN_WORKER_LEFT = "foreign_worker_left"
    FOREIGN_WORKER_ABSCONDED = "foreign_worker_absconded"
    OTHER_FORCE_MAJEURE = "other_force_majeure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The paper form: who signed it and when, by hand or by fingerprint."""

    signer: Signer
    by_hand: bool
    signed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the unit says of the training and the client. `progress_described`: a sealed text goes with it."""

    benefit_expected: bool = False
    progress_shown: bool = False
    progress_described: bool = False
    goal_not_expected: bool = False
    discharged_on: date | None = None
    restricted: bool = False
    """臥床或長期活動受限."""
    caregiver_change: CaregiverChange | None = None
    caregiver_changed_on: date | None = None


NO_BENEFIT = No(
    "no_benefit_expected",
    rule="NT-06-01",
    zh="延案須經評估，預期增加訓練可明顯提升個案功能或改善現況。",
    en="An extension needs an assessment by which more training would clearly raise function or improve the situation.",
)
NO_PROGRESS = No(
    "no_progress_shown",
    rule="NT-06-04",
    zh="延案須於服務過程展現進步（包括主要照顧者），並說明之。",
    en="An extension needs progress during the service, of the client or the caregiver, and a description of it.",
)
GOAL_EXPECTED = No(
    "goal_expected_within_plan",
    rule="NT-06-04",
    zh="預期可於原訂計畫內達到原目標者，不得延案。",
    en="The goal is expected to be reached within the original plan.",
)
NO_CATEGORY = No(
    "no_category",
    rule="NT-06-03",
    zh="須符合二類之一：出院後 6 個月內，或主要照顧者因不可抗力因素變更。",
    en="One of two categories must hold: soon after discharge, or another caregiver by force majeure.",
)
DISCHARGED_LONG_AGO = No(
    "discharged_long_ago",
    rule="NT-06-05",
    zh="{discharged_on} 出院，最遲 {latest} 申請；申請日為 {applied_on}。",
    en="Discharged on {discharged_on}: {latest} was the last day to apply; this is of {applied_on}.",
)
DISCHARGED_LATER = No(
    "discharged_after_application",
    rule="NT-06-05",
    zh="出院日期 {discharged_on} 晚於申請日 {applied_on}。",
    en="The discharge, {discharged_on}, lies after the application, {applied_on}.",
    kind="invalid",
)
NOT_CAREGIVER_CASE = No(
    "not_the_caregiver_category",
    rule="NT-06-06",
    zh="須為臥床或長期活動受限、第 {level} 級、使用 {codes}，且主要照顧者於申請日前已變更。",
    en="It needs a client who is bedridden or long restricted, level {level}, a code of {codes}, "
    "and a caregiver who changed before the application.",
)
FORM_MISSING = No(
    "form_missing",
    rule="NT-06-08",
    zh="須同時提出經簽章之延案申請書。",
    en="The signed application form is part of the application.",
    kind="invalid",
)
SIGNER_NOT_ALLOWED = No(
    "signer_not_allowed",
    rule="NT-06-17",
    zh="延案申請書須由個案或家屬簽章，不得由「{signer}」簽章；可簽章者：{allowed}。",
    en="The form may not be signed by {signer}; allowed: {allowed}.",
    kind="invalid",
)
FINGERPRINT = No(
    "fingerprint_is_no_signature",
    rule="NT-06-17",
    zh="延案申請書須親筆簽章，不可用手印代替。",
    en="The form is signed by hand; a fingerprint does not replace it.",
    kind="invalid",
)
SIGNED_LATER = No(
    "signed_after_application",
    rule="NT-06-17",
    zh="簽章日期 {signed_on} 晚於申請日 {applied_on}。",
    en="The signature, {signed_on}, lies after the application, {applied_on}.",
    kind="invalid",
)


def categories_of(
    evidence: Evidence, rules: ExtensionRules, *, cms_level: int, service_code: str, applied_on: date
) -> tuple[ExtensionCategory, ...]:
    """Which categories hold. Raises NO_BENEFIT, NO_PROGRESS, GOAL_EXPECTED, DISCHARGED_LATER; where a category is
    required and none holds NO_CATEGORY, or why the one that was claimed does not hold."""
    if rules.conditions is not None:
        _training(evidence, rules.conditions)
    held = []
    if _after_hospital(evidence.discharged_on, rules.after_hospital, applied_on):
        held.append(ExtensionCategory.AFTER_HOSPITAL)
    if _caregiver(evidence, rules.caregiver_changed, cms_level, service_code, applied_on):
        held.append(ExtensionCategory.CAREGIVER_CHANGED)
    if not held and rules.conditions is not None and rules.conditions.category_required:
        _no_category(evidence, rules, applied_on)
    return tuple(held)


def signed(form: Form | None, rule: FormRule | None, *, applied_on: date) -> None:
    """Raises FORM_MISSING, SIGNER_NOT_ALLOWED, FINGERPRINT, SIGNED_LATER."""
    if rule is None:
        return
    if form is None:
        if rule.required:
            raise FORM_MISSING(applied_on=applied_on)
        return
    if form.signer not in rule.signers:
        raise SIGNER_NOT_ALLOWED(rule=rule.rule, signer=form.signer, allowed=", ".join(sorted(rule.signers)))
    if not form.by_hand and not rule.fingerprint:
        raise FINGERPRINT(rule=rule.rule, signer=form.signer)
    if form.signed_on > applied_on:
        raise SIGNED_LATER(rule=rule.rule, signed_on=form.signed_on, applied_on=applied_on)


def _training(evidence: Evidence, rule: Conditions) -> None:
    if rule.benefit_expected and not evidence.benefit_expected:
        raise NO_BENEFIT()
    if rule.progress_shown and not (evidence.progress_shown and evidence.progress_described):
        raise NO_PROGRESS()
    if rule.goal_not_expected and not evidence.goal_not_expected:
        raise GOAL_EXPECTED()


def _after_hospital(discharged_on: date | None, rule: AfterHospital | None, applied_on: date) -> bool:
    if discharged_on is None or rule is None:
        return False
    if discharged_on > applied_on:
        raise DISCHARGED_LATER(rule=rule.rule, discharged_on=discharged_on, applied_on=applied_on)
    return applied_on <= add_months(discharged_on, rule.months)


def _caregiver(
    evidence: Evidence, rule: CaregiverChanged | None, cms_level: int, service_code: str, applied_on: date
) -> bool:
    if rule is None or evidence.caregiver_change is None or evidence.caregiver_changed_on is None:
        return False
    right_client = evidence.restricted and cms_level == rule.level and service_code in rule.codes
    return right_client and evidence.caregiver_changed_on <= applied_on


def _no_category(evidence: Evidence, rules: ExtensionRules, applied_on: date) -> None:
    caregiver, hospital, discharged_on = rules.caregiver_changed, rules.after_hospital, evidence.discharged_on
    if evidence.caregiver_change is not None and caregiver is not None:
        codes = ", ".join(sorted(caregiver.codes))
        raise NOT_CAREGIVER_CASE(rule=caregiver.rule, level=caregiver.level, codes=codes)
    if discharged_on is not None and hospital is not None:
        latest = add_months(discharged_on, hospital.months)
        facts = {"discharged_on": discharged_on, "latest": latest, "applied_on": applied_on}
        raise DISCHARGED_LONG_AGO(rule=hospital.rule, **facts)
    raise NO_CATEGORY()

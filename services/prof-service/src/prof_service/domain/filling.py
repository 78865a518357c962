"""Is a form filled in as its annex asks, and signed by somebody who may? Each filling adds to the ones before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chassis.kernel.refusal import No
from schemas.professional_codes import Caregiver

from prof_service.domain.form_values import Value, is_valid
from prof_service.domain.forms.field import FOR_THE_CLIENT, Form, FormField, SignedBy, Signer, Stage


class FormFlag(StrEnum):
    """What is odd about a form that is kept all the same: duties without a consequence (AM-130)."""

    SIGNED_ON_ANOTHER_DAY = "signed_on_another_day"
    NO_UNIT_HEAD = "no_unit_head_signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed when. The family by its relation, never by name."""

    signer: Signer
    signed_on: date
    relation: Caregiver | None = None
    by: SignedBy = SignedBy.HAND


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it stands: codes by field, which texts there are, who signed."""

    codes: Mapping[str, Value] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    signatures: tuple[Signature, ...] = ()
    stages: frozenset[Stage] = frozenset()
    no: int = 0

    def has(self, code: str) -> bool:
        """Whether the field has been filled in."""
        return code in self.codes or code in self.texts


UNKNOWN_FIELDS = No(
    "fields_of_another_form",
    rule="NT-09-17",
    zh="有 {count} 個欄位不屬於本表此階段；可填欄位：{allowed}。",
    en="{count} fields do not belong to this stage of the form; it has: {allowed}.",
    kind="invalid",
)
WRONG_VALUE = No(
    "field_value_not_allowed",
    rule="NT-09-17",
    zh="欄位 {field} 的內容不符；應為：{allowed}。",
    en="The field {field} takes: {allowed}.",
    kind="invalid",
)
INCOMPLETE = No(
    "form_incomplete",
    rule="NT-09-17",
    zh="表單缺少欄位：{missing}。",
    en="The form lacks: {missing}.",
    kind="invalid",
)
HIRED_SIGNER = No(
    "hired_carer_may_not_sign_form",
    rule="NT-05-39",
    zh="須由個案、主要照顧者或家屬親筆簽章，聘僱看護工不得簽章。",
    en="The client, the primary caregiver or the family signs by hand; a hired care worker may not.",
    kind="invalid",
)
FINGERPRINT = No(
    "no_fingerprint",
    rule="NT-06-17",
    zh="延案申請書須親筆簽章，不可用手印代替。",
    en="The extension form is signed by hand; a fingerprint does not replace it.",
    kind="invalid",
)
NOT_A_SIGNER = No(
    "not_a_signer_of_this_form",
    rule="NT-09-05",
    zh="此表單此階段由下列人員簽章：{allowed}。",
    en="This stage of the form is signed by: {allowed}.",
    kind="invalid",
)
NO_RELATION = No(
    "family_without_relation",
    rule="NT-09-05",
    zh="家屬簽章須註明與個案之關係。",
    en="The family signs with its relation to the client.",
    kind="invalid",
)
SIGNED_AHEAD = No(
    "form_signed_in_future",
    rule="NT-09-05",
    zh="簽章日期 {on} 在今日（{today}）之後。",
    en="The signature is dated {on}, after today, {today}.",
    kind="invalid",
)


def check_filling(
    form: Form,
    stage: Stage,
    before: Filled,
    codes: Mapping[str, Value],
    texts: Iterable[str],
    *,
    session_no: int = 0,
) -> None:
    """Raises UNKNOWN_FIELDS, WRONG_VALUE, INCOMPLETE."""
    allowed = {c: f for c, f in form.entered(stage).items() if f.from_session <= max(session_no, 1)}
    texts = frozenset(texts)
    strange = (codes.keys() | texts) - allowed.keys()
    if strange:
        raise UNKNOWN_FIELDS(rule=form.rule, count=len(strange), allowed=", ".join(allowed))
    for code in sorted(codes.keys() | texts):
        _right_kind(code, allowed[code], codes.get(code))
    _complete(allowed, {**before.codes, **codes}, before.texts | texts)


def check_signatures(form: Form, stage: Stage, signatures: Iterable[Signature], *, today: date) -> None:
    """Raises HIRED_SIGNER, FINGERPRINT, NOT_A_SIGNER, NO_RELATION, SIGNED_AHEAD."""
    may = signers_of(form, stage)
    for one in signatures:
        if one.signer is Signer.HIRED_CARE_WORKER:
            raise HIRED_SIGNER(rule="NT-06-17" if form.no_fingerprint else None)
        if form.no_fingerprint and one.by is SignedBy.FINGERPRINT:
            raise FINGERPRINT()
        if one.signer not in may:
            raise NOT_A_SIGNER(rule=form.rule, allowed=", ".join(sorted(may)))
        if one.signer is Signer.FAMILY and one.relation is None:
            raise NO_RELATION()
        if one.signed_on > today:
            raise SIGNED_AHEAD(on=one.signed_on, today=today)


def signers_of(form: Form, stage: Stage) -> frozenset[Signer]:
    """Who may sign: for the client, client or family or primary caregiver."""
    named = {signer for section in form.sections if section.stage is stage for signer in section.signers}
    return frozenset(named | FOR_THE_CLIENT if named & FOR_THE_CLIENT else named)


def missing_signers(form: Form, filled: Filled) -> tuple[Signer, ...]:
    """Of the stages that were filled in: staff, and somebody for the client."""
    there = {one.signer for one in filled.signatures}
    wanted = {
        signer
        for section in form.sections
        if section.stage in filled.stages
        for signer in section.signers
        if signer in {Signer.STAFF, Signer.CLIENT, Signer.PRIMARY_CAREGIVER}
    }
    if there & FOR_THE_CLIENT:
        wanted -= FOR_THE_CLIENT
    return tuple(sorted(wanted - there))


def flags_of(form: Form, filled: Filled, served_on: date | None) -> tuple[FormFlag, ...]:
    """Same-day signatures and the unit head's are duties, and their lack no refusal (NT-09-19, AM-130)."""
    if served_on is None or Stage.SESSION not in filled.stages:
        return ()
    visit = [one for one in filled.signatures if one.signer is not Signer.UNIT_HEAD]
    flags = [FormFlag.SIGNED_ON_ANOTHER_DAY] if any(one.signed_on != served_on for one in visit) else []
    heads = {signer for section in form.sections for signer in section.signers} & {Signer.UNIT_HEAD}
    if heads and Signer.UNIT_HEAD not in {one.signer for one in filled.signatures}:
        flags.append(FormFlag.NO_UNIT_HEAD)
    return tuple(flags)


def _right_kind(code: str, asked: FormField, value: Value | None) -> None:
    if asked.sealed == (value is not None) or (value is not None and not is_valid(asked, value)):
        allowed = ", ".join(asked.options) or (
            f"{asked.least}–{asked.most}" if asked.kind.value == "number" else asked.kind.value
        )
        raise WRONG_VALUE(rule=asked.rule, field=code, allowed=allowed)


def _complete(allowed: Mapping[str, FormField], codes: Mapping[str, Value], texts: frozenset[str]) -> None:
    missing = [c for c, f in allowed.items() if c not in codes and c not in texts and _is_required(c, f, codes)]
    if missing:
        raise INCOMPLETE(rule=allowed[missing[0]].rule, missing=", ".join(missing))


def _is_required(code: str, asked: FormField, codes: Mapping[str, Value]) -> bool:
    """Of several rows the first."""
    if code != asked.codes[0]:
        return False
    if asked.when is not None:
        return codes.get(asked.when[0]) == asked.when[1]
    return asked.required or asked.from_session > 1

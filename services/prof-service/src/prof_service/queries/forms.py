"""How does a form of an engagement stand: what is filled in, what is missing, who signed?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.policy import Packs
from chassis.reading import Reader
from chassis.sealing import Sealed
from pydantic import BaseModel, Field
from schemas.professional_codes import Caregiver

from prof_service.domain.filling import Filled, FormFlag, flags_of, missing_signers
from prof_service.domain.form_values import Value
from prof_service.domain.forms import FORMS
from prof_service.domain.forms.field import Form, FormField, FormKind, Kind, SignedBy, Signer, Source, Stage
from prof_service.domain.sessions import Session
from prof_service.queries.engagements import Whole, find_engagement
from prof_service.queries.form_facts import form_facts
from prof_service.queries.sessions import TEXTS as RECORDS
from prof_service.queries.sessions import find_session
from prof_service.store.forms import FILLINGS, TEXTS, filled_of, sealed_of
from prof_service.store.sessions import TEXT as RECORD
from prof_service.store.sessions import text_id

NO_SUCH_FORM = No(
    "form_of_which_session",
    rule="NT-09-19",
    zh="此表單依次填寫，請註明第幾次；其他表單則否。",
    en="This form is one of a session: name its number; the other forms have none.",
    kind="invalid",
)


class FieldView(BaseModel):
    """表單的一個欄位。加密文字僅顯示是否已填。"""

    code: str
    zh: str
    rule: str
    stage: Stage
    kind: Kind
    source: Source
    options: dict[str, str]
    required: bool
    filled: bool
    value: Value | None


class SignatureView(BaseModel):
    """一個簽章。"""

    signer: Signer
    signed_on: date
    relation: Caregiver | None
    by: SignedBy


class FormView(BaseModel):
    """一份表單目前的內容。"""

    kind: FormKind
    title: str
    annex: str
    session_no: int
    no: int = Field(description="第幾次填寫；0 為尚未填寫")
    fields: list[FieldView]
    signatures: list[SignatureView]
    missing_signatures: list[Signer]
    flags: list[FormFlag]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeForm:
    """A form with all that is known for it; texts still sealed, by field code."""

    form: Form
    whole: Whole
    session: Session | None
    filled: Filled
    values: dict[str, Value]
    sealed: dict[str, Sealed]


async def find_form(reader: Reader, packs: Packs, engagement_id: UUID, kind: FormKind, session_no: int) -> WholeForm:
    """NotFound for a foreign engagement or session."""
    form = FORMS[kind]
    if form.per_session != (session_no > 0):
        raise NO_SUCH_FORM()
    whole = await find_engagement(reader, engagement_id)
    session = await find_session(reader, engagement_id, session_no) if session_no else None
    rows = await reader.rows(FILLINGS, of_engagement=engagement_id, of_kind=kind.value, of_session=session_no)
    texts = await reader.rows(TEXTS, of_forms=[row["id"] for row in rows])
    filled = filled_of(rows, texts)
    facts = await form_facts(reader, packs, whole, filled, session)
    known = {f.code: facts[f.code] for f in form.fields if f.source is Source.KNOWN and f.code in facts}
    sealed = {**sealed_of(texts), **await _records(reader, form, session)}
    return WholeForm(
        form=form, whole=whole, session=session, filled=filled, values={**known, **filled.codes}, sealed=sealed
    )


def form_view(found: WholeForm) -> FormView:
    """As it is shown: no text, and no identifier."""
    session = found.session
    return FormView(
        kind=found.form.kind,
        title=found.form.title,
        annex=found.form.annex,
        session_no=session.no if session else 0,
        no=found.filled.no,
        fields=[_field(found, asked, code) for asked in found.form.fields for code in asked.codes],
        signatures=[SignatureView.model_validate(one, from_attributes=True) for one in found.filled.signatures],
        missing_signatures=list(missing_signers(found.form, found.filled)),
        flags=list(flags_of(found.form, found.filled, session.served_on if session else None)),
    )


def _field(found: WholeForm, asked: FormField, code: str) -> FieldView:
    value = found.values.get(code)
    return FieldView(
        code=code,
        zh=asked.zh,
        rule=asked.rule,
        stage=asked.stage,
        kind=asked.kind,
        source=asked.source,
        options=dict(asked.options),
        required=asked.required and code == asked.codes[0],
        filled=value is not None or code in found.sealed,
        value=value,
    )


async def _records(reader: Reader, form: Form, session: Session | None) -> dict[str, Sealed]:
    if session is None:
        return {}
    wanted = {f.code for f in form.fields if f.source is Source.RECORD}
    return {
        row["field"]: Sealed(session.case_id, RECORD, text_id(session.id, row["field"]), row["text"])
        for row in await reader.rows(RECORDS, of_session=session.id)
        if row["field"] in wanted
    }

"""How is a form of the handbook read, filled in, revealed and printed?"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from chassis.access import Actor
from chassis.clock import local_date
from chassis.problems import RESPONSES, NotFound
from chassis.reading import Reader, reader
from chassis.sealing import reveal
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from schemas.professional_codes import Caregiver

from prof_service.api.access import AsProvider, AsReader, AsRecordReader, ProfCall
from prof_service.api.form_readers import may_read_form
from prof_service.api.records import RevealBody
from prof_service.commands.fill_form import FillForm, fill_form
from prof_service.domain.filling import Signature
from prof_service.domain.form_values import Value
from prof_service.domain.forms import FORMS
from prof_service.domain.forms.field import Form, FormKind, SignedBy, Signer, Stage
from prof_service.printing.identifiers import Person, identifiers
from prof_service.printing.pdf import html, pdf
from prof_service.printing.words import age, roc
from prof_service.queries.forms import FormView, WholeForm, find_form, form_view
from prof_service.settings import ProfSettings
from prof_service.store.forms import Filling

router = APIRouter(prefix="/v1/engagements/{engagement_id}/forms/{kind}", tags=["forms"], responses=RESPONSES)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,63}$")]
SessionNo = Annotated[int, Query(ge=0, le=999, description="第幾次服務；整案表單免填")]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "可列印簽章的表單"}}


class SignatureBody(BaseModel):
    """Who signed, and when."""

    model_config = ConfigDict(extra="forbid")

    signer: Signer = Field(description="簽章人", examples=["family"])
    signed_on: date = Field(description="簽章日期", examples=["2024-02-20"])
    relation: Caregiver | None = Field(default=None, description="與個案之關係（家屬）", examples=["spouse"])
    by: SignedBy = Field(default=SignedBy.HAND, description="親筆或手印")


class FormBody(BaseModel):
    """What is added to the form: texts are sealed; numbers, dates and codes are not."""

    model_config = ConfigDict(extra="forbid")

    stage: Stage = Field(description="階段", examples=["first"])
    session_no: int = Field(default=0, ge=0, le=999, description="第幾次服務；整案表單免填")
    fields: dict[Code, bool | int | Text | list[Code]] = Field(
        default_factory=dict, max_length=100, examples=[{"goal.1": "早晨自己穿好衣服", "price_area": "ordinary"}]
    )
    signatures: list[SignatureBody] = Field(default_factory=list, max_length=10)

    def filling(self, kind: FormKind) -> Filling:
        """For the command: what the form seals, apart from the rest."""
        sealed = {code for code, asked in FORMS[kind].entered().items() if asked.sealed}
        codes: dict[str, Value] = {}
        texts: dict[str, str] = {}
        for code, value in self.fields.items():
            if code in sealed and isinstance(value, str):
                texts[code] = value
            else:
                codes[code] = tuple(value) if isinstance(value, list) else value
        signed = tuple(Signature(**one.model_dump()) for one in self.signatures)
        return Filling(
            kind=kind, stage=self.stage, session_no=self.session_no, codes=codes, texts=texts, signatures=signed
        )


class FilledView(BaseModel):
    """填寫結果。"""

    engagement_id: UUID
    kind: FormKind
    session_no: int
    stage: Stage


class TextsView(BaseModel):
    """表單文字內容，依欄位。"""

    kind: FormKind
    session_no: int
    texts: dict[str, str]


@router.get("", summary="表單欄位、已填內容與缺漏（不含加密文字）")
async def get_form(
    engagement_id: UUID, kind: FormKind, request: Request, by: AsReader, session_no: SessionNo = 0
) -> FormView:
    """Every field of the annex, and how it stands."""
    return form_view(await _find(request, reader(request, by), engagement_id, kind, session_no))


@router.post("", status_code=201, response_model=FilledView, summary="填寫表單（逐次附加，不得刪改）")
async def post_form(engagement_id: UUID, kind: FormKind, body: FormBody, by: AsProvider, call: ProfCall) -> Response:
    """Fields and signatures of one stage."""
    async with call.begin(by) as work:
        filling = body.filling(kind)
        await fill_form(FillForm(engagement_id=engagement_id, filling=filling), work)
        view = FilledView(engagement_id=engagement_id, kind=kind, session_no=filling.session_no, stage=filling.stage)
        return call.answer(view, status=201)


@router.post("/reveals", status_code=201, summary="查閱表單文字內容（留存查閱紀錄）")
async def post_form_reveal(
    engagement_id: UUID,
    kind: FormKind,
    body: RevealBody,
    request: Request,
    by: AsRecordReader,
    session_no: SessionNo = 0,
) -> TextsView:
    """The words of a form, after the access record has been kept."""
    found = await _find(request, reader(request, by), engagement_id, kind, session_no)
    await may_read_form(reader(request, by), by, found)
    return TextsView(kind=kind, session_no=session_no, texts=await _texts(request, by, body.purpose, found))


@router.post("/prints", summary="列印表單供親筆簽章（留存查閱紀錄）", response_class=Response, responses=PDF)
async def post_print(
    engagement_id: UUID,
    kind: FormKind,
    body: RevealBody,
    request: Request,
    by: AsRecordReader,
    session_no: SessionNo = 0,
    blank_identifiers: Annotated[bool, Query(description="身分資料留白供手寫")] = False,
) -> Response:
    """A PDF; identifiers come from intake with the reader's token, or are left to be written."""
    found = await _find(request, reader(request, by), engagement_id, kind, session_no)
    await may_read_form(reader(request, by), by, found)
    person = None if blank_identifiers else await _person(request, found, body.purpose)
    texts = await _texts(request, by, body.purpose, found)
    texts |= _identity(request, person)
    signed = found.filled.signatures
    return await sheet(request, by, found.form, found.values, texts, signed, by_hand=person is None)


async def sheet(
    request: Request,
    by: Actor,
    form: Form,
    values: Mapping[str, Value],
    texts: Mapping[str, str],
    signatures: Sequence[Signature],
    *,
    by_hand: bool,
) -> Response:
    """The answer with the file; `Identifiers` says whether names are on it."""
    county = request.app.state.packs.county(by.county).about.name_zh
    page = html(form, county, values, texts, signatures, by_hand=by_hand)
    headers = {
        "Content-Disposition": f'attachment; filename="{form.kind}.pdf"',
        "Cache-Control": "no-store",
        "Identifiers": "blank" if by_hand else "filled",
    }
    return Response(await asyncio.to_thread(pdf, page), media_type="application/pdf", headers=headers)


async def _find(request: Request, read: Reader, engagement_id: UUID, kind: FormKind, session_no: int) -> WholeForm:
    if kind is FormKind.EVENING_HOLIDAY_REQUEST:
        raise NotFound("form")  # it belongs to an application, and is printed there
    return await find_form(read, request.app.state.service.packs, engagement_id, kind, session_no)


async def _texts(request: Request, by: Actor, purpose: str, found: WholeForm) -> dict[str, str]:
    service = request.app.state.service
    if not found.sealed:
        return {}
    plain = await reveal(service.database, service.sealer, by, purpose, list(found.sealed.values()))
    return dict(zip(found.sealed, plain, strict=True))


async def _person(request: Request, found: WholeForm, purpose: str) -> Person | None:
    return await person_of(request, found.whole.engagement.case_id, purpose)


async def person_of(request: Request, case_id: UUID, purpose: str) -> Person | None:
    """None where no intake is named."""
    url = ProfSettings().intake_url
    if url is None:
        return None
    return await identifiers(str(url), case_id, request.headers["authorization"], purpose)


def _identity(request: Request, person: Person | None) -> dict[str, str]:
    return {} if person is None else identity_texts(person, local_date(request.app.state.service.clock.now()))


def identity_texts(person: Person, today: date) -> dict[str, str]:
    """By the field codes of the forms."""
    return {
        "client_name": person.name,
        "national_id": person.national_id,
        "born_on": roc(person.born_on),
        "age": str(age(person.born_on, today)),
    }

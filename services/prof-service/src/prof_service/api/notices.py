"""How are quick change notices posted, read and acknowledged, and where do their mails go?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES, NotFound
from chassis.reading import Cursor, Limit, Page, after, page, reader
from chassis.sealing import reveal
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from schemas.professional_codes import NoticeKind, NoticeRecipient

from prof_service.api.access import AsAddressKeeper, AsNoticeReader, AsNotifier, ProfCall
from prof_service.commands.post_notice import PostNotice, post_notice, read_notice
from prof_service.domain.notices import Draft
from prof_service.queries.notices import NoticeView, find_notice, list_notices, sealed_notice

router = APIRouter(prefix="/v1", tags=["notices"], responses=RESPONSES)
_NO_BREAKS = r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$"


class NoticeBody(BaseModel):
    """What is told, to whom. Kind and recipients that are missing are refused by their paragraph."""

    model_config = ConfigDict(extra="forbid")

    case_id: UUID | None = Field(default=None, description="個案；與專業服務案擇一")
    engagement_id: UUID | None = Field(default=None, description="專業服務案")
    kind: NoticeKind | None = Field(default=None, description="通報類別", examples=["unit_closing"])
    recipients: list[NoticeRecipient] = Field(
        default_factory=list, max_length=3, description="受通報者", examples=[["care_manager", "a_case_manager"]]
    )
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)] = Field(
        description="通報內容（加密留存）", examples=["本單位將於 3 月 31 日歇業，請協助媒合。"]
    )
    fact_on: date | None = Field(
        default=None, description="事實發生日；無法服務者為最早可服務日", examples=["2024-03-31"]
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "NoticeBody":
        if (self.case_id is None) == (self.engagement_id is None):
            raise ValueError("case_id or engagement_id, one of them")
        return self


class PostedView(BaseModel):
    """已送出之通報。"""

    id: UUID
    case_id: UUID
    reference: str
    late: bool
    posted_on: date


class ReceiptView(BaseModel):
    """已讀回條。"""

    notice_id: UUID
    read_as: list[NoticeRecipient]


class RevealBody(BaseModel):
    """Why the text is read."""

    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="查閱目的代碼", examples=["handover"])


class NoticeText(BaseModel):
    """通報內容。"""

    notice_id: UUID
    text: str


class AddressBody(BaseModel):
    """Of an office, never of a person. A unit registers its own."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(pattern=_NO_BREAKS, description="單位公務信箱", examples=["office@unit.example"])


class AddressView(BaseModel):
    """公務信箱所屬。"""

    role: NoticeRecipient
    unit_id: UUID | None


@router.post("/notices", status_code=201, response_model=PostedView, summary="快速新增異動通報")
async def post_notices(body: NoticeBody, by: AsNotifier, call: ProfCall) -> Response:
    """Tell care manager, A case manager or unit of a change, at once."""
    async with call.begin(by) as work:
        recipients = tuple(dict.fromkeys(body.recipients))
        draft = Draft(kind=body.kind, recipients=recipients, fact_on=body.fact_on)
        command = PostNotice(case_id=body.case_id, engagement_id=body.engagement_id, draft=draft, text=body.text)
        posted = await post_notice(command, work)
        view = PostedView(**{name: getattr(posted, name) for name in PostedView.model_fields})
        return call.answer(view, status=201)


@router.get("/notices", summary="異動通報收件匣")
async def get_notices(
    request: Request,
    by: AsNoticeReader,
    unread: Annotated[bool, Query(description="僅未讀")] = False,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[NoticeView]:
    """What reached the caller's role and unit, and what the unit posted."""
    [last] = after(cursor, 1)
    found = await list_notices(
        reader(request, by),
        by,
        unread=unread,
        case_id=case_id,
        after_id=last and UUID(last),
        limit=limit + 1,
    )
    return page(found, limit, lambda shown: [shown.id])


@router.get("/notices/{notice_id}", summary="異動通報（不含內容）")
async def get_notice(notice_id: UUID, request: Request, by: AsNoticeReader) -> NoticeView:
    """One notice and who has read it."""
    return await find_notice(reader(request, by), by, notice_id)


@router.post("/notices/{notice_id}/receipts", status_code=201, response_model=ReceiptView, summary="已讀回條")
async def post_receipt(notice_id: UUID, by: AsNoticeReader, call: ProfCall) -> Response:
    """The caller has read it, as the recipient that the caller is."""
    async with call.begin(by) as work:
        read_as = await read_notice(notice_id, work)
        return call.answer(ReceiptView(notice_id=notice_id, read_as=read_as), status=201)


@router.post("/notices/{notice_id}/reveals", status_code=201, summary="查閱通報內容（留存查閱紀錄）")
async def post_notice_reveal(notice_id: UUID, body: RevealBody, request: Request, by: AsNoticeReader) -> NoticeText:
    """The text, after the access record has been kept."""
    sealed = await sealed_notice(reader(request, by), by, notice_id)
    service = request.app.state.service
    [text] = await reveal(service.database, service.sealer, by, body.purpose, [sealed])
    return NoticeText(notice_id=notice_id, text=text)


@router.post("/mail-addresses", status_code=201, response_model=AddressView, summary="登記公務信箱")
async def post_mail_address(body: AddressBody, by: AsAddressKeeper, call: ProfCall) -> Response:
    """Where the mails of the caller's own office go: the county's care managers, an A unit, a B unit."""
    async with call.begin(by) as work:
        held = [role for role in NoticeRecipient if role.value in {r.value for r in by.roles}]
        if not held:
            raise NotFound("office")
        unit = None if held[0] is NoticeRecipient.CARE_MANAGER else by.unit
        await work.notices.keep_address(held[0], unit, body.address)
        return call.answer(AddressView(role=held[0], unit_id=unit), status=201)

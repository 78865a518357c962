"""Which extension requests may this person see, what do they look like, and where does an engagement stand?"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.actions import Action
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.reading import Reader
from chassis.sealing import Sealed
from pydantic import BaseModel, Field
from schemas.professional_codes import ExtensionCategory, ExtensionReviewer, ExtensionReviewReason, ReviewResult

from prof_service.domain.extension import ExtensionRequest, Review, Standing, Status
from prof_service.queries.engagements import Whole
from prof_service.store.cases import FIND as FIND_CASE
from prof_service.store.closures import FIND as FIND_CLOSURE
from prof_service.store.extension_tables import extension_requests as requests
from prof_service.store.extension_tables import extension_texts as texts
from prof_service.store.extensions import FIND, NOTE, OF_ITEM, REVIEWS, TEXT, requests_of, text_id

TEXTS = Statement(
    sa.select(texts)
    .where(texts.c.request_id == sa.bindparam("of_request", type_=sa.Uuid), scope(texts))
    .order_by(texts.c.field)
)


def _page(*more: sa.ColumnElement[bool]) -> Statement:
    last, status = sa.bindparam("after_id", type_=sa.Uuid), sa.bindparam("status", type_=sa.Text)
    return Statement(
        sa.select(requests)
        .where(
            *more,
            sa.or_(status.is_(None), requests.c.status == status),
            sa.or_(last.is_(None), requests.c.id > last),
            scope(requests),
        )
        .order_by(requests.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


PAGE = _page()
PAGE_OF_CASE = _page(requests.c.case_id == sa.bindparam("case_id", type_=sa.Uuid))
PAGE_OF_ENGAGEMENT = _page(requests.c.engagement_id == sa.bindparam("engagement_id", type_=sa.Uuid))


class ReviewView(BaseModel):
    """一位審查者之結果。"""

    id: UUID
    reviewer: ExtensionReviewer
    unit_id: UUID | None
    due_on: date | None = Field(description="審查期限；縣市未規定時為空", examples=["2024-04-12"])
    overdue_on: date | None = Field(description="通報督導日")
    result: ReviewResult | None
    reason: ExtensionReviewReason | None
    groups: int | None
    agreed_end: date | None = Field(description="同意之迄日", examples=["2024-09-30"])
    reviewed_on: date | None
    reviewed_by: str | None
    late: bool

    @classmethod
    def of(cls, review: Review) -> "ReviewView":
        """The review as it is shown."""
        return cls(**{name: getattr(review, name) for name in cls.model_fields})


class ExtensionSummary(BaseModel):
    """延案申請。"""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    unit_id: UUID
    service_code: str = Field(examples=["CA07"])
    groups: int = Field(description="申請組數", examples=[2])
    session_no: int = Field(description="申請時已服務次數", examples=[8])
    categories: list[ExtensionCategory]
    applied_on: date = Field(examples=["2024-04-09"])
    after_window_day: bool = Field(description="是否於時限當日之後申請")
    status: Status
    review_overdue: bool = Field(description="是否有審查逾期")
    agreed_groups: int | None
    agreed_end: date | None = Field(description="延案迄日", examples=["2024-09-30"])
    decided_on: date | None
    reviews: list[ReviewView]
    version: int

    @classmethod
    def of(cls, request: ExtensionRequest) -> "ExtensionSummary":
        """The request as a list shows it."""
        return cls(**summary_fields(request))


class ExtensionView(ExtensionSummary):
    """延案申請，含可執行的指令。"""

    actions: list[Action]


class ExtensionTexts(BaseModel):
    """延案申請書之文字與審查意見。"""

    id: UUID
    texts: dict[str, str]


def summary_fields(request: ExtensionRequest) -> dict[str, object]:
    """The fields of ExtensionSummary."""
    own = {name: getattr(request, name) for name in ExtensionSummary.model_fields if name != "reviews"}
    return own | {"reviews": [ReviewView.of(review) for review in request.reviews]}


async def find_extension(reader: Reader, request_id: UUID) -> ExtensionRequest:
    """NotFound if it is not there for this person."""
    rows = await reader.rows(FIND, row_id=request_id)
    if not rows:
        raise NotFound("extension_request", request_id)
    return requests_of(rows, await _reviews(reader, rows))[0]


async def list_extensions(
    reader: Reader,
    *,
    case_id: UUID | None,
    engagement_id: UUID | None,
    status: Status | None,
    after_id: UUID | None,
    limit: int,
) -> tuple[ExtensionRequest, ...]:
    """In the order in which they were made; of an engagement, of a case, or all."""
    params: dict[str, object] = {"status": status and status.value, "after_id": after_id, "limit": limit}
    if engagement_id is not None:
        rows = await reader.rows(PAGE_OF_ENGAGEMENT, engagement_id=engagement_id, **params)
    elif case_id is not None:
        rows = await reader.rows(PAGE_OF_CASE, case_id=case_id, **params)
    else:
        rows = await reader.rows(PAGE, **params)
    return requests_of(rows, await _reviews(reader, rows))


async def standing_of(reader: Reader, whole: Whole) -> Standing:
    """What the guard asks of an engagement."""
    engagement = whole.engagement
    case = await reader.row(FIND_CASE, of_case=engagement.case_id)
    if case is None:
        raise LookupError(f"no quota was approved for case {engagement.case_id}")
    rows = await reader.rows(OF_ITEM, of_plan=engagement.plan_id, of_code=engagement.service_code)
    return Standing(
        engagement=engagement,
        cms_level=case["cms_level"],
        served_on=tuple(session.served_on for session in whole.sessions),
        earlier=requests_of(rows, await _reviews(reader, rows)),
        closure_entered=await reader.row(FIND_CLOSURE, of_engagement=engagement.id) is not None,
    )


async def sealed_texts(reader: Reader, request: ExtensionRequest) -> dict[str, Sealed]:
    """What was written on the form, and by each reviewer. NotFound where nothing was."""
    found = {}
    for row in await reader.rows(TEXTS, of_request=request.id):
        found[row["field"]] = Sealed(request.case_id, TEXT, text_id(request.id, row["field"]), row["text"])
    for row in await reader.rows(REVIEWS, of_requests=[request.id]):
        if row["note"] is not None:
            found[f"review_{row['reviewer']}"] = Sealed(request.case_id, NOTE, row["id"], row["note"])
    if not found:
        raise NotFound("extension_texts", request.id)
    return found


async def _reviews(reader: Reader, rows: list[Row]) -> list[Row]:
    return await reader.rows(REVIEWS, of_requests=[row["id"] for row in rows]) if rows else []

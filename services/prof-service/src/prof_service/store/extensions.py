"""How do an extension request and its reviews reach their rows, and come back?"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.problems import NotFound
from chassis.work import Work
from schemas.professional_codes import ExtensionCategory, ExtensionReviewer, ExtensionReviewReason, ReviewResult

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import ExtensionRequest, Review, Status
from prof_service.domain.extension_request import Application
from prof_service.store.engagements import LOCK as LOCK_ENGAGEMENT
from prof_service.store.engagements import engagement_of
from prof_service.store.extension_tables import extension_requests as requests
from prof_service.store.extension_tables import extension_reviews as reviews
from prof_service.store.extension_tables import extension_texts as texts
from prof_service.store.statements import ID, saving
from prof_service.store.tables import sessions

TEXT = "extension_texts.text"
NOTE = "extension_reviews.note"
_CHANGES = ("status", "agreed_groups", "agreed_end", "decided_on")
_GIVEN = ("overdue_on", "result", "reason", "groups", "agreed_end", "reviewed_on", "reviewed_by")
INSERT = Statement(sa.insert(requests))
INSERT_REVIEW = Statement(sa.insert(reviews))
INSERT_TEXT = Statement(sa.insert(texts))
FIND = Statement(sa.select(requests).where(requests.c.id == ID, scope(requests)))
LOCK = Statement(sa.select(requests).where(requests.c.id == ID, scope(requests)).with_for_update(of=requests))
LOCK_REVIEWED = Statement(
    sa.select(requests)
    .where(requests.c.id.in_(sa.select(reviews.c.request_id).where(reviews.c.id == sa.bindparam("review_id"))))
    .with_for_update(of=requests),
    system=True,
)
LOCK_OPEN = Statement(
    sa.select(requests)
    .where(
        requests.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid),
        requests.c.status == Status.SUBMITTED.value,
        scope(requests),
    )
    .with_for_update(of=requests)
)
OF_ITEM = Statement(
    sa.select(requests)
    .where(
        requests.c.plan_id == sa.bindparam("of_plan", type_=sa.Uuid),
        requests.c.service_code == sa.bindparam("of_code", type_=sa.Text),
        scope(requests),
    )
    .order_by(requests.c.id)
)
REVIEWS = Statement(
    sa.select(reviews)
    .where(reviews.c.request_id == sa.any_(sa.bindparam("of_requests", type_=sa.ARRAY(sa.Uuid))), scope(reviews))
    .order_by(reviews.c.id)
)
SERVED = Statement(
    sa.select(sessions.c.served_on)
    .where(sessions.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid), scope(sessions))
    .order_by(sessions.c.no)
)
SAVE = saving(requests, _CHANGES)
_SET = {name: sa.bindparam(f"new_{name}", type_=reviews.c[name].type) for name in _GIVEN}
SAVE_REVIEW = Statement(sa.update(reviews).where(reviews.c.id == ID, scope(reviews)).values(**_SET))
SAVE_NOTE = Statement(
    sa.update(reviews)
    .where(reviews.c.id == ID, scope(reviews))
    .values(note=sa.bindparam("new_note", type_=sa.LargeBinary))
)


class Extensions:
    """The extension requests of one work. Whoever changes one holds its engagement's lock first, then its own."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_item(self, engagement: Engagement) -> tuple[ExtensionRequest, ...]:
        """All for the code and plan of an engagement (NT-06-14)."""
        rows = await self._work.rows(OF_ITEM, of_plan=engagement.plan_id, of_code=engagement.service_code)
        return requests_of(rows, await self._reviews(rows))

    async def served_on(self, engagement: Engagement) -> tuple[date, ...]:
        """The days of its sessions."""
        return tuple(row["served_on"] for row in await self._work.rows(SERVED, of_engagement=engagement.id))

    async def lock_with_engagement(self, request_id: UUID) -> tuple[ExtensionRequest, Engagement]:
        """Both, in the order in which everybody locks them. NotFound if it is not there for this person."""
        row = await self._work.row(FIND, row_id=request_id)
        held = row and await self._work.row(LOCK_ENGAGEMENT, row_id=row["engagement_id"])
        if held is None:
            raise NotFound("extension_request", request_id)
        locked = await self._work.lock(LOCK, "extension_request", row_id=request_id)
        [request] = requests_of([locked], await self._reviews([locked]))
        return request, engagement_of(held)

    async def lock_reviewed(self, review_id: UUID) -> ExtensionRequest:
        """For workers: the request that a review belongs to."""
        row = await self._work.lock(LOCK_REVIEWED, "extension_request", review_id=review_id)
        [request] = requests_of([row], await self._reviews([row]))
        return request

    async def lock_open(self, engagement: Engagement) -> ExtensionRequest | None:
        """The one that waits for its reviews."""
        rows = await self._work.rows(LOCK_OPEN, of_engagement=engagement.id)
        found = requests_of(rows, await self._reviews(rows))
        return found[0] if found else None

    async def add(self, request: ExtensionRequest, application: Application, prose: Mapping[str, str]) -> None:
        """The request with its evidence, its reviews, and what was written, sealed."""
        evidence, form = asdict(application.evidence), application.form
        evidence.pop("progress_described")
        fixed = {name: getattr(request, name) for name in requests.c.keys() if hasattr(request, name)}  # noqa: SIM118
        fixed |= {"categories": list(request.categories), "status": request.status.value, **evidence}
        fixed |= {"signer": form and form.signer.value, "signed_on": form and form.signed_on}
        by = self._work.actor.person
        await self._work.run(INSERT, **fixed, requested_by=by, changed_by=by, changed_at=self._work.now)
        await self._work.run_many(INSERT_REVIEW, [_review_row(request, review) for review in request.reviews])
        await self._work.run_many(INSERT_TEXT, [await self._sealed(request, f, text) for f, text in prose.items()])

    async def save(self, after: ExtensionRequest) -> ExtensionRequest:
        """Write what may change; returns it with its new version."""
        values = {name: getattr(after, name) for name in _CHANGES}
        await self._work.save(SAVE, row_id=after.id, before=after.version, **values)
        given = [{f"new_{name}": getattr(review, name) for name in _GIVEN} for review in after.reviews]
        await self._work.run_many(
            SAVE_REVIEW, [{"row_id": r.id, **g} for r, g in zip(after.reviews, given, strict=True)]
        )
        return replace(after, version=after.version + 1)

    async def add_note(self, request: ExtensionRequest, review_id: UUID, text: str) -> None:
        """Why a reviewer agrees or not, in words, sealed."""
        sealer = self._work.service.sealer
        note = await sealer.seal(self._work, request.case_id, place=NOTE, row_id=review_id, text=text)
        await self._work.run(SAVE_NOTE, row_id=review_id, new_note=note)

    async def _reviews(self, rows: list[Row]) -> list[Row]:
        return await self._work.rows(REVIEWS, of_requests=[row["id"] for row in rows]) if rows else []

    async def _sealed(self, request: ExtensionRequest, field: str, text: str) -> dict[str, object]:
        place = text_id(request.id, field)
        sealed = await self._work.service.sealer.seal(self._work, request.case_id, place=TEXT, row_id=place, text=text)
        same = {"case_id": request.case_id, "county": request.county, "unit_id": request.unit_id}
        return {"request_id": request.id, "field": field, **same, "text": sealed}


def text_id(request_id: UUID, field: str) -> str:
    """Where a sealed text stands."""
    return f"{request_id}/{field}"


def requests_of(rows: list[Row], of_them: list[Row]) -> tuple[ExtensionRequest, ...]:
    """The rows as the aggregates."""
    return tuple(_request_of(row, [r for r in of_them if r["request_id"] == row["id"]]) for row in rows)


def _request_of(row: Row, seats: list[Row]) -> ExtensionRequest:
    same = ("id", "engagement_id", "case_id", "county", "plan_id", "service_code", "unit_id", "groups", "session_no")
    later = ("applied_on", "after_window_day", "agreed_groups", "agreed_end", "decided_on", "version")
    return ExtensionRequest(
        **{name: row[name] for name in (*same, *later)},
        categories=tuple(ExtensionCategory(code) for code in row["categories"]),
        status=Status(row["status"]),
        reviews=tuple(_review_of(seat) for seat in seats),
    )


def _review_of(row: Row) -> Review:
    same = ("id", "unit_id", "due_on", "overdue_on", "groups", "agreed_end", "reviewed_on", "reviewed_by")
    return Review(
        **{name: row[name] for name in same},
        reviewer=ExtensionReviewer(row["reviewer"]),
        result=ReviewResult(row["result"]) if row["result"] else None,
        reason=ExtensionReviewReason(row["reason"]) if row["reason"] else None,
    )


def _review_row(request: ExtensionRequest, review: Review) -> dict[str, object]:
    about = {"request_id": request.id, "case_id": request.case_id, "county": request.county, "note": None}
    return about | {name: getattr(review, name) for name in ("id", "reviewer", "unit_id", "due_on", *_GIVEN)}

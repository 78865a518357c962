"""GET /v1/cases and GET /v1/cases/{case_id}"""

from typing import Annotated
from uuid import UUID

from chassis.actions import Action, action
from chassis.problems import RESPONSES
from chassis.reading import BadCursor, Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Query, Request, Response
from schemas.codes import District

from intake.api.access import AsReader
from intake.api.views import CaseDetailView, CaseView, SignOffView, VisitView, case_view
from intake.domain.assessment import may_assess, may_submit
from intake.domain.case import Case, Status
from intake.domain.closure import may_close
from intake.domain.screening import may_screen
from intake.domain.sign_off import may_sign
from intake.domain.visit import may_book_visit
from intake.queries.cases import case_and_row, listed, sign_off_rows, visit_of
from intake.store.cases import case_of

router = APIRouter(tags=["個案 Case"], responses=RESPONSES)


@router.get("/v1/cases", summary="個案清單")
async def get_cases(
    request: Request,
    by: AsReader,
    status: Annotated[Status | None, Query(description="個案狀態")] = None,
    district: Annotated[District | None, Query(description="鄉鎮市區")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CaseView]:
    """The cases that you may see, in the order of their applications."""
    rows = await listed(
        reader(request, by),
        status=status.value if status else None,
        district=district,
        after=_after(cursor),
        limit=limit,
    )
    return page([case_view(case_of(row)) for row in rows], limit, lambda view: [view.id])


@router.get("/v1/cases/{case_id}", response_model=CaseDetailView, summary="查詢個案")
async def get_case(case_id: UUID, request: Request, response: Response, by: AsReader) -> CaseDetailView:
    """The case, its visit, what was signed, and what may be done next."""
    reading = reader(request, by)
    case, _ = await case_and_row(reading, case_id)
    visit = await visit_of(reading, case)
    response.headers["ETag"] = f'"{case.version}"'
    return CaseDetailView(
        **case_view(case).model_dump(),
        visit=VisitView(**{name: getattr(visit, name) for name in VisitView.model_fields}) if visit else None,
        sign_offs=[
            SignOffView(**{name: row[name] for name in SignOffView.model_fields})
            for row in await sign_off_rows(reading, case_id)
        ],
        actions=_actions(request, case),
    )


def _actions(request: Request, case: Case) -> list[Action]:
    guards = {
        "screenings": lambda: may_screen(case),
        "home-visits": lambda: may_book_visit(case),
        "assessments": lambda: may_assess(case),
        "assessment-submissions": lambda: may_submit(case),
        "sign-offs": lambda: may_sign(case),
        "assessment-returns": lambda: may_sign(case),
        "closures": lambda: may_close(case, "permanent"),
    }
    return [action(request, name, f"/v1/cases/{case.id}/{name}", guard) for name, guard in guards.items()]


def _after(cursor: str | None) -> UUID | None:
    [last] = after(cursor, 1)
    try:
        return UUID(last) if last is not None else None
    except (ValueError, AttributeError, TypeError):
        raise BadCursor from None

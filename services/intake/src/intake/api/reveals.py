"""POST /v1/cases/{case_id}/person-reveals, …/note-reveals and POST /v1/persons/searches

None of these goes through a Call: an answer that is kept for its Idempotency-Key would be a plain copy of what is sealed,
and the hash of a request that holds a national id alone can be guessed.
"""

from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import reader
from fastapi import APIRouter, Request

from intake.api.access import AsCaseWorker, AsCentre
from intake.api.bodies import PurposeBody, SearchBody
from intake.api.views import FoundListView, FoundView, NotesView, NoteView, PersonView
from intake.queries.cases import case_and_row
from intake.queries.notes import notes_of
from intake.queries.people import cases_of, identifiers

router = APIRouter(tags=["個資查閱 Sealed data"], responses=RESPONSES)


@router.post("/v1/cases/{case_id}/person-reveals", summary="查閱個案身分資料（留存查閱紀錄）")
async def post_person_reveal(case_id: UUID, body: PurposeBody, request: Request, by: AsCaseWorker) -> PersonView:
    """Who the case is about, after the access record has committed."""
    plain = await identifiers(request.app.state.service, by, case_id, body.purpose)
    return PersonView.model_validate(plain)


@router.post("/v1/cases/{case_id}/note-reveals", summary="查閱文字說明（留存查閱紀錄）")
async def post_note_reveal(case_id: UUID, body: PurposeBody, request: Request, by: AsCentre) -> NotesView:
    """What was written in words, after the access record has committed."""
    await case_and_row(reader(request, by), case_id)
    found = await notes_of(request.app.state.service, by, case_id, body.purpose)
    return NotesView(items=[NoteView(**note) for note in found])


@router.post("/v1/persons/searches", summary="以身分證統一編號或居留證號查詢個案")
async def post_search(body: SearchBody, request: Request, by: AsCentre) -> FoundListView:
    """The person's cases in the county. Nothing sealed is opened: the id is compared by its keyed hash."""
    rows = await cases_of(request.app.state.service, by, body.national_id)
    return FoundListView(items=[FoundView(**dict(row)) for row in rows])

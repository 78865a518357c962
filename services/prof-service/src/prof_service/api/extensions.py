"""How is an extension asked for, reviewed, taken back and read?"""

from typing import Annotated
from uuid import UUID

from chassis.access import Actor, Role
from chassis.actions import Action, action
from chassis.calls import Call
from chassis.problems import RESPONSES, NotFound
from chassis.reading import Cursor, Limit, Page, Reader, after, page, reader
from chassis.sealing import reveal
from fastapi import APIRouter, Query, Request, Response

from prof_service.api.access import AsExtensionReviewer, AsProvider, AsReader, AsRecordReader, ProfCall
from prof_service.api.extension_bodies import ExtensionBody, ReviewBody
from prof_service.api.records import RevealBody
from prof_service.commands.request_extension import RequestExtension, ask_for_extension
from prof_service.commands.review_extension import ReviewExtension, review_extension
from prof_service.commands.withdraw_extension import WithdrawExtension, withdraw_extension
from prof_service.domain.extension import ExtensionRequest, Status
from prof_service.domain.extension_request import may_withdraw
from prof_service.domain.extension_review import Person, may_review
from prof_service.queries.extensions import (
    ExtensionSummary,
    ExtensionTexts,
    ExtensionView,
    find_extension,
    list_extensions,
    sealed_texts,
    summary_fields,
)
from prof_service.queries.sessions import is_with
from prof_service.store.cases import FIND as FIND_CASE
from prof_service.store.work import Work

router = APIRouter(prefix="/v1/extension-requests", tags=["extension requests"], responses=RESPONSES)


@router.post("", status_code=201, response_model=ExtensionSummary, summary="提出延案申請，並同時送交各審查者")
async def post_extension(body: ExtensionBody, by: AsProvider, call: ProfCall) -> Response:
    """Ask for more groups; a form that is refused here was never an application."""
    async with call.begin(by) as work:
        command = RequestExtension(
            engagement_id=body.engagement_id, application=body.application(work.today), texts=body.texts.given()
        )
        return _answer(call, await ask_for_extension(command, work))


@router.get("", summary="延案申請清單")
async def get_extensions(
    request: Request,
    by: AsReader,
    case_id: Annotated[UUID | None, Query(description="個案")] = None,
    engagement_id: Annotated[UUID | None, Query(description="專業服務案")] = None,
    status: Annotated[Status | None, Query(description="狀態")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ExtensionSummary]:
    """The requests that the caller may see, in the order in which they were made."""
    [last] = after(cursor, 1)
    of = {"case_id": case_id, "engagement_id": engagement_id, "after_id": last and UUID(last)}
    found = await list_extensions(reader(request, by), **of, status=status, limit=limit + 1)
    return page([ExtensionSummary.of(each) for each in found], limit, lambda shown: [shown.id])


@router.get("/{request_id}", summary="延案申請內容與可執行的指令")
async def get_extension(request_id: UUID, request: Request, response: Response, by: AsReader) -> ExtensionView:
    """One request with its reviews; what was written is revealed by another route."""
    read = reader(request, by)
    found = await find_extension(read, request_id)
    response.headers["ETag"] = f'"{found.version}"'
    return ExtensionView(**summary_fields(found), actions=await _actions(request, read, by, found))


@router.post("/{request_id}/reviews", status_code=201, response_model=ExtensionSummary, summary="登錄延案審查結果")
async def post_review(request_id: UUID, body: ReviewBody, by: AsExtensionReviewer, call: ProfCall) -> Response:
    """The result of the caller's own seat; each reviewer enters its own."""
    async with call.begin(by) as work:
        command = ReviewExtension(request_id=request_id, decision=body.decision(), note=body.reason)
        return _answer(call, await review_extension(command, work))


@router.post("/{request_id}/withdrawals", status_code=201, response_model=ExtensionSummary, summary="撤回延案申請")
async def post_withdrawal(request_id: UUID, by: AsProvider, call: ProfCall) -> Response:
    """Take back what nobody has decided."""
    async with call.begin(by) as work:
        return _answer(call, await withdraw_extension(WithdrawExtension(request_id=request_id), work))


@router.post("/{request_id}/reveals", status_code=201, summary="查閱延案申請書文字與審查意見（留存查閱紀錄）")
async def post_reveal(request_id: UUID, body: RevealBody, request: Request, by: AsRecordReader) -> ExtensionTexts:
    """What was written, after the access record has been kept."""
    read = reader(request, by)
    found = await find_extension(read, request_id)
    provider = by.roles <= {Role.B_UNIT, Role.PROF_STAFF}
    if provider and by.unit != found.unit_id and not await is_with(read, found.engagement_id, by.unit):
        raise NotFound("extension_request", request_id)
    sealed = await sealed_texts(read, found)
    service = request.app.state.service
    plain = await reveal(service.database, service.sealer, by, body.purpose, list(sealed.values()))
    return ExtensionTexts(id=found.id, texts=dict(zip(sealed, plain, strict=True)))


async def _actions(request: Request, read: Reader, by: Actor, found: ExtensionRequest) -> list[Action]:
    href = f"{request.scope.get('root_path', '')}/v1/extension-requests/{found.id}"
    case = await read.row(FIND_CASE, of_case=found.case_id)
    a_unit = case and case["a_unit_id"]
    person = Person(id=by.person, roles=frozenset(role.value for role in by.roles), unit_id=by.unit, a_unit_id=a_unit)
    return [
        action(request, "review_extension", f"{href}/reviews", lambda: may_review(found, person)),
        action(request, "withdraw_extension", f"{href}/withdrawals", lambda: may_withdraw(found)),
    ]


def _answer(call: Call[Work], request: ExtensionRequest) -> Response:
    return call.answer(ExtensionSummary.of(request), status=201, version=request.version)

"""How does a service say no? Each problem by its name; a Refusal names the rule and the source that says so."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import Counter
from starlette.exceptions import HTTPException

from chassis.documents import RESPONSES, Problem, answer, document
from chassis.failures import Failures
from chassis.invalid import is_unreadable, wrong_fields
from chassis.kernel.refusal import Refusal

__all__ = [
    "RESPONSES",
    "KeyReused",
    "NotAllowed",
    "NotFound",
    "Problem",
    "Unauthenticated",
    "VersionConflict",
    "answer",
    "count_refusal",
    "document",
    "from_refusal",
    "install_problems",
]

REFUSALS = Counter("refusals", "What the rules have refused", ["rule"], registry=None)
"""`refusals_total{rule}`. Of no registry: telemetry registers it where it serves the metrics."""

STATUS = {"conflict": 409, "invalid": 422, "forbidden": 403}


class Unauthenticated(Problem):
    """No token, or one that does not hold. Why it does not hold is not told."""

    def __init__(self) -> None:
        super().__init__(
            status=401,
            code="unauthenticated",
            zh="請附上有效的 Bearer 權杖。",
            en="Send a valid bearer token in the Authorization header.",
            headers={"WWW-Authenticate": 'Bearer realm="ltc"'},
        )


class NotAllowed(Problem):
    """A valid token of a role that may not; says which roles may."""

    def __init__(self, allowed: Iterable[str]) -> None:
        roles = [str(role) for role in allowed]
        super().__init__(
            status=403,
            code="not_allowed",
            zh=f"您的角色不能執行此項作業；可執行的角色：{'、'.join(roles)}。",
            en=f"Your role may not do this. Roles that may: {', '.join(roles)}.",
            allowed_roles=roles,
        )


class NotFound(Problem):
    """An unknown id and a foreign row get the same bytes: nothing in the body tells them apart, not even the id."""

    def __init__(self, kind: str, shown_id: object = None) -> None:
        super().__init__(
            status=404,
            code="not_found",
            zh="查無此資料，或不在您可查閱的範圍內。",
            en="There is no such resource, or it is not yours to see.",
            kind=kind,
        )
        self.shown_id = shown_id  # for the caller's log, never for the body


class VersionConflict(Problem):
    """Somebody else was faster. 409, or 412 where the request sent If-Match."""

    def __init__(self, changed_by: str, changed_at: datetime, version: int) -> None:
        super().__init__(
            status=409,
            code="version_conflict",
            zh="資料已被他人更新，請重新讀取後再試。",
            en="Somebody else has changed this meanwhile. Read it again, then try again.",
            changed_by=changed_by,
            changed_at=changed_at,
            version=version,
        )


class KeyReused(Problem):
    """The Idempotency-Key has been used with another body."""

    def __init__(self) -> None:
        super().__init__(
            status=422,
            code="idempotency_key_reused",
            zh="此 Idempotency-Key 已用於另一個內容不同的請求，請改用新的鍵值。",
            en="This Idempotency-Key has been used for a request with another body. Use a new key.",
        )


def count_refusal(rule: str) -> None:
    """One more in `refusals_total{rule}`."""
    REFUSALS.labels(rule).inc()


def from_refusal(request: Request, refusal: Refusal) -> Problem:
    """What a Refusal becomes: its rule, the source that the policy packs cite for the rule, its facts."""
    return Problem(
        status=STATUS[refusal.no.kind],
        code=refusal.no.code,
        zh=refusal.zh(),
        en=refusal.en(),
        rule=refusal.rule,
        source=_source(request, refusal.rule),
        facts=refusal.facts,
    )


def install_problems(app: FastAPI) -> None:
    """Let every "no" and every failure of the application leave as a problem document."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_middleware(Failures)


def _source(request: Request, rule: str) -> dict[str, str] | None:
    try:
        cited = request.app.state.packs.source(rule)
    except (AttributeError, KeyError):  # no packs loaded, or none cites the rule: the rule id still stands alone
        return None
    return {"rule": cited.rule, "document": cited.document, "section": cited.section} if cited else None


async def _on_problem(request: Request, problem: Any) -> Response:
    if isinstance(problem, VersionConflict) and "if-match" in request.headers:
        problem.status = 412
    return answer(request, problem)


async def _on_refusal(request: Request, refusal: Any) -> Response:
    count_refusal(refusal.rule)
    return answer(request, from_refusal(request, refusal))


async def _on_invalid(request: Request, wrong: Any) -> Response:
    return answer(request, _unreadable() if is_unreadable(wrong) else _invalid(request, wrong))


async def _on_http(request: Request, error: Any) -> Response:
    if error.status_code < HTTPStatus.BAD_REQUEST:  # a redirect or 304 is no problem
        return Response(status_code=error.status_code, headers=error.headers)
    return answer(request, _by_status(error.status_code, error.headers))


def _unreadable() -> Problem:
    return Problem(
        status=400, code="malformed_json", zh="請求內容不是正確的 JSON。", en="The body is not well-formed JSON."
    )


def _invalid(request: Request, wrong: RequestValidationError) -> Problem:
    return Problem(
        status=422,
        code="invalid_request",
        zh="部分欄位不符合格式，請見 errors。",
        en="Some fields are not as they must be, see errors.",
        errors=wrong_fields(request, wrong),
    )


def _by_status(status: int, headers: dict[str, str] | None) -> Problem:
    """A problem for what Starlette answers by number: unknown route, wrong method. Its own text is not passed on."""
    code, zh, en = {
        404: ("no_such_route", "沒有這個網址。", "There is nothing at this address."),
        405: ("method_not_allowed", "此網址不支援這個方法。", "This address does not know the method."),
        413: ("too_large", "請求內容過大。", "The body is too large."),
    }.get(status, ("not_accepted", "請求未被接受。", "The request was not accepted."))
    return Problem(status=status, code=code, zh=zh, en=en, headers=headers)

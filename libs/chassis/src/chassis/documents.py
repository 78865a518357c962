"""How does a problem read? As an RFC 9457 document, in Traditional Chinese unless English is asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse

from chassis.kernel.money import Money

MEDIA_TYPE = "application/problem+json"
Language = Literal["zh-TW", "en"]

TITLES: dict[int, tuple[str, str]] = {
    400: ("請求無法解讀", "The request cannot be read"),
    401: ("需要有效的權杖", "A valid token is needed"),
    403: ("沒有權限", "Not allowed"),
    404: ("查無資料", "Not found"),
    405: ("不支援的方法", "Method not allowed"),
    409: ("與目前狀態牴觸", "In conflict with the present state"),
    412: ("資料已被更新", "The resource has changed meanwhile"),
    413: ("請求內容過大", "The request is too large"),
    415: ("不支援的內容格式", "Unsupported media type"),
    422: ("內容不符合規定", "The content breaks a rule"),
    428: ("缺少前提條件", "A precondition is missing"),
    500: ("系統錯誤", "Internal error"),
    503: ("暫時無法服務", "Temporarily unavailable"),
}
OTHER = ("請求未被接受", "The request was not accepted")


class Problem(Exception):
    """What HTTP answers instead of the resource. `members` are extension members: ids, dates, numbers and codes."""

    def __init__(
        self, *, status: int, code: str, zh: str, en: str, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.zh = zh
        self.en = en
        self.headers = dict(headers or {})
        self.members = members


def language_of(request: Request) -> Language:
    """English where Accept-Language prefers it to Chinese, else Traditional Chinese."""
    weights = {"zh": 0.0, "en": 0.0}
    for part in request.headers.get("accept-language", "").split(","):
        tag, *parameters = part.split(";")
        main = tag.strip().lower().split("-")[0]
        if main in weights:
            weights[main] = max(weights[main], _weight(parameters))
    return "en" if weights["en"] > weights["zh"] else "zh-TW"


def document(request: Request, problem: Problem) -> dict[str, Any]:
    """The body: RFC 9457's members and the problem's own. `instance` is the path, nothing of query or body."""
    english = language_of(request) == "en"
    return {
        "type": f"urn:ltc:problem:{problem.code}",
        "title": TITLES.get(problem.status, OTHER)[english],
        "status": problem.status,
        "detail": problem.en if english else problem.zh,
        "instance": quote(request.scope["path"]),
        **{name: plain(value) for name, value in problem.members.items()},
    }


def answer(request: Request, problem: Problem) -> JSONResponse:
    """The response of a problem."""
    headers = {"Content-Language": language_of(request), "Vary": "Accept-Language", **problem.headers}
    return JSONResponse(document(request, problem), problem.status, headers, media_type=MEDIA_TYPE)


def plain(value: object) -> Any:
    """A fact as JSON: dates ISO, money in whole TWD, ids and codes as their text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, Money):
        return value.twd
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    return str(value)


def _weight(parameters: list[str]) -> float:
    """The q of one language; what cannot be read counts as not wanted."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


_TEXT = {"type": "string"}
_FIELD = {"type": "object", "properties": {"field": _TEXT, "code": _TEXT, "message": _TEXT}}
_SOURCE = {"type": ["object", "null"], "properties": {"rule": _TEXT, "document": _TEXT, "section": _TEXT}}
SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:ltc:problem:session_too_soon"]},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": _TEXT,
        "rule": {"type": "string", "examples": ["NT-04-19"]},
        "source": _SOURCE,
        "facts": {"type": "object"},
        "errors": {"type": "array", "items": _FIELD},
    },
}


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": TITLES[status][1], "content": {MEDIA_TYPE: {"schema": SCHEMA}}}
    for status in (401, 403, 404, 409, 412, 422)
}
"""For `APIRouter(responses=RESPONSES)`: the problems that any command or query may answer."""

"""Does the caller want a page or JSON?"""

from fastapi import Request

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_JSON = "application/json"


def prefers_html(request: Request) -> bool:
    """Whether Accept names HTML, and not JSON before it: `*/*` alone gets JSON, a browser names HTML."""
    weights = dict(_part(part) for part in request.headers.get("accept", "").split(",") if part.strip())
    html = max((weights.get(media, 0.0) for media in _HTML), default=0.0)
    return html > 0 and html >= weights.get(_JSON, 0.0)


def _part(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return media, _weight(value)
    return media, 1.0


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0

"""How does a timeline read in a browser? As a plain page in Traditional Chinese, without scripts."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from chassis.clock import TAIPEI
from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audit.domain.clocks import LATE
from audit.queries.roc import roc_date
from audit.queries.telling import short
from audit.queries.views import Timeline
from audit.queries.words import zh

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _local_time(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(TAIPEI)):%H:%M}"


_ENVIRONMENT.filters.update(roc=roc_date, zh=zh, short=short, local_time=_local_time)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "Content-Language": "zh-Hant",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept, Authorization",
}


def timeline_page(request: Request, timeline: Timeline) -> Response:
    """The page of a case."""
    following = str(request.url.include_query_params(cursor=timeline.next).query) if timeline.next else None
    html = _ENVIRONMENT.get_template("timeline.html").render(
        timeline=timeline, days=_by_day(timeline), late=LATE, following=following
    )
    return Response(html, media_type="text/html; charset=utf-8", headers=HEADERS)


def _by_day(timeline: Timeline) -> dict[date, list[object]]:
    days: dict[date, list[object]] = {}
    for entry in timeline.entries:
        days.setdefault(entry.on, []).append(entry)
    return days

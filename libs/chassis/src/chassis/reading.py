"""How does a query read? Through the same scoped statements, on one connection, without a transaction."""

import base64
import json
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query, Request
from pydantic import BaseModel, Field

from chassis.access import Actor
from chassis.db import Row, Statement
from chassis.problems import Problem
from chassis.service import Service

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="每頁筆數。Rows per page.")]
Cursor = Annotated[str | None, Query(max_length=400, description="前一頁的 next。The `next` of the page before.")]


class BadCursor(Problem):
    """The cursor is none of ours."""

    def __init__(self) -> None:
        super().__init__(
            status=400,
            code="bad_cursor",
            zh="cursor 無法辨識：請使用前一頁回應中的 next。",
            en="The cursor cannot be read: use the `next` of the page before.",
        )


class Page(BaseModel, Generic[T]):
    """A page of a list; `next` is null on the last one."""

    items: list[T]
    next: str | None = Field(description="下一頁的 cursor")


class Reader:
    """Reads for one person."""

    def __init__(self, service: Service[Any], actor: Actor) -> None:
        self._service = service
        self._actor = actor

    async def rows(self, statement: Statement, **params: object) -> list[Row]:
        """All rows; statements of lists carry a LIMIT."""
        sql, arguments = statement.bound(self._actor, params)
        async with self._service.database.acquire() as connection:
            found: list[Row] = await connection.fetch(sql, *arguments)
        return found

    async def row(self, statement: Statement, **params: object) -> Row | None:
        """The first row, or None."""
        found = await self.rows(statement, **params)
        return found[0] if found else None


def reader(request: Request, by: Actor) -> Reader:
    """The reader of this request for this person."""
    return Reader(request.app.state.service, by)


def after(cursor: str | None, width: int) -> list[Any]:
    """The sort values after which the page starts; Nones for the first page. Raises BadCursor."""
    if cursor is None:
        return [None] * width
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError:
        raise BadCursor from None
    if not isinstance(values, list) or len(values) != width:
        raise BadCursor
    return values


def page(rows: Sequence[T], limit: int, position: Any) -> Page[T]:
    """A page of `limit` out of `limit + 1` fetched rows; `position(row)` gives the sort values of a row."""
    shown = list(rows[:limit])
    more = len(rows) > limit
    cursor = base64.urlsafe_b64encode(json.dumps(position(shown[-1]), default=str).encode()).decode() if more else None
    return Page(items=shown, next=cursor)


__all__ = ["BadCursor", "Cursor", "Limit", "Page", "Reader", "after", "page", "reader"]

"""What was written about a case? Asked through `reveal` alone."""

from typing import Any
from uuid import UUID

from chassis.access import Actor
from chassis.reading import Reader
from chassis.sealing import reveal
from chassis.service import Service

from intake.store.notes import OF_CASE, sealed_of


async def notes_of(service: Service[Any], by: Actor, case_id: UUID, purpose: str) -> list[dict[str, Any]]:
    """The notes with their text, in order."""
    rows = await Reader(service, by).rows(OF_CASE, case_id=case_id)
    texts = await reveal(service.database, service.sealer, by, purpose, [sealed_of(row) for row in rows])
    shown = ("id", "kind", "written_by", "written_on")
    return [{**{name: row[name] for name in shown}, "text": text} for row, text in zip(rows, texts, strict=True)]

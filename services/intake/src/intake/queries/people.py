"""Who is a case about? Asked through `reveal` alone, after its access record has committed; searched by a keyed hash."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.access import Actor
from chassis.db import Row
from chassis.problems import NotFound
from chassis.reading import Reader
from chassis.sealing import reveal
from chassis.service import Service

from intake.domain.case import Status
from intake.domain.person import normalised
from intake.domain.screening import AGED_GROUPS
from intake.store.persons import COLUMNS, FIND_CASES, NATIONAL_ID, OF_CASE, sealed_of


async def identifiers(service: Service[Any], by: Actor, case_id: UUID, purpose: str) -> dict[str, str]:
    """Name, national id, phone, address and birthday of a case that the actor may see."""
    row = await _person_of(service, by, case_id)
    items = [sealed_of(row, column) for column in COLUMNS]
    plain = await reveal(service.database, service.sealer, by, purpose, items)
    return dict(zip(COLUMNS, plain, strict=True))


async def birthday_for_screening(service: Service[Any], by: Actor, case_id: UUID, group: str | None) -> date | None:
    """The birthday, where the group begins at an age and the case waits for its screening; else nobody looks at it.

    Read before the command's transaction: the access record needs a connection of its own.
    """
    row = await _person_of(service, by, case_id)
    if row["status"] != Status.APPLIED or (group or row["eligible_group"]) not in AGED_GROUPS:
        return None
    [born_on] = await reveal(service.database, service.sealer, by, "eligibility_age", [sealed_of(row, "born_on")])
    return date.fromisoformat(born_on)


async def cases_of(service: Service[Any], by: Actor, national_id: str) -> list[Row]:
    """The cases of the person with this id that the actor may see, the latest first."""
    indexes = service.sealer.indexes(NATIONAL_ID, normalised(national_id))
    return await Reader(service, by).rows(FIND_CASES, indexes=indexes)


async def _person_of(service: Service[Any], by: Actor, case_id: UUID) -> Row:
    row = await Reader(service, by).row(OF_CASE, case_id=case_id)
    if row is None:
        raise NotFound("case")
    return row

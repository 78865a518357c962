"""Who is the form about? Asked of intake with the reader's own token when it is printed, and kept nowhere."""

from datetime import date
from uuid import UUID

import httpx
from chassis.problems import Problem
from pydantic import BaseModel, ConfigDict

_TIMEOUT = 10.0


class Person(BaseModel):
    """What intake reveals of a person."""

    model_config = ConfigDict(extra="ignore")

    name: str
    national_id: str
    phone: str
    address: str
    born_on: date


class IntakeRefuses(Problem):
    """The reader may not see the person there."""

    def __init__(self) -> None:
        super().__init__(
            status=403,
            code="identifiers_refused",
            zh="收案服務不提供您此個案的身分資料；可改以 blank_identifiers=true 列印空白欄位供手寫。",
            en="Intake does not show you this person. Print with blank_identifiers=true and write by hand.",
        )


class IntakeAway(Problem):
    """Intake does not answer."""

    def __init__(self) -> None:
        super().__init__(
            status=502,
            code="identifiers_unreachable",
            zh="目前無法向收案服務取得身分資料；請稍後再試，或以 blank_identifiers=true 列印空白欄位供手寫。",
            en="Intake does not answer. Try again later, or print with blank_identifiers=true and write by hand.",
        )


async def identifiers(intake_url: str, case_id: UUID, authorization: str, purpose: str) -> Person:
    """Raises IntakeRefuses, IntakeAway. Intake keeps the access record."""
    url = f"{intake_url.rstrip('/')}/v1/cases/{case_id}/person-reveals"
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
            answer = await client.post(url, json={"purpose": purpose}, headers={"Authorization": authorization})
    except httpx.HTTPError:
        raise IntakeAway from None
    if answer.status_code in {401, 403, 404}:
        raise IntakeRefuses
    if answer.is_error:
        raise IntakeAway
    return Person.model_validate_json(answer.content)

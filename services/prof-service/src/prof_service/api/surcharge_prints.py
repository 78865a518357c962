"""How is an application for evening or holiday service printed for signing?"""

from typing import Annotated
from uuid import UUID

from chassis.access import Actor, Role
from chassis.clock import local_date
from chassis.problems import RESPONSES, NotFound
from chassis.reading import reader
from chassis.sealing import reveal
from fastapi import APIRouter, Query, Request, Response

from prof_service.api.access import AsRecordReader
from prof_service.api.forms import PDF, identity_texts, person_of, sheet
from prof_service.api.records import RevealBody
from prof_service.domain.form_values import Value
from prof_service.domain.forms import FORMS
from prof_service.domain.forms.field import FormKind
from prof_service.domain.surcharges import Application
from prof_service.queries.surcharges import find_surcharge

router = APIRouter(prefix="/v1/evening-holiday-requests", tags=["evening and holiday service"], responses=RESPONSES)


@router.post("/{request_id}/prints", summary="列印晚間、例假日服務需求申請書", response_class=Response, responses=PDF)
async def post_print(
    request_id: UUID,
    body: RevealBody,
    request: Request,
    by: AsRecordReader,
    blank_identifiers: Annotated[bool, Query(description="身分資料留白供手寫")] = False,
) -> Response:
    """Annex 6 with what was ticked; names by hand, or from intake with the reader's token."""
    found, sealed = await find_surcharge(reader(request, by), request_id)
    _may_print(by, found)
    service = request.app.state.service
    person = None if blank_identifiers else await person_of(request, found.case_id, body.purpose)
    texts = identity_texts(person, local_date(service.clock.now())) if person else {}
    if sealed is not None:
        [texts["explanation"]] = await reveal(service.database, service.sealer, by, body.purpose, [sealed])
    return await sheet(
        request, by, FORMS[FormKind.EVENING_HOLIDAY_REQUEST], _values(found), texts, (), by_hand=person is None
    )


def _may_print(by: Actor, found: Application) -> None:
    if by.roles <= {Role.B_UNIT, Role.PROF_STAFF} and by.unit != found.unit_id:
        raise NotFound("surcharge_request", found.id)


def _values(found: Application) -> dict[str, Value]:
    return {
        "reasons": tuple(one.reason.value for one in found.reasons),
        "details": tuple(detail for one in found.reasons for detail in one.details),
        "slot": found.surcharge.value,
        "service_kind": "professional",
        "service_date": found.service_date.isoformat(),
        "starts_at": f"{found.starts_at:%H:%M}",
        "requested_on": found.requested_on.isoformat(),
    }

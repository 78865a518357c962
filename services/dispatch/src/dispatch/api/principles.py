"""HTTP of the A units' re-dispatch principles."""

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel
from schemas.ids import UnitId

from dispatch.api.access import AsPrincipal, DispatchCall
from dispatch.api.bodies import Body
from dispatch.commands.set_principle import SetPrinciple, set_principle
from dispatch.domain.reassignment import Mode

router = APIRouter(prefix="/v1/units", tags=["units"])


class PrincipleBody(Body):
    """propose: the A case manager confirms; automatic: the next unit is asked at once."""

    mode: Mode


class PrincipleView(BaseModel):
    """The principle in force."""

    a_unit_id: UUID
    mode: Mode
    version: int


@router.post(
    "/{a_unit_id}/reassignment-principles", status_code=201, response_model=PrincipleView, summary="訂定改派原則"
)
async def post_principle(a_unit_id: UUID, body: PrincipleBody, by: AsPrincipal, call: DispatchCall) -> Response:
    """What happens when a B unit is late or refuses (NA-02-28)."""
    async with call.begin(by) as work:
        kept = await set_principle(SetPrinciple(a_unit_id=UnitId(a_unit_id), mode=body.mode), work)
        view = PrincipleView(a_unit_id=kept.a_unit_id, mode=kept.mode, version=kept.version)
        return call.answer(view, status=201, version=kept.version)

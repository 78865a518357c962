"""HTTP of the rotation lists."""

from typing import Annotated
from uuid import UUID

from chassis.access import AsAnyone
from chassis.problems import NotAllowed
from chassis.reading import reader
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from schemas.codes import District, UnitType

from dispatch.api.access import AsRotationKeeper, DispatchCall
from dispatch.api.bodies import Body
from dispatch.commands.set_up_rotation import SetUpRotation, set_up_rotation
from dispatch.domain.rotation import RotationList
from dispatch.queries.rotation import list_rotation_lists

router = APIRouter(prefix="/v1/rotation-lists", tags=["rotation"])


class RotationBody(Body):
    """The order of turns. For B units the list is the calling A unit's own, for one kind of service."""

    unit_type: UnitType
    district: District
    unit_ids: list[UUID] = Field(min_length=1, max_length=500)
    service_kind: str | None = Field(None, pattern="^[A-Z]$", description="服務類別（照顧組合代碼首字母），B 單位適用")


class EntryView(BaseModel):
    """A unit's place and its last turn (0: none yet)."""

    unit_id: UUID
    position: int
    last_turn: int


class RotationView(BaseModel):
    """A rotation list; `turn` is how many turns have been used."""

    id: UUID
    unit_type: UnitType
    district: str
    a_unit_id: UUID | None
    service_kind: str | None
    turn: int
    entries: list[EntryView]
    version: int


class RotationLists(BaseModel):
    """The lists of a county; there is one per district and kind, so they come whole."""

    items: list[RotationView]


@router.post("", status_code=201, response_model=RotationView, summary="訂定輪派表")
async def post_rotation_list(body: RotationBody, by: AsRotationKeeper, call: DispatchCall) -> Response:
    """The county's list of A units, or an A unit's own list of B units."""
    own = body.unit_type is UnitType.B
    if own is by.countywide:
        raise NotAllowed(["a_case_manager" if own else "county_gov"])
    command = SetUpRotation(
        unit_type=body.unit_type,
        district=body.district,
        unit_ids=body.unit_ids,
        a_unit_id=by.unit if own else None,
        service_kind=body.service_kind if own else None,
    )
    async with call.begin(by) as work:
        table = await set_up_rotation(command, work)
        return call.answer(_shown(table), status=201, version=table.version)


@router.get("", response_model=RotationLists, summary="輪派表")
async def get_rotation_lists(
    request: Request, by: AsAnyone, district: Annotated[str | None, Query(max_length=10)] = None
) -> RotationLists:
    """The county's lists with whose turn was when: open to all units (NA-02-29, NA-03-04)."""
    found = await list_rotation_lists(reader(request, by), district)
    return RotationLists(items=[_shown(table) for table in found])


def _shown(table: RotationList) -> RotationView:
    entries = [EntryView(unit_id=e.unit_id, position=e.position, last_turn=e.last_turn) for e in table.entries]
    return RotationView(
        id=table.id,
        unit_type=UnitType(table.unit_type),
        district=table.district,
        a_unit_id=table.a_unit_id,
        service_kind=table.service_kind,
        turn=table.turn,
        entries=entries,
        version=table.version,
    )

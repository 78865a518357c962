"""HTTP of the register of contracted units."""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.access import AsAnyone
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from schemas.codes import District, ServiceCode, UnitType

from dispatch.api.access import AsRegistrar, DispatchCall
from dispatch.api.bodies import Body
from dispatch.commands.contract_unit import ContractUnit, contract_unit
from dispatch.domain.units import Unit
from dispatch.queries.units import UnitFilter, list_units
from dispatch.store.units import Units

router = APIRouter(prefix="/v1/units", tags=["units"])


class UnitBody(Body):
    """A contract: of an A or a B unit."""

    unit_type: UnitType
    name: str = Field(min_length=1, max_length=200, examples=["示範甲社區整合型服務中心（虛構）"])
    districts: list[District] = Field(min_length=1, max_length=50, examples=[["埔里鎮"]])
    service_codes: list[ServiceCode] = Field(max_length=500, examples=[["CA07", "CB01"]])
    capacity: int | None = Field(None, ge=0, examples=[30], description="契約載明之服務量能（個案數）")
    contracted_from: date = Field(examples=["2024-01-01"])
    contracted_to: date | None = Field(None, description="特約迄日次日")
    first_service_days: int | None = Field(None, ge=0, le=365, description="契約承諾之首次服務天數")
    legal_person_id: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,40}$", description="法人代碼")


class UnitView(BaseModel):
    """A unit as the register has it, and what it carries today."""

    id: UUID
    unit_type: UnitType
    name: str
    districts: list[str]
    service_codes: list[str]
    capacity: int | None
    contracted_from: date
    contracted_to: date | None
    first_service_days: int | None
    legal_person_id: str | None
    open_cases: int
    last_referred_on: date | None
    suspended: bool
    version: int


@router.post("", status_code=201, response_model=UnitView, summary="登錄特約單位")
async def post_unit(body: UnitBody, by: AsRegistrar, call: DispatchCall) -> Response:
    """A unit is contracted for districts and services."""
    async with call.begin(by) as work:
        unit = await contract_unit(_command(body), work)
        return call.answer(shown(unit, work.today), status=201, version=unit.version)


@router.get("", summary="特約單位名冊")
async def get_units(
    request: Request,
    by: AsAnyone,
    unit_type: UnitType | None = None,
    district: Annotated[str | None, Query(max_length=10)] = None,
    service_code: Annotated[str | None, Query(max_length=10)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[UnitView]:
    """The county's units, by id."""
    [last] = after(cursor, 1)
    wanted = UnitFilter(unit_type=unit_type, district=district, service_code=service_code, after=last and UUID(last))
    units = await list_units(reader(request, by), by.county, wanted, limit + 1)
    today = request.app.state.today()
    return page([shown(unit, today) for unit in units], limit, lambda view: [view.id])


@router.get("/{unit_id}", response_model=UnitView, summary="特約單位")
async def get_unit(unit_id: UUID, request: Request, response: Response, by: AsAnyone) -> UnitView:
    """One unit of the county."""
    unit = await Units(reader(request, by)).get(unit_id)
    response.headers["ETag"] = f'"{unit.version}"'
    return shown(unit, request.app.state.today())


def _command(body: UnitBody) -> ContractUnit:
    given = body.model_dump(exclude={"districts", "service_codes"})
    return ContractUnit(**given, districts=frozenset(body.districts), service_codes=frozenset(body.service_codes))


def shown(unit: Unit, today: date) -> UnitView:
    """The unit as it is shown."""
    return UnitView(
        id=unit.id,
        unit_type=unit.unit_type,
        name=unit.name,
        districts=sorted(unit.districts),
        service_codes=sorted(unit.service_codes),
        capacity=unit.capacity,
        contracted_from=unit.contract.starts,
        contracted_to=unit.contract.ends,
        first_service_days=unit.first_service_days,
        legal_person_id=unit.legal_person_id,
        open_cases=unit.open_cases,
        last_referred_on=unit.last_referred_on,
        suspended=any(s.period.has(today) for s in unit.suspensions),
        version=unit.version,
    )

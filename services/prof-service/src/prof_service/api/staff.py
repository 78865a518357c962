"""How does a unit register who serves, and what they are qualified by?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import Cursor, Limit, Page, after, page, reader
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import ServiceCode

from prof_service.api.access import AsStaffKeeper, AsStaffReader, ProfCall
from prof_service.commands.register_staff import Held, RegisterStaff, qualify_staff, register_staff
from prof_service.domain.staff import Discipline, Kind
from prof_service.queries.staff import StaffView, list_staff

router = APIRouter(prefix="/v1/staff", tags=["staff"], responses=RESPONSES)

_CODE = r"^[A-Za-z0-9_.:-]{1,64}$"
StaffCode = Annotated[str, Path(pattern=_CODE, description="服務人員代碼")]


class StaffBody(BaseModel):
    """A code, never a name."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=_CODE, description="服務人員代碼", examples=["ot-07"])
    discipline: Discipline = Field(description="職業類別", examples=["occupational_therapist"])


class QualificationBody(BaseModel):
    """One qualification; a certificate ends with its cycle of six years."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = Field(description="資格類別", examples=["training"])
    valid_from: date = Field(description="生效或完訓日", examples=["2022-05-01"])
    valid_until: date | None = Field(default=None, description="最後有效日", examples=["2026-12-31"])
    service_code: ServiceCode | None = Field(default=None, description="訓練之照顧組合", examples=["CA07"])


class QualificationsBody(BaseModel):
    """What is added."""

    model_config = ConfigDict(extra="forbid")

    qualifications: list[QualificationBody] = Field(min_length=1, max_length=50)


@router.post("", status_code=201, response_model=StaffView, summary="登錄服務人員（代碼與職業類別）")
async def post_staff(body: StaffBody, by: AsStaffKeeper, call: ProfCall) -> Response:
    """Somebody of the caller's unit."""
    async with call.begin(by) as work:
        member = await register_staff(RegisterStaff(code=body.code, discipline=body.discipline), work)
        return call.answer(StaffView.of(member), status=201, version=member.version)


@router.post("/{code}/qualifications", status_code=201, response_model=StaffView, summary="新增服務人員資格")
async def post_qualifications(code: StaffCode, body: QualificationsBody, by: AsStaffKeeper, call: ProfCall) -> Response:
    """Certificate, registration, practice or support, training."""
    async with call.begin(by) as work:
        member = await qualify_staff(code, [Held(**q.model_dump()) for q in body.qualifications], work)
        return call.answer(StaffView.of(member), status=201, version=member.version)


@router.get("", summary="服務人員清單（單位可見自己的人員）")
async def get_staff(
    request: Request,
    by: AsStaffReader,
    unit_id: Annotated[UUID | None, Query(description="單位")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[StaffView]:
    """With all that they are or were qualified by."""
    [last] = after(cursor, 1)
    found = await list_staff(reader(request, by), unit_id=unit_id, after_id=last and UUID(last), limit=limit + 1)
    return page([StaffView.of(member) for member in found], limit, lambda shown: [shown.id])

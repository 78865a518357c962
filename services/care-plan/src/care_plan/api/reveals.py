"""How are the free texts of a version read? After the access record has been kept."""

from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import reader
from chassis.sealing import reveal
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from care_plan.api.access import AsTextReader
from care_plan.api.plans import VersionNo
from care_plan.queries.plans import find_version
from care_plan.queries.texts import sealed_texts

router = APIRouter(prefix="/v1/plans/{plan_id}/versions/{no}", tags=["plans"], responses=RESPONSES)


class RevealBody(BaseModel):
    """Why the texts are read."""

    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="查閱目的代碼", examples=["plan_review"])


class TextsView(BaseModel):
    """版本的文字內容。"""

    no: int
    expectation: str | None = Field(default=None, description="案主與案家期待")
    note: str | None = Field(default=None, description="退回說明")


@router.post("/reveals", status_code=201, summary="查閱計畫文字內容（留存查閱紀錄）")
async def post_reveal(plan_id: UUID, no: VersionNo, body: RevealBody, request: Request, by: AsTextReader) -> TextsView:
    """What client and family expect, and the centre's note."""
    read = reader(request, by)
    version = await find_version(read, plan_id, no)
    sealed = await sealed_texts(read, version)
    service = request.app.state.service
    plain = await reveal(service.database, service.sealer, by, body.purpose, list(sealed.values()))
    return TextsView(no=version.no, **dict(zip(sealed, plain, strict=True)))

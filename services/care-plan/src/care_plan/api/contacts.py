"""How are contacts and visits before the plan entered?"""

from uuid import UUID

from chassis.problems import RESPONSES
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import ContactKind

from care_plan.api.access import AsACaseManager, Day, PlanCall
from care_plan.commands.record_contact import RecordContact, record_contact
from care_plan.queries.views import PlanView

router = APIRouter(prefix="/v1/plans/{plan_id}", tags=["plans"], responses=RESPONSES)


class ContactBody(BaseModel):
    """A contact by phone or in person, or a home visit."""

    model_config = ConfigDict(extra="forbid")

    kind: ContactKind = Field(description="電訪、家訪或面訪", examples=["home"])
    made_on: Day = Field(description="聯繫或訪視日期")


@router.post("/contacts", status_code=201, response_model=PlanView, summary="登錄聯繫或家訪")
async def post_contact(plan_id: UUID, body: ContactBody, by: AsACaseManager, call: PlanCall) -> Response:
    """Enter what the A case manager did (NA-02-22)."""
    async with call.begin(by) as work:
        plan = await record_contact(RecordContact(plan_id=plan_id, kind=body.kind, made_on=body.made_on), work)
        return call.answer(PlanView.of(plan), status=201, version=plan.version)

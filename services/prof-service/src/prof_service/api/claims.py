"""May these lines be claimed for a session? A question, not a claim: nothing is changed."""

from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import reader
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from schemas.codes import ServiceCode

from prof_service.api.access import AsReader
from prof_service.domain.claims import Attachment, ClaimFlag, flags, refusals
from prof_service.queries.claims import claim_rules, find_claim

router = APIRouter(prefix="/v1/claim-lines", tags=["claims"], responses=RESPONSES)


class ClaimBody(BaseModel):
    """The lines of one session."""

    model_config = ConfigDict(extra="forbid")

    engagement_id: UUID
    session_no: int = Field(ge=1, le=999, description="第幾次服務", examples=[3])
    codes: list[ServiceCode] = Field(min_length=1, max_length=5, examples=[["CA07", "AA09"]])
    attachments: list[Attachment] = Field(default_factory=list, max_length=2, description="檢附文件")


class ClaimRefusal(BaseModel):
    """不得申報的理由與依據。"""

    code: str
    refusal: str
    rule: str
    zh: str
    en: str


class ClaimView(BaseModel):
    """檢核結果。"""

    engagement_id: UUID
    session_no: int
    allowed: bool
    refusals: list[ClaimRefusal]
    flags: list[ClaimFlag]


@router.post("/checks", summary="檢核一次服務可否申報")
async def post_check(body: ClaimBody, request: Request, by: AsReader) -> ClaimView:
    """Record filed, dates spaced, staff qualified, goal active, surcharges ticked, extension proven."""
    claim = await find_claim(
        reader(request, by),
        body.engagement_id,
        body.session_no,
        tuple(dict.fromkeys(body.codes)),
        frozenset(body.attachments),
    )
    rules = claim_rules(request.app.state.service.packs.county(by.county), claim)
    found = refusals(claim, rules)
    return ClaimView(
        engagement_id=body.engagement_id,
        session_no=body.session_no,
        allowed=not found,
        refusals=[
            ClaimRefusal(code=code, refusal=no.no.code, rule=no.rule, zh=no.zh(), en=no.en()) for code, no in found
        ],
        flags=flags(claim, rules),
    )

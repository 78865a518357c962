"""How is the timeline of a unit read?"""

from uuid import UUID

from chassis.problems import RESPONSES
from chassis.reading import Cursor, reader
from fastapi import APIRouter, Request

from audit.api.access import AsMeasured
from audit.api.timeline import EntryLimit, after_seq
from audit.queries.timeline import unit_timeline
from audit.queries.views import UnitTimeline

router = APIRouter(prefix="/v1/units", tags=["units"], responses=RESPONSES)


@router.get("/{unit_id}/timeline", summary="單位時間軸：特約、暫停與恢復派案")
async def get_unit_timeline(
    unit_id: UUID, request: Request, by: AsMeasured, limit: EntryLimit = 200, cursor: Cursor = None
) -> UnitTimeline:
    """What is known of the unit itself, in order: the county reads all units, a unit itself."""
    return await unit_timeline(
        reader(request, by), request.app.state.packs, unit_id=unit_id, limit=limit, after_seq=after_seq(cursor)
    )

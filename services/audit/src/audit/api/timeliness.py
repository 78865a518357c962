"""How are a month's rates read?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.access import Actor
from chassis.problems import RESPONSES, NotAllowed
from chassis.reading import reader
from fastapi import APIRouter, Query, Request

from audit.api.access import AsMeasured
from audit.queries.timeliness import timeliness
from audit.queries.views import Timeliness

router = APIRouter(prefix="/v1", tags=["timeliness"], responses=RESPONSES)

Month = Annotated[
    str, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", description="起算月份。Month of opening.", examples=["2024-02"])
]
UnitId = Annotated[
    UUID | None, Query(description="應辦單位；單位使用者只見本單位。The owing unit; a unit sees itself.")
]
Name = Annotated[
    str | None, Query(pattern=r"^[A-Za-z0-9_.:/-]{1,64}$", description="期限名稱", examples=["first_service"])
]


@router.get("/timeliness", summary="月時效：各期限、各單位之如期率與平均日數")
async def get_timeliness(
    request: Request, by: AsMeasured, month: Month, unit_id: UnitId = None, name: Name = None
) -> Timeliness:
    """Deadlines opened in the month: met, late, missed, excused, left out by the county's rule, and the rate."""
    state = request.app.state
    return await timeliness(
        reader(request, by),
        state.packs,
        state.packs.county(by.county),
        first=date.fromisoformat(f"{month}-01"),
        today=state.today(),
        unit_id=whose(by, unit_id),
        name=name,
    )


def whose(by: Actor, unit_id: UUID | None) -> UUID | None:
    """The county may ask for any unit or for all, a unit for itself."""
    if by.countywide:
        return unit_id
    if by.unit is None:
        raise NotAllowed(["county_gov", "health_bureau", "social_bureau"])
    return by.unit

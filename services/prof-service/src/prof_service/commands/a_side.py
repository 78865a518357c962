"""Who does the A case manager's part? The A unit of the case; where it has none, the care manager (AM-124)."""

from chassis.access import Role
from chassis.deadlines import PLATFORM, Owed
from chassis.kernel.refusal import No
from chassis.problems import NotFound

from prof_service.domain.engagement import Engagement
from prof_service.store.work import Work

HAS_A_UNIT = No(
    "case_has_a_unit",
    rule="AM-124",
    zh="此個案有 A 單位，由其個案管理員辦理。",
    en="The case has an A unit; its case manager does this.",
    kind="forbidden",
)


async def as_a_side(engagement: Engagement, work: Work) -> None:
    """Raises NotFound for another A unit, HAS_A_UNIT for a care manager of a case that has one."""
    a_unit = (await work.cases.find(engagement.case_id)).a_unit_id
    if Role.A_CASE_MANAGER in work.actor.roles:
        if a_unit is None or a_unit != work.actor.unit:
            raise NotFound("engagement", engagement.id)
    elif a_unit is not None:
        raise HAS_A_UNIT(a_unit_id=a_unit)


async def as_manager(engagement: Engagement, work: Work) -> None:
    """Both may: the care manager of the county, and the A unit's own case manager (AM-120). NotFound for another A unit."""
    if Role.CARE_MANAGER not in work.actor.roles:
        await as_a_side(engagement, work)


def as_unit(engagement: Engagement, work: Work) -> None:
    """NotFound for a unit that the engagement is not with now."""
    if engagement.unit_id is None or engagement.unit_id != work.actor.unit:
        raise NotFound("engagement", engagement.id)


async def owed_by_a_side(engagement: Engagement, met_by: str, work: Work) -> Owed:
    """What the A unit owes, or the care manager where there is none; the unit waits for it."""
    a_unit = (await work.cases.find(engagement.case_id)).a_unit_id
    return Owed(
        role="care_manager" if a_unit is None else "a_case_manager",
        unit=a_unit,
        awaited_role="b_unit",
        awaited_unit=engagement.unit_id,
        met_by=f"/v1/engagements/{engagement.id}/{met_by}",
    )


async def owed_by_unit(engagement: Engagement, met_by: str, work: Work) -> Owed:
    """What the unit owes, the A unit waits for it."""
    a_unit = (await work.cases.find(engagement.case_id)).a_unit_id
    return Owed(
        role="b_unit",
        unit=engagement.unit_id,
        awaited_role="care_manager" if a_unit is None else "a_case_manager",
        awaited_unit=a_unit,
        met_by=f"/v1/engagements/{engagement.id}/{met_by}",
    )


async def by_calendar(engagement: Engagement, met_by: str, work: Work) -> Owed:
    """A period that nobody can be late with: the platform ends it, the A side may look at it."""
    a_unit = (await work.cases.find(engagement.case_id)).a_unit_id
    return Owed(
        role=PLATFORM,
        unit=None,
        awaited_role="care_manager" if a_unit is None else "a_case_manager",
        awaited_unit=a_unit,
        met_by=f"/v1/engagements/{engagement.id}/{met_by}",
    )

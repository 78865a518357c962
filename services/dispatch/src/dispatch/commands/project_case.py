"""What others tell of a case is kept: its quota, its approved items, its closure."""

from dataclasses import replace

from schemas.codes import UnitType
from schemas.events.care_plan import CarePlanApproved
from schemas.events.dispatch import ReferralEnded
from schemas.events.intake import CaseClosed, QuotaApproved
from schemas.ids import CaseId

from dispatch.commands.record_choice import release_case
from dispatch.commands.start_clocks import stop_clocks
from dispatch.domain.cases import Case, PlanItem
from dispatch.domain.referral import Referral, end
from dispatch.store.work import Work


async def keep_quota(event: QuotaApproved, work: Work) -> None:
    """Level, quota and district as signed. A new quota of a case changes nothing of who has it."""
    case = Case(
        id=CaseId(event.case_id),
        county=work.county,
        district=event.district,
        cms_level=event.cms_level,
        monthly_quota_twd=event.monthly_quota_twd,
        approved_on=event.approved_on,
    )
    await work.cases.approve(case)


async def keep_items(event: CarePlanApproved, work: Work) -> None:
    """The items that may be referred now (NA-02-26)."""
    items = [
        PlanItem(
            id=item.plan_item_id,
            case_id=event.case_id,
            plan_id=event.plan_id,
            service_code=item.service_code,
            groups=item.groups,
            unit_id=item.unit_id,
        )
        for item in event.items
    ]
    await work.cases.keep_items(event.case_id, items)


async def close_case(event: CaseClosed, work: Work) -> None:
    """Nothing is dispatched any more; every open referral ends and owes nothing."""
    case = await work.cases.find(event.case_id)
    if case is None or case.closed_on is not None:
        return
    for referral in await work.referrals.open_of_case(event.case_id):
        await _end(referral, event, work)
    await work.cases.save(replace(case, closed_on=event.closed_on, a_referral_id=None, a_unit_id=None))


async def _end(referral: Referral, event: CaseClosed, work: Work) -> None:
    after = await work.referrals.save(end(referral, on=event.closed_on, reason="case_closed"))
    await release_case(after, work)
    work.emit(
        ReferralEnded(
            case_id=after.case_id,
            referral_id=after.id,
            unit_id=after.unit_id,
            unit_type=after.unit_type,
            reason="case_closed",
            ended_on=event.closed_on,
        )
    )
    if after.unit_type is UnitType.B:
        stop_clocks(after, "case_closed", work)

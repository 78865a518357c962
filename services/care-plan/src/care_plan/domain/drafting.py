"""What may the A unit do before it submits? Contact, visit, and write in the latest version as long as that is a draft."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.kernel.periods import Period
from chassis.kernel.refusal import No
from schemas.codes import ContactKind

from care_plan.domain.items import Item
from care_plan.domain.plan import UNDER_WORK, Plan, Status

WITH_THE_CENTRE = No(
    "plan_with_the_centre",
    rule="NA-02-26",
    zh="第 {no} 版已送照管中心審核，不能修改；退回後才能修正。",
    en="Version {no} is with the centre and cannot be changed, unless the centre returns it.",
)
ALREADY_APPROVED = No(
    "plan_already_approved",
    rule="NA-02-34",
    zh="計畫第 {no} 版已核定，不能再修改；新版本隨複評產生。",
    en="Version {no} of the plan is approved and cannot be changed; a new one comes with a re-assessment.",
)
PERIOD_TOO_EARLY = No(
    "period_too_early",
    rule="NA-02-26",
    zh="計畫不能早於派案日 {referred_on} 開始。",
    en="A plan cannot begin before the referral of {referred_on}.",
    kind="invalid",
)
NOT_YET = No(
    "contact_in_the_future",
    rule="NA-02-22",
    zh="聯繫或訪視日期不能晚於今日 {today}。",
    en="A contact or visit cannot be later than today, {today}.",
    kind="invalid",
)
DRAFTING_IS_OVER = No(
    "drafting_is_over",
    rule="NA-02-22",
    zh="計畫已核定，擬訂前的聯繫與訪視不再登錄。",
    en="The plan is approved: contacts and visits before its drafting are no longer entered.",
)


def may_draft(plan: Plan) -> None:
    """Raises WITH_THE_CENTRE or ALREADY_APPROVED."""
    if plan.status is Status.SUBMITTED:
        raise WITH_THE_CENTRE(no=plan.latest.no)
    if plan.status not in UNDER_WORK:
        raise ALREADY_APPROVED(no=plan.latest.no)


def draft(plan: Plan, *, items: Sequence[Item], period: Period, expectation: UUID | None) -> Plan:
    """The plan with a new draft of its latest version. Without an `expectation` the former one stays.

    Raises WITH_THE_CENTRE, ALREADY_APPROVED or PERIOD_TOO_EARLY.
    """
    may_draft(plan)
    if period.starts < plan.referred_on:
        raise PERIOD_TOO_EARLY(referred_on=plan.referred_on)
    kept = expectation or plan.latest.expectation
    written = replace(plan.latest, items=tuple(items), period=period, expectation=kept)
    return replace(plan, versions=plan.with_latest(written))


def may_contact(plan: Plan) -> None:
    """Raises DRAFTING_IS_OVER."""
    if plan.status not in {*UNDER_WORK, Status.SUBMITTED}:
        raise DRAFTING_IS_OVER(no=plan.latest.no)


def contact(plan: Plan, kind: ContactKind, *, made_on: date, today: date) -> Plan:
    """The plan after a contact (its first counts) or a home visit (its latest counts). Raises DRAFTING_IS_OVER, NOT_YET.

    A day before the referral is no error: in a co-visit the unit came along with the centre (NA-02-10).
    """
    may_contact(plan)
    if made_on > today:
        raise NOT_YET(today=today)
    if kind is ContactKind.HOME:
        return replace(plan, visited_on=max(made_on, plan.visited_on or made_on))
    return replace(plan, contacted_on=min(made_on, plan.contacted_on or made_on))

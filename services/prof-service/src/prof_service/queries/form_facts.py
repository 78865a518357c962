"""What does the service know already that a form asks? Of the engagement, its case, a session, who served, and the price."""

from datetime import date, timedelta

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.policy import Packs
from chassis.reading import Reader

from prof_service.domain.engagement import Engagement
from prof_service.domain.filling import Filled
from prof_service.domain.form_values import Value
from prof_service.domain.prices import session_price
from prof_service.domain.sessions import Session
from prof_service.domain.staff import DISCIPLINES_ZH
from prof_service.policies import copay_waiver
from prof_service.queries.engagements import Whole
from prof_service.store.staff import FIND as FIND_STAFF
from prof_service.store.staff import staff_of
from prof_service.store.tables import cases

CASE = Statement(sa.select(cases).where(cases.c.case_id == sa.bindparam("of_case", type_=sa.Uuid), scope(cases)))
_POOL = "care_professional"


async def form_facts(
    reader: Reader, packs: Packs, whole: Whole, filled: Filled, session: Session | None
) -> dict[str, Value]:
    """Nothing is made up: what is not known is not in it."""
    engagement = whole.engagement
    case = await reader.row(CASE, of_case=engagement.case_id)
    first = session or next(iter(whole.sessions), None)
    known = {**_of_engagement(engagement), **_of_case(case), **_of_session(session)}
    if first is not None:
        known |= await _discipline(reader, first)
    known |= _prices(packs, engagement, case, filled)
    return {code: value for code, value in known.items() if value is not None}


def _of_engagement(engagement: Engagement) -> dict[str, Value | None]:
    ends = engagement.period.ends
    code = engagement.service_code
    return {
        "first_served_on": _iso(engagement.first_served_on),
        "period_from": _iso(engagement.period.starts),
        "period_to": _iso(ends and ends - timedelta(days=1)),
        "groups": engagement.groups,
        "combination": code,
        "service_code": code.rstrip("abcdefghijklmnopqrstuvwxyz"),
        "referred_on": _iso(engagement.first_referred_on),
    }


def _of_case(case: Row | None) -> dict[str, Value | None]:
    if case is None:
        return {}
    return {
        "foreign_care_worker": case["foreign_care_worker"],
        "welfare_class": case["welfare_class"] and str(case["welfare_class"]),
        "cms_level": case["cms_level"],
        "assessed_on": _iso(case["assessed_on"]),
    }


def _of_session(session: Session | None) -> dict[str, Value | None]:
    if session is None:
        return {}
    return {
        "served_on": _iso(session.served_on),
        "ordinal": session.no,
        "arrived_at": f"{session.started_at:%H:%M}",
        "left_at": f"{session.ended_at:%H:%M}",
        "guided": session.guidance_targets,
    }


async def _discipline(reader: Reader, session: Session) -> dict[str, Value | None]:
    row = await reader.row(FIND_STAFF, of_unit=session.unit_id, staff_code=session.staff)
    return {"discipline": DISCIPLINES_ZH[staff_of(row, ()).discipline] if row else None}


def _prices(packs: Packs, engagement: Engagement, case: Row | None, filled: Filled) -> dict[str, Value | None]:
    """Of the day of the first session, or of the period's first day before it; only once the area is told."""
    area = filled.codes.get("price_area")
    on = engagement.first_served_on or engagement.period.starts
    bundle = packs.benefits.bundle(engagement.service_code, on)
    group_price = bundle.remote_price if area == "remote" else bundle.price
    if area is None or group_price is None or case is None or case["welfare_class"] is None:
        return {}
    waiver = copay_waiver(packs.county(engagement.county), on)
    price = session_price(
        group_price,
        engagement.visits_per_group,
        rate=packs.benefits.copay(_POOL, welfare_class=case["welfare_class"], on=on).rate,
        waiver=waiver,
        resident=filled.codes.get("registered_resident") is True,
        never_used=filled.codes.get("never_used_before") is True,
    )
    return {
        "price_per_session": price.price.twd,
        "copay_per_session": price.copay.twd,
        "first_session_copay": price.first_copay.twd if waiver and waiver.waived else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

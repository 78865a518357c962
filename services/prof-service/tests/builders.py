"""What do the tests need of the world around an engagement? Events of the other services, and bodies that are complete."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from schemas.codes import ReassignmentReason, ReferralAnswer, ReferralMethod, UnitType
from schemas.events.care_plan import CarePlanApproved
from schemas.events.dispatch import CaseReassigned, CaseReferred, ReferralReplied
from schemas.events.intake import NeedsAssessed, QuotaApproved

APPROVED = date(2024, 1, 24)
REFERRED = date(2024, 2, 16)
DISTRICT = "埔里鎮"
GOALS = {"participation_goal": "自己穿好衣服", "short_term": "提示下穿褲", "long_term": "獨立穿脫"}
ADVICE = {"summary": "摘要", "next_points": "確認輔具", "assignment_result": "尚無作業"}
FIRST_RECORD: dict[str, Any] = {
    "contents": {
        "ability": "可自行穿上衣",
        "device_environment": "長柄穿衣桿",
        "content_method": "坐姿分解步驟",
        "activity_adjustment": "於床沿進行",
        "home_assignment": "早晚各一次",
    },
    "goals": GOALS,
    **ADVICE,
}
LATER_RECORD: dict[str, Any] = {
    "contents": {
        "previous_advice": "已備穿衣桿",
        "return_demonstration": "配偶可示範",
        "content_method": "站姿練習",
        "environment": "加裝扶手",
        "activity_adjustment": "分段休息",
    },
    "goals": GOALS,
    **ADVICE,
}


def assessed(case_id: UUID, assessment_id: UUID, *, level: int = 4) -> NeedsAssessed:
    """A visit on Wed 17 Jan 2024."""
    return NeedsAssessed.model_validate(
        {
            "case_id": case_id,
            "assessment_id": assessment_id,
            "cms_level": level,
            "welfare_class": 3,
            "foreign_care_worker": False,
            "problems": [{"rank": 1, "problem_no": 4}],
            "visited_on": date(2024, 1, 17),
            "assessor": "cm-1",
            "mode": "division",
        }
    )


def quota(
    case_id: UUID, *, level: int = 4, residence: str = "home", assessment_id: UUID | None = None
) -> QuotaApproved:
    """A sign-off on Thu 18 Jan 2024."""
    return QuotaApproved.model_validate(
        {
            "case_id": case_id,
            "assessment_id": assessment_id or uuid4(),
            "cms_level": level,
            "welfare_class": 3,
            "monthly_quota_twd": 18580,
            "quota_percent": 100,
            "valid_from": date(2024, 1, 18),
            "foreign_care_worker": False,
            "problems": [{"rank": 1, "problem_no": 4}],
            "district": DISTRICT,
            "residence": residence,
            "approved_on": date(2024, 1, 18),
        }
    )


def item(code: str = "CA07", *, groups: int | None = 4, item_id: UUID | None = None) -> dict[str, Any]:
    """An approved item."""
    return {
        "plan_item_id": item_id or uuid4(),
        "service_code": code,
        "quantity": groups or 1,
        "groups": groups,
        "monthly_twd": 4500,
        "problem_no": 4,
    }


def plan(
    case_id: UUID,
    *items: dict[str, Any],
    a_unit: UUID | None = None,
    period_from: date = date(2024, 2, 1),
    period_to: date = date(2024, 8, 1),
) -> CarePlanApproved:
    """A plan that was approved on Wed 24 Jan 2024, for six months from 1 February."""
    return CarePlanApproved.model_validate(
        {
            "case_id": case_id,
            "plan_id": uuid4(),
            "version": 2,
            "a_unit_id": a_unit,
            "items": items,
            "total_twd": 18000,
            "approved_on": APPROVED,
            "period_from": period_from,
            "period_to": period_to,
        }
    )


def referred(
    case_id: UUID,
    item_id: UUID | None,
    unit: UUID,
    *,
    unit_type: UnitType = UnitType.B,
    referral_id: UUID | None = None,
    on: date = REFERRED,
) -> CaseReferred:
    """A referral on Fri 16 Feb 2024."""
    return CaseReferred.model_validate(
        {
            "case_id": case_id,
            "referral_id": referral_id or uuid4(),
            "unit_id": unit,
            "unit_type": unit_type,
            "plan_item_id": item_id,
            "service_code": "CA07" if item_id else None,
            "method": ReferralMethod.CLIENT_CHOICE,
            "affiliated": False,
            "candidates": 2,
            "referred_on": on,
            "referred_at": datetime(on.year, on.month, on.day, 1, tzinfo=UTC),
            "district": DISTRICT,
        }
    )


def replied(of: CaseReferred, *, answer: ReferralAnswer = ReferralAnswer.ACCEPTED) -> ReferralReplied:
    """The unit's answer on the day of the referral."""
    return ReferralReplied(
        case_id=of.case_id, referral_id=of.referral_id, unit_id=of.unit_id, answer=answer, replied_on=of.referred_on
    )


def reassigned(of: CaseReferred, to: UUID, *, on: date = REFERRED) -> CaseReassigned:
    """The referral goes to another unit."""
    return CaseReassigned.model_validate(
        {
            "case_id": of.case_id,
            "referral_id": of.referral_id,
            "from_unit_id": of.unit_id,
            "to_unit_id": to,
            "reason": ReassignmentReason.DELAYED,
            "reassigned_on": on,
        }
    )


def session_body(on: str = "2024-02-20", *, start: str = "09:30", end: str = "10:30") -> dict[str, Any]:
    """A session of 60 minutes, with client and spouse."""
    return {
        "served_on": on,
        "started_at": start,
        "ended_at": end,
        "staff": "ot-07",
        "guidance_targets": ["client", "primary_caregiver"],
    }

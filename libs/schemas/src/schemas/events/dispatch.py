"""What does dispatch tell? Contracted units, referrals, answers, delays, reassignment."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from chassis.messages import UNITS, Code, Event, Relation
from pydantic import AwareDatetime

from schemas.codes import (
    CmsLevel,
    DelayReason,
    District,
    ReassignmentReason,
    ReferralAnswer,
    ReferralClock,
    ReferralMethod,
    ServiceCode,
    UnitType,
)
from schemas.events.parts import Count, Number, PassedOver, Twd
from schemas.ids import CaseId, PlanId, PlanItemId, ReferralId, RotationListId, UnitId

KIND = {UnitType.A: "a_unit", UnitType.B: "b_unit"}


Related = tuple[Relation, UUID, UUID]
"""A relation, the unit and the referral that it rests on."""


def _by_type(found: list[Related], unit_type: UnitType) -> list[Related]:
    return [related for related in found if related[0].kind == KIND[unit_type]]


class UnitContracted(Event):
    """dispatch: a unit is contracted for districts and services, or its contract changes.

    單位特約，或特約內容變更。
    NT-04-07, TY-3301-02, TY-3301-03
    """

    TYPE: ClassVar[str] = "tw.ltc.unit.contracted.v1"
    TOPIC: ClassVar[str] = UNITS

    unit_id: UnitId
    unit_type: UnitType
    districts: tuple[District, ...]
    service_codes: tuple[ServiceCode, ...]
    capacity: Count | None = None
    contracted_from: date


class CaseReferred(Event):
    """dispatch: a case goes to an A unit, or a plan item to a B unit; the clocks start.

    照會：派案至 A 單位，或將計畫項目照會 B 單位。
    NA-02-13, NA-02-21, NA-02-27, NA-04-02, TY-3309-04, AM-170, AM-179
    """

    TYPE: ClassVar[str] = "tw.ltc.case.referred.v1"
    RELATIONS: ClassVar[tuple[Relation, ...]] = (
        Relation(does="opens", kind="a_unit", unit="unit_id"),
        Relation(does="opens", kind="b_unit", unit="unit_id"),
    )

    case_id: CaseId
    referral_id: ReferralId
    unit_id: UnitId
    unit_type: UnitType
    plan_id: PlanId | None = None
    plan_item_id: PlanItemId | None = None
    service_code: ServiceCode | None = None
    groups: Number | None = None
    method: ReferralMethod
    affiliated: bool
    candidates: Count
    referred_on: date
    referred_at: AwareDatetime
    replaces_referral_id: ReferralId | None = None
    reply_due_on: date | None = None
    first_service_due_on: date | None = None
    district: District
    cms_level: CmsLevel | None = None
    monthly_quota_twd: Twd | None = None

    def relations(self) -> list[Related]:
        """The unit's type says which of the two relations opens."""
        return _by_type(super().relations(), self.unit_type)


class CaseAccepted(Event):
    """dispatch: the A unit takes the case over and contacts the client.

    A 單位接案並聯繫個案。
    NA-05-06, NA-02-22
    """

    TYPE: ClassVar[str] = "tw.ltc.case.accepted.v1"

    case_id: CaseId
    referral_id: ReferralId
    unit_id: UnitId
    accepted_on: date


class RotationAdvanced(Event):
    """dispatch: the rotation list has moved on to this unit.

    輪派表前進至下一單位。
    TY-3309-07, TY-13-13, AM-170
    """

    TYPE: ClassVar[str] = "tw.ltc.rotation.advanced.v1"

    case_id: CaseId
    list_id: RotationListId
    unit_id: UnitId
    district: District
    turn: Number
    passed_over: tuple[PassedOver, ...] = ()
    referral_id: ReferralId


class ReferralReplied(Event):
    """dispatch: the unit has answered the referral.

    B 單位回覆處理情形。
    NT-04-08
    """

    TYPE: ClassVar[str] = "tw.ltc.referral.replied.v1"

    case_id: CaseId
    referral_id: ReferralId
    unit_id: UnitId
    answer: ReferralAnswer
    replied_on: date


class ReferralDeclined(Event):
    """dispatch: the unit refuses the referral; `with_cause` is empty until it has been judged.

    單位婉拒接案，是否有正當理由另行判定。
    NA-04-08, NA-04-09, TY-3301-15, TY-3301-16
    """

    TYPE: ClassVar[str] = "tw.ltc.referral.declined.v1"
    RELATIONS: ClassVar[tuple[Relation, ...]] = (Relation(does="closes", kind="b_unit", unit="unit_id"),)

    case_id: CaseId
    referral_id: ReferralId
    unit_id: UnitId
    reason: Code
    with_cause: bool | None = None
    declined_on: date


class ServiceDelayed(Event):
    """dispatch: no answer, or no first service, by the due date. Once for each clock of a referral.

    逾期未回覆或未提供第 1 次服務。
    NA-02-28, NT-04-08, NT-04-09, YL-31-07, YL-31-09
    """

    TYPE: ClassVar[str] = "tw.ltc.service.delayed.v1"

    case_id: CaseId
    referral_id: ReferralId
    unit_id: UnitId
    clock: ReferralClock
    due_on: date
    reason_code: DelayReason = DelayReason.PROVIDER
    excluded: bool


class ReassignmentProposed(Event):
    """dispatch: the re-dispatch principle names a next unit, which the A case manager has to confirm.

    依改派原則提出改派建議，待 A 個管員確認。
    NA-02-28
    """

    TYPE: ClassVar[str] = "tw.ltc.reassignment.proposed.v1"

    case_id: CaseId
    referral_id: ReferralId
    from_unit_id: UnitId
    to_unit_id: UnitId | None = None
    proposed_on: date


class CaseReassigned(Event):
    """dispatch: the referral is taken from a B unit; a CaseReferred to the next unit follows.

    改派至其他單位。
    NA-02-28, NA-04-09, NA-04-10
    """

    TYPE: ClassVar[str] = "tw.ltc.case.reassigned.v1"
    RELATIONS: ClassVar[tuple[Relation, ...]] = (Relation(does="closes", kind="b_unit", unit="from_unit_id"),)

    case_id: CaseId
    referral_id: ReferralId
    from_unit_id: UnitId
    to_unit_id: UnitId
    reason: ReassignmentReason
    reassigned_on: date


class ReferralEnded(Event):
    """dispatch: the referral ends without another unit: the item or case is closed, or the client will not be served.

    照會結束（項目或個案結案、死亡、住院或撤回）。
    NA-05-10
    """

    TYPE: ClassVar[str] = "tw.ltc.referral.ended.v1"
    RELATIONS: ClassVar[tuple[Relation, ...]] = (
        Relation(does="closes", kind="a_unit", unit="unit_id"),
        Relation(does="closes", kind="b_unit", unit="unit_id"),
    )

    case_id: CaseId
    referral_id: ReferralId
    unit_id: UnitId
    unit_type: UnitType = UnitType.B
    reason: Code
    ended_on: date

    def relations(self) -> list[Related]:
        """The unit's type says which of the two relations closes."""
        return _by_type(super().relations(), self.unit_type)

"""What is a referral, and what may happen to it next? To an A unit the whole case, to a B unit one item of its plan."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.codes import ReassignmentReason, ReferralAnswer, ReferralClock, ReferralMethod, UnitType
from schemas.ids import CaseId, PlanId, PlanItemId, ReferralId, UnitId

from dispatch.domain.status import NEXT_A, NEXT_B, Status

LATE_ANSWER = No(
    "answer_after_reassignment",
    rule="NA-02-28",
    zh="此照會已於 {reassigned_on} 改派其他單位（原因：{reason}），不再受理回覆。",
    en="This referral was given to another unit on {reassigned_on} ({reason}); an answer is no longer taken.",
)
ALREADY_ANSWERED = No(
    "already_answered",
    rule="NT-04-08",
    zh="此照會已於 {replied_on} 回覆接案。",
    en="This referral was accepted on {replied_on} already.",
)
NOT_OPEN = No(
    "referral_not_open",
    rule="NA-02-28",
    zh="此照會目前狀態為「{status}」，不能執行此項作業。",
    en="The referral is {status}; this cannot be done to it.",
)
REASON_REQUIRED = No(
    "reason_required",
    rule="NA-04-08",
    zh="婉拒接案須登錄原因代碼。",
    en="A refusal needs a reason code.",
    kind="invalid",
)
WRONG_KIND = No(
    "wrong_unit_type",
    rule="NA-03-06",
    zh="此作業適用於 {wanted} 單位之照會。",
    en="This is for referrals to {wanted} units.",
    kind="invalid",
)
WRONG_DAY = No(
    "day_out_of_range",
    rule="NA-05-06",
    zh="日期須在照會日 {referred_on} 至今日 {today} 之間。",
    en="The day must lie between the referral on {referred_on} and today, {today}.",
    kind="invalid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One referral of a case (A) or of a plan item (B) to one unit. `a_unit_id`: the A unit that refers and waits."""

    id: ReferralId
    case_id: CaseId
    county: str
    unit_type: UnitType
    unit_id: UnitId
    status: Status = Status.REFERRED
    a_unit_id: UnitId | None = None
    plan_id: PlanId | None = None
    plan_item_id: PlanItemId | None = None
    service_code: str | None = None
    groups: int | None = None
    district: str
    method: ReferralMethod
    affiliated: bool = False
    candidates: int
    referred_on: date
    referred_at: datetime
    reply_due_on: date | None = None
    first_service_due_on: date | None = None
    replied_on: date | None = None
    served_on: date | None = None
    settled_on: date | None = None
    reason: str | None = None
    with_cause: bool | None = None
    late: tuple[ReferralClock, ...] = ()
    replaces_referral_id: ReferralId | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether anything may follow."""
        return bool((NEXT_A if self.unit_type is UnitType.A else NEXT_B)[self.status])


def may_accept(referral: Referral) -> None:
    """Whether the A unit can take the case over."""
    _of_kind(referral, UnitType.A)
    follow(referral.status, Status.ACCEPTED, NEXT_A, rule="NA-05-06")


def accept(referral: Referral, *, accepted_on: date, today: date) -> Referral:
    """The A unit takes the case over and contacts the client."""
    may_accept(referral)
    if not referral.referred_on <= accepted_on <= today:
        raise WRONG_DAY(referred_on=str(referral.referred_on), today=str(today))
    return replace(referral, status=Status.ACCEPTED, replied_on=accepted_on)


def may_reply(referral: Referral, answer: ReferralAnswer = ReferralAnswer.ACCEPTED) -> None:
    """Whether the unit's answer is still taken. An accepted referral can still be declined, until it is served."""
    _of_kind(referral, UnitType.B)
    if referral.status is Status.REASSIGNED:
        raise LATE_ANSWER(reassigned_on=str(referral.settled_on), reason=referral.reason or "—")
    if Status.DECLINED not in NEXT_B[referral.status]:
        raise NOT_OPEN(status=str(referral.status))
    if answer is ReferralAnswer.ACCEPTED and referral.replied_on is not None:
        raise ALREADY_ANSWERED(replied_on=str(referral.replied_on))


def reply(
    referral: Referral, answer: ReferralAnswer, *, on: date, reason: str | None = None, with_cause: bool | None = None
) -> Referral:
    """The unit accepts, or declines with a reason."""
    may_reply(referral, answer)
    if answer is ReferralAnswer.ACCEPTED:
        status = follow(referral.status, Status.REPLIED, NEXT_B)
        return replace(referral, status=status, replied_on=on)
    if reason is None:
        raise REASON_REQUIRED()
    status = follow(referral.status, Status.DECLINED, NEXT_B)
    return replace(referral, status=status, settled_on=on, reason=reason, with_cause=with_cause)


def delay(referral: Referral, clock: ReferralClock) -> Referral:
    """A clock has passed. Noted once for each clock; a referral that is delayed or settled already keeps its status."""
    late = referral.late if clock in referral.late else (*referral.late, clock)
    turns = Status.DELAYED in NEXT_B[referral.status]
    return replace(referral, late=late, status=Status.DELAYED if turns else referral.status)


def serve(referral: Referral, *, served_on: date) -> Referral:
    """The first service was given. After a reassignment it is noted and changes nothing: the client has another unit."""
    if Status.SERVING not in NEXT_B[referral.status]:
        return replace(referral, served_on=referral.served_on or served_on)
    return replace(referral, status=Status.SERVING, served_on=served_on)


def may_reassign(referral: Referral) -> None:
    """Whether another unit can be asked instead."""
    _of_kind(referral, UnitType.B)
    if Status.REASSIGNED not in NEXT_B[referral.status]:
        raise NOT_OPEN(status=str(referral.status))


def reassign(referral: Referral, *, on: date, reason: ReassignmentReason) -> Referral:
    """The referral is taken from the unit; what it did stays."""
    may_reassign(referral)
    return replace(referral, status=Status.REASSIGNED, settled_on=on, reason=reason.value)


def end(referral: Referral, *, on: date, reason: str) -> Referral:
    """The item or the case is closed."""
    table = NEXT_A if referral.unit_type is UnitType.A else NEXT_B
    status = follow(referral.status, Status.ENDED, table, rule="NA-05-10")
    return replace(referral, status=status, settled_on=on, reason=reason)


def _of_kind(referral: Referral, wanted: UnitType) -> None:
    if referral.unit_type is not wanted:
        raise WRONG_KIND(wanted=wanted.value)

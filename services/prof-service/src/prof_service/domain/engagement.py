"""What is an engagement, and which status may follow which? One per C item of a plan (NT-05-09, lifecycle 4)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.periods import Period
from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.professional_codes import ClosingCause


class Status(StrEnum):
    """How far the training is. The extension request is an object of its own beside it (AM-114 to AM-119)."""

    ITEM_APPROVED = "item_approved"
    """核定項目: approved, no unit has it."""
    REFERRED = "referred"
    """已照會: a unit has it and owes an answer."""
    REPLIED = "replied"
    """已回覆: the unit takes it and owes the first session."""
    FIRST_SERVED = "first_served"
    """已提供第 1 次服務."""
    GOAL_ACTIVE = "goal_active"
    """目標已啟用."""
    IN_TRAINING = "in_training"
    """訓練中: from the second session on."""
    EXTENDED = "extended"
    """延案中."""
    CLOSING = "closing"
    """結案中: a criterion is met or the groups are done."""
    CLOSED = "closed"
    """已結案."""
    SELF_PRACTICE = "self_practice"
    """自主練習."""
    RESTARTABLE = "restartable"
    """自主練習期滿."""
    REASSESSING = "reassessing"
    """複評中."""
    RESTARTED = "restarted"
    """已重新啟用: a new engagement has taken over."""


NEXT: dict[Status, frozenset[Status]] = {
    Status.ITEM_APPROVED: frozenset({Status.REFERRED}),
    Status.REFERRED: frozenset({Status.REPLIED, Status.ITEM_APPROVED}),
    Status.REPLIED: frozenset({Status.FIRST_SERVED, Status.ITEM_APPROVED}),
    Status.FIRST_SERVED: frozenset({Status.GOAL_ACTIVE, Status.IN_TRAINING, Status.CLOSING}),
    Status.GOAL_ACTIVE: frozenset({Status.IN_TRAINING, Status.CLOSING}),
    Status.IN_TRAINING: frozenset({Status.EXTENDED, Status.CLOSING}),
    Status.EXTENDED: frozenset({Status.CLOSING}),
    Status.CLOSING: frozenset({Status.CLOSED, Status.EXTENDED}),  # an extension may be asked for until then (AM-119)
    Status.CLOSED: frozenset({Status.SELF_PRACTICE, Status.REASSESSING}),
    Status.SELF_PRACTICE: frozenset({Status.RESTARTABLE, Status.REASSESSING}),
    Status.RESTARTABLE: frozenset({Status.RESTARTED, Status.REASSESSING}),
    # Without a clear decline it goes back to where the calendar has it (NT-08-07)
    Status.REASSESSING: frozenset({Status.RESTARTED, Status.CLOSED, Status.SELF_PRACTICE, Status.RESTARTABLE}),
    Status.RESTARTED: frozenset(),
}

OVER = frozenset(
    {
        Status.CLOSING,
        Status.CLOSED,
        Status.SELF_PRACTICE,
        Status.RESTARTABLE,
        Status.REASSESSING,
        Status.RESTARTED,
    }
)
"""The training is over; what follows counts from the end of its period."""

IN_SERVICE = frozenset({Status.FIRST_SERVED, Status.GOAL_ACTIVE, Status.IN_TRAINING, Status.EXTENDED})
"""Sessions have been served and more may follow; the unit may change without a change of status (NT-04-22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """The referral that the engagement is with now."""

    id: UUID
    unit_id: UUID
    referred_on: date
    replied_on: date | None = None
    served_on: date | None = None
    """The first session under this referral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """One C item of one case on its way. Sessions are counted over all units and staff (NT-04-22)."""

    id: UUID
    case_id: UUID
    county: str
    plan_id: UUID
    plan_item_id: UUID
    service_code: str
    groups: int
    visits_per_group: int
    sessions_approved: int
    period: Period
    status: Status
    referral: Referral | None = None
    first_referred_on: date | None = None
    """Selects the versions of the rules of the training: a new rule does not change an old case."""
    sessions_delivered: int = 0
    first_served_on: date | None = None
    last_served_on: date | None = None
    goal_active_on: date | None = None
    documents_due_on: date | None = None
    extended_groups: int = 0
    extended_until: date | None = None
    """The first day after the extended period, as `period.ends` is of the original one."""
    extension_pending: bool = False
    """A request for extension waits for its reviews: after the original groups the training waits too (AM-16)."""
    closing_on: date | None = None
    closing_cause: ClosingCause | None = None
    last_documents_due_on: date | None = None
    closed_on: date | None = None
    practice_from: date | None = None
    """The first day of self-practice where it is not the day after the period (AM-12)."""
    reassessed_on: date | None = None
    """A re-assessment showed a clear decline: other codes may start within the 90 days (NT-08-06)."""
    version: int = 1

    @property
    def sessions_left(self) -> int:
        """How many sessions may still be served."""
        return self.sessions_allowed - self.sessions_delivered

    @property
    def sessions_allowed(self) -> int:
        """What was approved, and what the extension adds."""
        return self.sessions_approved + self.extended_groups * self.visits_per_group

    @property
    def ends(self) -> date | None:
        """The first day after the extended period, or after the original one (NT-04-29)."""
        return self.extended_until or self.period.ends

    @property
    def whole_period(self) -> Period:
        """From the first day of the plan to the end of the extension."""
        return Period(self.period.starts, self.ends)

    @property
    def is_medical(self) -> bool:
        """Whether it was closed for a medical condition (AM-117)."""
        return self.closing_cause is ClosingCause.MEDICAL

    @property
    def unit_id(self) -> UUID | None:
        """The unit that the engagement is with now."""
        return self.referral.unit_id if self.referral else None


ALREADY_REFERRED = No(
    "already_referred",
    rule="NT-04-22",
    zh="此項目目前由另一照會（{referral_id}）辦理，須先改派才能再照會。",
    en="Referral {referral_id} has this item; it must be reassigned before it is referred again.",
)


def refer(before: Engagement, referral: Referral, *, replaces: UUID | None = None) -> Engagement:
    """The item goes to a unit. Raises ALREADY_REFERRED while another referral has it; the same one again says nothing new."""
    current = before.referral
    if current is not None and current.id == referral.id:
        return before
    if current is not None and current.id != replaces:
        raise ALREADY_REFERRED(referral_id=current.id)
    free = before if current is None else release(before, current.id)
    status = free.status if free.status in IN_SERVICE else follow(free.status, Status.REFERRED, NEXT, rule="NT-04-06")
    first = free.first_referred_on or referral.referred_on
    return replace(free, status=status, referral=referral, first_referred_on=first)


def reply(before: Engagement, referral_id: UUID, *, replied_on: date) -> Engagement:
    """The unit takes the referral. A referral that has it no more, or has replied, says nothing new."""
    current = before.referral
    if current is None or current.id != referral_id or current.replied_on is not None:
        return before
    status = before.status
    if status not in IN_SERVICE:
        status = follow(status, Status.REPLIED, NEXT, rule="NT-04-08")
    return replace(before, status=status, referral=replace(current, replied_on=replied_on))


def release(before: Engagement, referral_id: UUID) -> Engagement:
    """The referral has ended or goes to another unit: before the first session the item waits again, later it stays in service."""
    if before.referral is None or before.referral.id != referral_id or before.status in OVER:
        return before  # the papers of a training that is over stay with the unit that ended it
    status = before.status
    if status in {Status.REFERRED, Status.REPLIED}:
        status = follow(status, Status.ITEM_APPROVED, NEXT, rule="NT-04-22")
    return replace(before, status=status, referral=None)

"""What is a request for extension, and may one be made? An object of its own beside the engagement (陸.延案, AM-114)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.professional_codes import (
    ClosingCause,
    ExtensionCategory,
    ExtensionReviewer,
    ExtensionReviewReason,
    ReviewResult,
)

from prof_service.domain.engagement import Engagement
from prof_service.domain.engagement import Status as Training
from prof_service.domain.extension_rules import ExtensionRules, Levels, Once, Share
from prof_service.domain.extension_window import within


class Status(StrEnum):
    """What became of a request. That a review is overdue is a mark on it, never a decision (AM-16)."""

    SUBMITTED = "submitted"
    """審查中: with its reviewers."""
    APPROVED = "approved"
    """同意: by all of them."""
    REFUSED = "refused"
    """不同意: by one of them."""
    FORFEITED = "forfeited"
    """視同放棄: not sent on its day to all of them."""
    WITHDRAWN = "withdrawn"
    """撤回: by the unit, or over with the engagement."""


NEXT: dict[Status, frozenset[Status]] = {
    Status.SUBMITTED: frozenset({Status.APPROVED, Status.REFUSED, Status.FORFEITED, Status.WITHDRAWN}),
    Status.APPROVED: frozenset(),
    Status.REFUSED: frozenset(),
    Status.FORFEITED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One reviewer's part. `unit_id`: the A unit, for its case manager; `agreed_end`: the last day."""

    id: UUID
    reviewer: ExtensionReviewer
    unit_id: UUID | None = None
    due_on: date | None = None
    overdue_on: date | None = None
    """The day on which the supervisor was told."""
    result: ReviewResult | None = None
    reason: ExtensionReviewReason | None = None
    groups: int | None = None
    agreed_end: date | None = None
    reviewed_on: date | None = None
    reviewed_by: str | None = None

    @property
    def late(self) -> bool:
        """After the due date: valid all the same (AM-116)."""
        return self.due_on is not None and self.reviewed_on is not None and self.reviewed_on > self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequest:
    """One application. `session_no`: how many sessions had been served."""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    county: str
    plan_id: UUID
    service_code: str
    unit_id: UUID
    groups: int
    session_no: int
    categories: tuple[ExtensionCategory, ...]
    applied_on: date
    after_window_day: bool
    status: Status
    reviews: tuple[Review, ...] = ()
    agreed_groups: int | None = None
    agreed_end: date | None = None
    decided_on: date | None = None
    version: int = 1

    @property
    def review_overdue(self) -> bool:
        """Whether a result came late, or has not come in time."""
        return any(review.late or review.overdue_on is not None for review in self.reviews)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an engagement stands: its client's level, the days of its sessions, and all requests for its code and plan."""

    engagement: Engagement
    cms_level: int
    served_on: tuple[date, ...]
    earlier: tuple[ExtensionRequest, ...]
    closure_entered: bool = False
    """Somebody has said why it is closed: nothing is asked for any more."""


NO_EXTENSION_HERE = No(
    "no_extension_here",
    rule="AM-93",
    zh="本縣市之規定沒有延案程序。",
    en="The documents of this county have no procedure for an extension.",
)
NOT_IN_TRAINING = No(
    "extension_not_in_training",
    rule="NT-06-04",
    zh="目前狀態為「{status}」，訓練中方可申請延案。",
    en="The status is {status}; an extension is asked for during the training.",
)
ONE_IS_OPEN = No(
    "extension_is_open",
    rule="NT-06-14",
    zh="已有延案申請（{request_id}）審查中。",
    en="The extension request {request_id} is with its reviewers.",
)
ONLY_ONCE = No(
    "extension_only_once",
    rule="NT-06-14",
    zh="單一照顧組合僅得提出 {most} 次延案申請，已提出 {made} 次。",
    en="A code of a plan has {most} application for extension; {made} has been made.",
)
NOTHING_TO_ADD = No(
    "no_groups_to_add",
    rule="AM-14",
    zh="原核定 {groups} 組，二分之一不足 1 組，不得延案。",
    en="{groups} group was approved; half of it is less than one group.",
)
LEVEL_OUTSIDE = No(
    "extension_level",
    rule="NT-06-02",
    zh="失能等級第 {level} 級，延案適用第 {least} 級至第 {most} 級。",
    en="The level is {level}; an extension is for levels {least} to {most}.",
)


def may_extend(standing: Standing, rules: ExtensionRules, *, asked_on: date) -> bool:
    """Whether it would be marked as asked after the day of the window. Raises NO_EXTENSION_HERE, NOT_IN_TRAINING,
    ONE_IS_OPEN, ONLY_ONCE, NOTHING_TO_ADD, LEVEL_OUTSIDE and what the window raises."""
    if rules.window is None or rules.reviewing is None:
        raise NO_EXTENSION_HERE(county=standing.engagement.county)
    if standing.closure_entered:
        raise NOT_IN_TRAINING(status=standing.engagement.status)
    goes_on(standing.engagement, ASKED_AFTER)
    _first(standing.earlier, rules.once)
    _some(standing.engagement, rules.share)
    _level(standing.cms_level, rules.levels)
    return within(rules.window, standing.engagement, standing.served_on, asked_on=asked_on)


ASKED_AFTER = frozenset({ClosingCause.GROUPS_DONE})
"""A plan shorter than the window: until it is closed (AM-119)."""
DECIDED_AFTER = ASKED_AFTER | {ClosingCause.PERIOD_OVER}
"""Silence is no refusal either: what was asked in time is decided until the goal is closed (AM-16)."""


def goes_on(engagement: Engagement, causes: frozenset[ClosingCause]) -> None:
    """In training, or being closed for one of these causes. Raises NOT_IN_TRAINING."""
    done = engagement.status is Training.CLOSING and engagement.closing_cause in causes
    if engagement.status is not Training.IN_TRAINING and not done:
        raise NOT_IN_TRAINING(status=engagement.status)


def uses_up(request: ExtensionRequest, once: Once) -> bool:
    """Whether it counts as the one application: every one that was made, a forfeited one by the county's rule (AM-114)."""
    return once.forfeited_uses_up or request.status is not Status.FORFEITED


def extension_form_missing(engagement: Engagement, session_no: int, *, agreed: bool, form_attached: bool) -> bool:
    """Whether a claim for this session lacks what an extension session needs: the agreed form (NT-06-18, NT-09-22)."""
    return session_no > engagement.sessions_approved and not (agreed and form_attached)


def _first(earlier: tuple[ExtensionRequest, ...], once: Once | None) -> None:
    for request in earlier:
        if request.status is Status.SUBMITTED:
            raise ONE_IS_OPEN(request_id=request.id)
    if once is None:
        return
    made = sum(uses_up(request, once) for request in earlier)
    if made >= once.most:
        raise ONLY_ONCE(rule=once.rule, most=once.most, made=made)


def _some(engagement: Engagement, share: Share | None) -> None:
    if share is not None and share.of(engagement.groups) < 1:
        raise NOTHING_TO_ADD(groups=engagement.groups)


def _level(level: int, levels: Levels | None) -> None:
    if levels is not None and not levels.least <= level <= levels.most:
        raise LEVEL_OUTSIDE(rule=levels.rule, level=level, least=levels.least, most=levels.most)

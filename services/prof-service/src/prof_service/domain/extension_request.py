"""How is an extension asked for? Complete and signed, or it never was an application; sent on its day, or it is forfeited."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.professional_codes import ExtensionReviewer

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import (
    NEXT,
    ExtensionRequest,
    Review,
    Standing,
    Status,
    may_extend,
)
from prof_service.domain.extension_conditions import Evidence, Form, categories_of, signed
from prof_service.domain.extension_rules import ExtensionRules, Sending, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What the unit hands in. `sent_on`: for one that is entered after the fact, when each reviewer was sent it."""

    groups: int
    applied_on: date
    evidence: Evidence
    form: Form | None = None
    sent_on: Mapping[ExtensionReviewer, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Ids for a new request and for the review of each reviewer, and the A unit of the case."""

    request_id: UUID
    review_ids: Mapping[ExtensionReviewer, UUID]
    a_unit_id: UUID | None


APPLIED_IN_FUTURE = No(
    "applied_in_future",
    rule="NT-06-09",
    zh="申請日 {applied_on} 在今日（{today}）之後。",
    en="The application is of {applied_on}, after today, {today}.",
    kind="invalid",
)
TOO_MANY_GROUPS = No(
    "extension_too_large",
    rule="NT-06-15",
    zh="申請延案 {groups} 組；原核定 {original} 組，至多 {most} 組。",
    en="{groups} groups are asked for; {original} were approved, so there may be {most} at most.",
)
NOT_OPEN = No(
    "extension_not_open",
    rule="NT-06-14",
    zh="延案申請狀態為「{status}」，不能撤回。",
    en="The request is {status} and cannot be taken back.",
)


def request_extension(
    standing: Standing, rules: ExtensionRules, application: Application, seats: Seats, *, today: date
) -> tuple[Engagement, ExtensionRequest, tuple[ExtensionReviewer, ...]]:
    """The engagement, the request, and the reviewers it was not sent to on its day: then it is forfeited (NT-06-13).

    Raises what `may_extend`, `categories_of` and `signed` raise, APPLIED_IN_FUTURE, TOO_MANY_GROUPS.
    """
    if application.applied_on > today:
        raise APPLIED_IN_FUTURE(applied_on=application.applied_on, today=today)
    marked = may_extend(standing, rules, asked_on=application.applied_on)
    _size(application.groups, standing.engagement.groups, rules.share)
    signed(application.form, rules.form, applied_on=application.applied_on)
    request = _request(standing, rules, application, seats, marked)
    missed = not_sent_to(tuple(seats.review_ids), application, rules.sending, today=today)
    if missed:
        return standing.engagement, replace(request, status=Status.FORFEITED, decided_on=today), missed
    reviews = tuple(_review(reviewer, seats) for reviewer in seats.review_ids)
    return replace(standing.engagement, extension_pending=True), replace(request, reviews=reviews), ()


def not_sent_to(
    reviewers: tuple[ExtensionReviewer, ...], application: Application, rule: Sending | None, *, today: date
) -> tuple[ExtensionReviewer, ...]:
    """Whom it did not reach in time. The platform sends on the day of the entry, to everybody; before that only what
    the unit can name counts (AM-114). Nobody, where the county asks for one reviewer and one was reached."""
    if rule is None:
        return ()
    latest = application.applied_on + timedelta(days=rule.days)
    missed = tuple(who for who in reviewers if application.sent_on.get(who, today) > latest)
    return missed if rule.all_reviewers or len(missed) == len(reviewers) else ()


def may_withdraw(request: ExtensionRequest) -> None:
    """Raises NOT_OPEN."""
    if request.status is not Status.SUBMITTED:
        raise NOT_OPEN(status=request.status)


def withdraw(request: ExtensionRequest, engagement: Engagement, *, on: date) -> tuple[ExtensionRequest, Engagement]:
    """Taken back; it stays the one application. Raises NOT_OPEN."""
    may_withdraw(request)
    status = follow(request.status, Status.WITHDRAWN, NEXT, rule="NT-06-14")
    return replace(request, status=status, decided_on=on), replace(engagement, extension_pending=False)


def _size(groups: int, original: int, share: Share | None) -> None:
    if share is not None and groups > share.of(original):
        raise TOO_MANY_GROUPS(rule=share.rule, groups=groups, original=original, most=share.of(original))


def _review(reviewer: ExtensionReviewer, seats: Seats) -> Review:
    unit_id = seats.a_unit_id if reviewer is ExtensionReviewer.A_CASE_MANAGER else None
    return Review(id=seats.review_ids[reviewer], reviewer=reviewer, unit_id=unit_id)


def _request(
    standing: Standing, rules: ExtensionRules, application: Application, seats: Seats, marked: bool
) -> ExtensionRequest:
    engagement, on = standing.engagement, application.applied_on
    if engagement.unit_id is None:
        raise ValueError("an engagement without a unit asks for nothing")
    code, level = engagement.service_code, standing.cms_level
    return ExtensionRequest(
        id=seats.request_id,
        engagement_id=engagement.id,
        case_id=engagement.case_id,
        county=engagement.county,
        plan_id=engagement.plan_id,
        service_code=code,
        unit_id=engagement.unit_id,
        groups=application.groups,
        session_no=sum(day <= on for day in standing.served_on),
        categories=categories_of(application.evidence, rules, cms_level=level, service_code=code, applied_on=on),
        applied_on=on,
        after_window_day=marked,
        status=Status.SUBMITTED,
    )

"""Who decides an extension, and what follows? Only where every reviewer agrees may the training go on (陸.延案.二.(三))."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.professional_codes import ExtensionReviewer, ReviewResult

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import ExtensionRequest, Review, Status
from prof_service.domain.extension_outcome import approve, refuse
from prof_service.domain.extension_rules import ExtensionRules
from prof_service.domain.extension_terms import Decision, state

SEATS = {
    ExtensionReviewer.CARE_MANAGER: frozenset({"care_manager"}),
    ExtensionReviewer.A_CASE_MANAGER: frozenset({"a_case_manager"}),
    ExtensionReviewer.CARE_SUPERVISOR: frozenset({"care_supervisor"}),
    ExtensionReviewer.CARE_MGMT_CENTER: frozenset({"care_manager", "care_supervisor"}),
}
"""Which roles sit in which seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who reviews. `a_unit_id`: the A unit that the case has today."""

    id: str
    roles: frozenset[str]
    unit_id: UUID | None
    a_unit_id: UUID | None


REQUEST_OVER = No(
    "request_over",
    rule="NT-06-11",
    zh="延案申請狀態為「{status}」，不再審查。",
    en="The request is {status}; it is reviewed no more.",
)
NOT_A_REVIEWER = No(
    "not_a_reviewer",
    rule="NT-06-10",
    zh="此延案由 {reviewers} 審查，您不在其中。",
    en="This request is reviewed by: {reviewers}. You are none of them.",
    kind="forbidden",
)
REVIEWED_BEFORE = No(
    "reviewed_before",
    rule="NT-06-10",
    zh="此審查結果已於 {reviewed_on} 登錄，不能更改。",
    en="This result was entered on {reviewed_on} and stands.",
)
TWO_PERSONS = No(
    "two_persons",
    rule="NT-06-11",
    zh="兩項審查須由不同人員各自完成。",
    en="The two reviews are made by two persons.",
    kind="forbidden",
)


def may_review(request: ExtensionRequest, person: Person) -> Review:
    """The part that is this person's. After a refusal the other reviewer still enters its own result (各自).

    Raises REQUEST_OVER, NOT_A_REVIEWER, TWO_PERSONS, REVIEWED_BEFORE.
    """
    if request.status not in {Status.SUBMITTED, Status.REFUSED}:
        raise REQUEST_OVER(status=request.status)
    mine = [review for review in request.reviews if _sits(person, review)]
    if not mine:
        raise NOT_A_REVIEWER(reviewers=", ".join(review.reviewer for review in request.reviews))
    given = [review for review in mine if review.result is not None]
    if len(given) == len(mine):
        raise REVIEWED_BEFORE(reviewed_on=given[0].reviewed_on)
    if any(review.reviewed_by == person.id for review in request.reviews):
        raise TWO_PERSONS(reviewers=", ".join(review.reviewer for review in request.reviews))
    return next(review for review in mine if review.result is None)


def review(
    request: ExtensionRequest,
    engagement: Engagement,
    rules: ExtensionRules,
    decision: Decision,
    person: Person,
    *,
    on: date,
) -> tuple[ExtensionRequest, Engagement]:
    """With this result, and what follows from it: nothing yet, a refusal, or the extension.

    Where two who agree state different groups or days, the smaller and the earlier holds: both agree to that much.
    Raises what `may_review` raises and what is wrong with the terms.
    """
    mine = may_review(request, person)
    state(request, engagement, rules, decision, on)
    given = replace(
        mine,
        result=decision.result,
        reason=decision.reason,
        groups=decision.groups,
        agreed_end=decision.agreed_end,
        reviewed_on=on,
        reviewed_by=person.id,
    )
    after = replace(request, reviews=tuple(given if r.id == mine.id else r for r in request.reviews))
    if request.status is Status.REFUSED:
        return after, engagement
    if decision.result is ReviewResult.DISAGREE:
        return refuse(after, engagement, rules, on)
    if all(r.result is ReviewResult.AGREE for r in after.reviews):
        return approve(after, engagement, rules, on)
    return after, engagement


def _sits(person: Person, review: Review) -> bool:
    of_unit = review.reviewer is not ExtensionReviewer.A_CASE_MANAGER or (
        person.unit_id is not None and person.unit_id == person.a_unit_id
    )
    return of_unit and not SEATS[review.reviewer].isdisjoint(person.roles)

"""When is the person visited, by whom, and has the A unit been told?"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow

from intake.domain.case import NEXT, Case, Status, moved

CO_VISIT = "co_visit"

NOT_SCREENED = No(
    "not_screened",
    rule="NA-02-03",
    zh="須先完成初篩且結果符合，才能排定家訪。",
    en="The visit is booked after a positive screening.",
)
A_UNIT_NOT_TOLD = No(
    "a_unit_not_told",
    rule="NA-02-05",
    zh="共訪制須先選定A單位（a_unit_id），並通知其個管員家訪時間（a_case_manager_notified）。",
    en="A co-visit needs the A unit (a_unit_id), whose case manager has been told the time (a_case_manager_notified).",
    kind="invalid",
)
BOOKED_TOO_EARLY = No(
    "visit_before_screening",
    rule="NA-02-04",
    zh="家訪日不得早於初篩日（{screened_on}）。",
    en="The visit is not before the day of the screening ({screened_on}).",
    kind="invalid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A booked home visit; the assessor is who booked it."""

    id: UUID
    case_id: UUID
    mode: str
    scheduled_on: date
    assessor: str
    a_unit_id: UUID | None = None


def may_book_visit(before: Case) -> date:
    """Refuses before a positive screening and after the assessment. The day of the screening."""
    follow(before.status, Status.VISIT_SCHEDULED, NEXT)
    if before.screened_on is None:
        raise NOT_SCREENED()
    return before.screened_on


def book_visit(before: Case, visit: Visit, *, a_unit_told: bool) -> Case:
    """The visit stands. A second booking replaces the first, which stays on record."""
    screened_on = may_book_visit(before)
    if visit.mode == CO_VISIT and (visit.a_unit_id is None or not a_unit_told):
        raise A_UNIT_NOT_TOLD()
    if visit.scheduled_on < screened_on:
        raise BOOKED_TOO_EARLY(screened_on=screened_on)
    return replace(moved(before, Status.VISIT_SCHEDULED), visit_id=visit.id)

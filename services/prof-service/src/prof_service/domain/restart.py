"""May professional service start again after a goal, and by which path? A: after the practice; B: by re-assessment (捌)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.professional_codes import RestartPath, RestartReason, RestartRefusal, RestartRequester

from prof_service.domain.engagement import IN_SERVICE, NEXT, Engagement, Status
from prof_service.domain.practice import Practice, caught_up, status_by_calendar


class State(StrEnum):
    """How far a request to start again is."""

    REQUESTED = "requested"
    SCREENED = "screened"
    REASSESSING = "reassessing"
    APPROVED = "approved"
    REFUSED = "refused"


OPEN = frozenset({State.REQUESTED, State.SCREENED, State.REASSESSING})
_AFTER = frozenset({Status.CLOSED, Status.SELF_PRACTICE, Status.RESTARTABLE})
_BEFORE_CLOSURE = IN_SERVICE | {Status.CLOSING}
_FORM_BY = frozenset({RestartRequester.A_CASE_MANAGER, RestartRequester.B_UNIT, RestartRequester.CARE_MANAGER})
_PATH_A = frozenset({RestartReason.NEED_REMAINS})
_PATH_B = frozenset(
    {
        RestartReason.CLEAR_DECLINE,
        RestartReason.GOAL_CHANGED,
        RestartReason.PRACTICE_NOT_OVER,
        RestartReason.MEDICALLY_STABLE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartRequest:
    """A request of its own beside the engagement whose goal it follows."""

    id: UUID
    engagement_id: UUID
    case_id: UUID
    county: str
    path: RestartPath
    requester: RestartRequester
    reason: RestartReason
    requested_on: date
    state: State
    unit_id: UUID | None = None
    screened_on: date | None = None
    decided_on: date | None = None
    problems: tuple[int, ...] = ()
    refusal: RestartRefusal | None = None
    same_code_from: date | None = None
    version: int = 1


PRACTICE_NOT_OVER = No(
    "practice_not_over",
    rule="NT-08-01",
    zh="自主練習至 {last} 屆滿，最早可於 {earliest} 申請；未滿前請以複評申請。",
    en="The practice runs to {last}; path A can be asked for from {earliest}. Before that, ask for a re-assessment.",
)
NOT_AFTER_A_GOAL = No(
    "not_after_a_goal",
    rule="NT-08-01",
    zh="目前狀態為「{status}」，前一目標尚未結案。",
    en="The status is {status}: the earlier goal is not closed.",
)
NOT_FOR_REASSESSMENT = No(
    "not_for_reassessment",
    rule="NT-08-06",
    zh="目前狀態為「{status}」，不能由此申請複評。",
    en="The status is {status}: no re-assessment can be asked for from here.",
)
REASON_OF_OTHER_PATH = No(
    "reason_of_other_path",
    rule="NT-08-06",
    zh="途徑 {path} 之申請原因為：{allowed}。",
    en="The reasons of path {path} are: {allowed}.",
    kind="invalid",
)
FORM_BY = No(
    "form_by",
    rule="NT-08-02",
    zh="申請單由以下人員填寫：{allowed}。",
    en="The form is filed by: {allowed}.",
    kind="invalid",
)
REQUEST_OPEN = No(
    "restart_request_open",
    rule="NT-08-02",
    zh="已有一件重啟申請辦理中（{request_id}）。",
    en="A request to start again is open: {request_id}.",
)
NOT_TO_SCREEN = No(
    "not_to_screen",
    rule="NT-08-03",
    zh="此申請目前為「{state}」，無須初步審查。",
    en="The request is {state}: there is nothing to pre-screen.",
)
NOT_SCREENED = No(
    "not_screened",
    rule="NT-08-03",
    zh="須先完成間隔時間、是否複評與需求之初步審查。",
    en="Interval, re-assessment and need are looked at first.",
)
DECIDED = No(
    "restart_decided",
    rule="NT-08-04",
    zh="此申請已於 {on} 決定（{state}）。",
    en="The request was decided on {on}: {state}.",
)
NO_REASSESSMENT = No(
    "no_reassessment",
    rule="NT-08-07",
    zh="申請（{requested_on}）後尚無照專之複評。",
    en="There is no re-assessment by the care manager since the request of {requested_on}.",
)
NO_DECLINE = No(
    "no_decline",
    rule="NT-08-07",
    zh="複評須顯示日常生活功能較前次明顯退化。",
    en="The re-assessment has to show a clear decline against the previous one.",
)
PROBLEMS_MISSING = No(
    "problems_not_ranked",
    rule="NT-08-04",
    zh="須重新排序優先改善之照顧問題，1 至 {most} 項且不重複。",
    en="The problems are ranked anew: 1 to {most}, none twice.",
    kind="invalid",
)


def may_request(
    before: Engagement, practice: Practice | None, path: RestartPath, *, open_request: UUID | None, today: date
) -> None:
    """Raises REQUEST_OPEN, NOT_AFTER_A_GOAL, PRACTICE_NOT_OVER, NOT_FOR_REASSESSMENT."""
    if open_request is not None:
        raise REQUEST_OPEN(request_id=open_request)
    if path is RestartPath.B:
        if before.status not in _AFTER | _BEFORE_CLOSURE:
            raise NOT_FOR_REASSESSMENT(status=before.status)
        return
    if before.status not in _AFTER:
        raise NOT_AFTER_A_GOAL(status=before.status)
    if practice is not None and today < practice.ends:
        raise PRACTICE_NOT_OVER(last=date.fromordinal(practice.ends.toordinal() - 1), earliest=practice.ends)


def fits(path: RestartPath, reason: RestartReason, requester: RestartRequester) -> None:
    """Reason and requester of the path. Raises REASON_OF_OTHER_PATH, FORM_BY."""
    allowed = _PATH_A if path is RestartPath.A else _PATH_B
    if reason not in allowed:
        raise REASON_OF_OTHER_PATH(path=path, allowed=", ".join(sorted(allowed)))
    if path is RestartPath.A and requester not in _FORM_BY:
        raise FORM_BY(allowed=", ".join(sorted(_FORM_BY)))


def to_reassessment(before: Engagement, practice: Practice | None, *, today: date) -> Engagement:
    """After the goal: into re-assessment. While it is trained, asked for without a change of state."""
    if before.status in _BEFORE_CLOSURE:
        return before
    current = caught_up(before, practice, today=today)
    return replace(current, status=follow(current.status, Status.REASSESSING, NEXT, rule="NT-08-06"))


def may_screen(request: RestartRequest) -> None:
    """Only what came by path A; path B goes to the care manager as it is, with or without an A unit. Raises NOT_TO_SCREEN."""
    if request.state is not State.REQUESTED:
        raise NOT_TO_SCREEN(rule="NT-08-09" if request.path is RestartPath.B else None, state=request.state)


def screen(request: RestartRequest, *, reassessment_needed: bool, need_confirmed: bool, on: date) -> RestartRequest:
    """Without need it ends here; with a re-assessment it becomes path B (NT-08-03, NT-08-05). Raises NOT_TO_SCREEN."""
    may_screen(request)
    seen = replace(request, screened_on=on)
    if not need_confirmed:
        return replace(seen, state=State.REFUSED, refusal=RestartRefusal.NO_NEED, decided_on=on)
    if reassessment_needed:
        return replace(seen, state=State.REASSESSING, path=RestartPath.B)
    return replace(seen, state=State.SCREENED)


def may_decide(request: RestartRequest) -> None:
    """Raises DECIDED, NOT_SCREENED."""
    if request.state not in OPEN:
        raise DECIDED(on=request.decided_on, state=request.state)
    if request.state is State.REQUESTED:
        raise NOT_SCREENED(state=request.state)


def approve(
    request: RestartRequest,
    problems: tuple[int, ...],
    practice: Practice | None,
    *,
    most: int | None,
    reassessed_on: date | None,
    decline: bool,
    on: date,
) -> RestartRequest:
    """The care manager agrees. Raises DECIDED, NOT_SCREENED, PROBLEMS_MISSING, NO_REASSESSMENT, NO_DECLINE."""
    may_decide(request)
    if not problems or len(set(problems)) < len(problems) or (most is not None and len(problems) > most):
        raise PROBLEMS_MISSING(most=most or len(problems))
    if request.path is RestartPath.B:
        _reassessed(request, reassessed_on, decline=decline)
    same_code_from = on if practice is None else max(on, practice.ends)
    return replace(request, state=State.APPROVED, problems=problems, same_code_from=same_code_from, decided_on=on)


def refuse(request: RestartRequest, why: RestartRefusal, *, on: date) -> RestartRequest:
    """The care manager does not agree, or it is withdrawn. Raises DECIDED, NOT_SCREENED."""
    may_decide(request)
    return replace(request, state=State.REFUSED, refusal=why, decided_on=on)


def restarted(before: Engagement, practice: Practice | None, path: RestartPath, *, on: date) -> Engagement:
    """A new engagement may take over. While it is trained still, it is closed first; only the re-assessment is kept."""
    current = caught_up(before, practice, today=on)
    kept = replace(current, reassessed_on=on) if path is RestartPath.B else current
    if kept.status in _BEFORE_CLOSURE:
        return kept
    return replace(kept, status=follow(kept.status, Status.RESTARTED, NEXT, rule="NT-08-04"))


def not_restarted(before: Engagement, practice: Practice | None, *, today: date) -> Engagement:
    """Back to where the calendar has it."""
    if before.status is not Status.REASSESSING:
        return before
    to = status_by_calendar(practice, today=today)
    return replace(before, status=follow(before.status, to, NEXT, rule="NT-08-07"))


def _reassessed(request: RestartRequest, reassessed_on: date | None, *, decline: bool) -> None:
    if reassessed_on is None or reassessed_on < request.requested_on:
        raise NO_REASSESSMENT(requested_on=request.requested_on)
    if not decline and request.reason is not RestartReason.MEDICALLY_STABLE:
        raise NO_DECLINE(reassessed_on=reassessed_on)

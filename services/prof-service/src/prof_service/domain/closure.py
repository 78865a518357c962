"""Why is a training closed, and is its closure complete? Seven criteria, six reasons of the form, part 4 of the plan (陸.結案)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow
from schemas.professional_codes import ClosureCriterion as C
from schemas.professional_codes import ClosureReason as R
from schemas.professional_codes import MedicalTarget, UnsuitableCondition

from prof_service.domain.engagement import IN_SERVICE, NEXT, Engagement, Status
from prof_service.domain.signatures import Signatures, may_sign


class Half(StrEnum):
    """Which half of criterion 5 it is: 無意願, or 無潛力 and 狀況變化 (AM-129)."""

    NO_WILL = "no_will"
    CONDITION_CHANGED = "condition_changed"


MAPPING: dict[tuple[C, Half | None], frozenset[R]] = {
    (C.GOAL_REACHED, None): frozenset({R.GOAL_REACHED}),
    (C.CAREGIVER_SKILLED, None): frozenset({R.GOAL_REACHED}),
    (C.NO_PROGRESS, None): frozenset({R.OTHER}),
    (C.NOT_COOPERATING, None): frozenset({R.REFUSED, R.NO_MOTIVATION}),
    (C.NO_WILL_OR_CONDITION_CHANGED, Half.NO_WILL): frozenset({R.REFUSED, R.NO_MOTIVATION}),
    (C.NO_WILL_OR_CONDITION_CHANGED, Half.CONDITION_CHANGED): frozenset({R.CONDITION_CHANGED}),
    (C.STAGE_GOAL_COMPLETED, None): frozenset({R.GOAL_REACHED}),
    (C.OTHER, None): frozenset({R.REFER_OTHER, R.OTHER}),
}
"""Which reasons of the form go with a criterion (AM-19, AM-129)."""

CRITERION_RULES = {
    C.GOAL_REACHED: "NT-06-19",
    C.CAREGIVER_SKILLED: "NT-06-20",
    C.NO_PROGRESS: "NT-06-21",
    C.NOT_COOPERATING: "NT-06-22",
    C.NO_WILL_OR_CONDITION_CHANGED: "NT-06-23",
    C.STAGE_GOAL_COMPLETED: "NT-06-24",
    C.OTHER: "NT-06-25",
}


A_SIDE = frozenset({"a_case_manager", "care_manager"})
"""Who manages the case: the A unit, or the care manager where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRule:
    """The scale of the self-rating: `least` is worst, `most` is best."""

    rule: str
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """四、結案評值: the client's own rating before and after, and the signatures."""

    before: int
    after: int
    signatures: Signatures
    evaluated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """How a training is closed. `begun_by`: the role that began it."""

    criterion: C
    half: Half | None
    reason: R
    begun_by: str
    explained_on: date
    clear_decline: bool = False
    conditions: tuple[UnsuitableCondition, ...] = ()
    medical_target: MedicalTarget | None = None
    evaluation: Evaluation | None = None
    handed_over_on: date | None = None
    item_removed_on: date | None = None


HALF_MISSING = No(
    "which_half",
    rule="AM-129",
    zh="第五項標準請說明為無意願，或無潛力、狀況變化：{allowed}。",
    en="Criterion 5 has two halves; say which: {allowed}.",
    kind="invalid",
)
HALF_SURPLUS = No(
    "no_halves",
    rule="AM-129",
    zh="標準「{criterion}」不分項，請勿填寫。",
    en="The criterion {criterion} has no halves; leave it out.",
    kind="invalid",
)
REASON_MISFIT = No(
    "reason_does_not_fit",
    rule="AM-19",
    zh="標準「{criterion}」對應之結案原因為：{allowed}。",
    en="The criterion {criterion} goes with: {allowed}.",
    kind="invalid",
)
ALREADY_CLOSING = No(
    "closure_exists",
    rule="NT-05-30",
    zh="結案原因已登錄（{criterion}）。",
    en="The closure has been entered already ({criterion}).",
)
NOT_SERVED = No(
    "closure_before_service",
    rule="NT-04-27",
    zh="目前狀態為「{status}」，沒有可結案的訓練。",
    en="The status is {status}: there is no training to close.",
)
NOT_EXPLAINED = No(
    "not_explained",
    rule="NT-05-30",
    zh="結案須先向個案及家屬說明。",
    en="A closure is explained to the client and the family first.",
    kind="invalid",
)
EXPLAINED_WHEN = No(
    "explained_when",
    rule="NT-05-30",
    zh="說明日期 {on} 須在第 1 次服務（{first_on}）至今日（{today}）之間。",
    en="{on} must lie between the first session, {first_on}, and today, {today}.",
    kind="invalid",
)
NO_CLOSURE = No(
    "no_closure",
    rule="NT-05-30",
    zh="尚未登錄結案標準與原因。",
    en="No closure has been entered.",
)
ALREADY_EVALUATED = No(
    "already_evaluated",
    rule="NT-09-15",
    zh="結案評值已於 {evaluated_on} 登錄。",
    en="The closure was evaluated on {evaluated_on}.",
)
RATING_OFF_SCALE = No(
    "rating_off_scale",
    rule="NT-09-15",
    zh="自我評值為 {least} 至 {most} 分，此次為 {before}、{after}。",
    en="A self-rating is {least} to {most}; these are {before} and {after}.",
    kind="invalid",
)
NOT_EVALUATED = No(
    "not_evaluated",
    rule="NT-05-31",
    zh="服務計畫書之結案評值尚未完成，不能交付。",
    en="Part 4 of the service plan is not filled in and cannot be handed over.",
)
HANDED_IN_WHEN = No(
    "handed_in_when",
    rule="NT-05-31",
    zh="交付日期 {on} 須在最後 1 次服務（{last_on}）至今日（{today}）之間。",
    en="{on} must lie between the last session, {last_on}, and today, {today}.",
    kind="invalid",
)
NOT_BEGUN_BY_A = No(
    "item_stays",
    rule="NT-05-16",
    zh="結案並非由 A 個管提出，無須刪除照顧組合。",
    en="The A side did not begin a closure here: there is no combination to delete.",
)
ITEM_REMOVED = No(
    "item_removed_before",
    rule="NT-05-16",
    zh="照顧組合已於 {on} 刪除。",
    en="The combination was deleted on {on}.",
)
PART_HANDED_OVER = No(
    "part_handed_over",
    rule="NT-05-31",
    zh="結案之服務計畫書已於 {on} 交付。",
    en="Part 4 was handed over on {on}.",
)


def reason_of(criterion: C, half: Half | None, reason: R | None) -> R:
    """The reason of the form: the only one that fits, or the one that was told. Raises HALF_MISSING, HALF_SURPLUS, REASON_MISFIT."""
    fitting = MAPPING.get((criterion, half))
    if fitting is None and half is None:
        raise HALF_MISSING(allowed=", ".join(Half))
    if fitting is None:
        raise HALF_SURPLUS(criterion=criterion)
    if reason is None and len(fitting) == 1:
        return next(iter(fitting))
    if reason is None or reason not in fitting:
        raise REASON_MISFIT(criterion=criterion, allowed=", ".join(sorted(fitting)))
    return reason


def may_close(before: Engagement, known: Closure | None) -> None:
    """Raises ALREADY_CLOSING, NOT_SERVED."""
    if known is not None:
        raise ALREADY_CLOSING(criterion=known.criterion)
    if before.status not in {*IN_SERVICE, Status.CLOSING}:
        raise NOT_SERVED(status=before.status)


def explained(before: Engagement, on: date | None, *, today: date) -> date:
    """When client and family were told (NT-04-27, NT-05-15). Raises NOT_EXPLAINED, EXPLAINED_WHEN."""
    if on is None:
        raise NOT_EXPLAINED(status=before.status)
    if before.first_served_on is None or not before.first_served_on <= on <= today:
        raise EXPLAINED_WHEN(on=on, first_on=before.first_served_on, today=today)
    return on


def evaluate(known: Closure | None, evaluation: Evaluation, scale: RatingRule | None, *, today: date) -> Closure:
    """With part 4 filled in. Raises NO_CLOSURE, ALREADY_EVALUATED, RATING_OFF_SCALE and what `may_sign` raises."""
    if known is None:
        raise NO_CLOSURE(evaluated_on=evaluation.evaluated_on)
    if known.evaluation is not None:
        raise ALREADY_EVALUATED(evaluated_on=known.evaluation.evaluated_on)
    pair = (evaluation.before, evaluation.after)
    if scale is not None and not all(scale.least <= each <= scale.most for each in pair):
        facts = {"least": scale.least, "most": scale.most, "before": pair[0], "after": pair[1]}
        raise RATING_OFF_SCALE(rule=scale.rule, **facts)
    may_sign(evaluation.signatures, today=today)
    return replace(known, evaluation=evaluation)


class NoEnd(LookupError):
    """A closed engagement without evaluation or end: a bug, not a refusal."""


def may_hand_in(known: Closure | None) -> Closure:
    """Part 4 goes to the A case manager. Raises NO_CLOSURE, NOT_EVALUATED, PART_HANDED_OVER."""
    if known is None:
        raise NO_CLOSURE(status=Status.CLOSING)
    if known.evaluation is None:
        raise NOT_EVALUATED(criterion=known.criterion)
    if known.handed_over_on is not None:
        raise PART_HANDED_OVER(on=known.handed_over_on)
    return known


def handed_in(before: Engagement, known: Closure | None, *, on: date, today: date) -> Closure:
    """Raises what `may_hand_in` raises, HANDED_IN_WHEN."""
    closure = may_hand_in(known)
    if before.last_served_on is None or not before.last_served_on <= on <= today:
        raise HANDED_IN_WHEN(on=on, last_on=before.last_served_on, today=today)
    return replace(closure, handed_over_on=on)


def may_remove(before: Engagement, known: Closure | None) -> Closure:
    """The combination of a closure that the A side began. Raises NOT_BEGUN_BY_A, ITEM_REMOVED."""
    if known is None or known.begun_by not in A_SIDE:
        raise NOT_BEGUN_BY_A(status=before.status)
    if known.item_removed_on is not None:
        raise ITEM_REMOVED(on=known.item_removed_on)
    return known


def removed_late(due: date | None, on: date) -> bool:
    """Whether it was deleted after the due date, where the county has one."""
    return due is not None and on > due


def close(before: Engagement, *, on: date) -> Engagement:
    """Results entered, goal closed, part 4 with the A case manager (NT-05-30, NT-05-31)."""
    return replace(before, status=follow(before.status, Status.CLOSED, NEXT, rule="NT-05-30"), closed_on=on)

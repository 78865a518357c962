"""What must the record of a session contain, and is it in time? (伍.三.(三), 肆.五.(二))."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from chassis.kernel.refusal import No

from prof_service.domain.sessions import Flag, Session


class Field(StrEnum):
    """The fields of a record. All of them are free text, and sealed."""

    ABILITY = "ability"
    """現況能力與潛能."""
    DEVICE_ENVIRONMENT = "device_environment"
    """輔具與環境建議."""
    CONTENT_METHOD = "content_method"
    """指導內容與方法."""
    ACTIVITY_ADJUSTMENT = "activity_adjustment"
    """活動調整."""
    HOME_ASSIGNMENT = "home_assignment"
    """居家練習作業."""
    PREVIOUS_ADVICE = "previous_advice"
    """前次建議追蹤."""
    RETURN_DEMONSTRATION = "return_demonstration"
    """回覆示教."""
    ENVIRONMENT = "environment"
    """環境調整（輔具、無障礙）."""
    PARTICIPATION_GOAL = "participation_goal"
    """期待參與目標或問題."""
    SHORT_TERM = "short_term"
    """短期目標."""
    LONG_TERM = "long_term"
    """長期目標."""
    SUMMARY = "summary"
    """指導建議摘要."""
    NEXT_POINTS = "next_points"
    """下次服務重點."""
    ASSIGNMENT_RESULT = "assignment_result"
    """作業執行情形."""


FIRST_CONTENTS = (
    Field.ABILITY,
    Field.DEVICE_ENVIRONMENT,
    Field.CONTENT_METHOD,
    Field.ACTIVITY_ADJUSTMENT,
    Field.HOME_ASSIGNMENT,
)
LATER_CONTENTS = (
    Field.PREVIOUS_ADVICE,
    Field.RETURN_DEMONSTRATION,
    Field.CONTENT_METHOD,
    Field.ENVIRONMENT,
    Field.ACTIVITY_ADJUSTMENT,
)
GOALS = (Field.PARTICIPATION_GOAL, Field.SHORT_TERM, Field.LONG_TERM)
ADVICE = (Field.SUMMARY, Field.NEXT_POINTS, Field.ASSIGNMENT_RESULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the record and the paragraph that asks for it."""

    rule: str
    fields: tuple[Field, ...]


def parts_of(session_no: int) -> tuple[Part, ...]:
    """What the record of the first session, or of a later one, has to contain."""
    contents = Part(rule="NT-05-35", fields=FIRST_CONTENTS)
    if session_no > 1:
        contents = Part(rule="NT-05-36", fields=LATER_CONTENTS)
    return (contents, Part(rule="NT-05-33", fields=GOALS), Part(rule="NT-05-37", fields=ADVICE))


ALREADY_RECORDED = No(
    "already_recorded",
    rule="NT-04-11",
    zh="第 {no} 次服務紀錄已於 {recorded_on} 登錄。",
    en="The record of session {no} was entered on {recorded_on}.",
)
INCOMPLETE = No(
    "record_incomplete",
    rule="NT-05-35",
    zh="第 {no} 次服務紀錄缺少欄位：{missing}。",
    en="The record of session {no} lacks: {missing}.",
    kind="invalid",
)
NOT_OF_THIS_SESSION = No(
    "fields_of_another_record",
    rule="NT-05-36",
    zh="第 {no} 次服務紀錄沒有這些欄位：{surplus}；應填：{wanted}。",
    en="The record of session {no} has no fields {surplus}; it has: {wanted}.",
    kind="invalid",
)


def may_record(session: Session) -> None:
    """Each session is recorded once. Raises ALREADY_RECORDED."""
    if session.recorded_on is not None:
        raise ALREADY_RECORDED(no=session.no, recorded_on=session.recorded_on)


def record(session: Session, given: Iterable[Field], *, recorded_on: date) -> Session:
    """The session with its record entered, marked if late. Raises ALREADY_RECORDED, INCOMPLETE, NOT_OF_THIS_SESSION."""
    may_record(session)
    _complete(session, frozenset(given))
    late = session.record_due_on is not None and recorded_on > session.record_due_on
    flags = session.flags | {Flag.RECORD_LATE} if late else session.flags
    return replace(session, recorded_on=recorded_on, flags=flags)


def _complete(session: Session, given: frozenset[Field]) -> None:
    parts = parts_of(session.no)
    for part in parts:
        missing = [field for field in part.fields if field not in given]
        if missing:
            raise INCOMPLETE(rule=part.rule, no=session.no, missing=", ".join(missing))
    surplus = sorted(given.difference(*(part.fields for part in parts)))
    if surplus:
        wanted = ", ".join(parts[0].fields)
        raise NOT_OF_THIS_SESSION(rule=parts[0].rule, no=session.no, surplus=", ".join(surplus), wanted=wanted)

"""May a line be claimed for this session? Each reason against it, with its rule (肆.五, 附件四備註)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from chassis.kernel.refusal import No, Refusal

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension import extension_form_missing
from prof_service.domain.sessions import Session
from prof_service.domain.spacing import SpacingRule, far_enough
from prof_service.domain.staff import DisciplineRule, Staff, StaffRule, discipline_configured, may_serve
from prof_service.domain.surcharge_form import NotTogether, SurchargeRule, in_the_evening
from prof_service.domain.surcharges import Application

JOINED_BY_CARE_WORKER = "AA03"
SURCHARGES = frozenset({"AA08", "AA09"})


class Attachment(StrEnum):
    """What is sent along with a claim; all other records need only exist (NT-09-21, NT-04-12)."""

    EXTENSION_FORM = "extension_form"


class ClaimFlag(StrEnum):
    """What the one who pays should know of a line that is allowed."""

    DISCIPLINE_NOT_CONFIGURED = "discipline_not_configured"
    """No source loaded says which disciplines may give this code: it was not checked (NT-04-01)."""
    OBSERVED_DAY_OFF = "observed_day_off"
    """AA09 on a day off in place of a holiday (AM-128)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRules:
    """By the day of service; None where the county says nothing."""

    spacing: SpacingRule | None
    staff: StaffRule | None
    disciplines: DisciplineRule | None
    surcharge: SurchargeRule | None
    not_together: NotTogether


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Lines of one session, and what is known around it."""

    engagement: Engagement
    session: Session
    codes: tuple[str, ...]
    attachments: frozenset[Attachment]
    earlier: date | None
    """The session before, over all units and staff."""
    staff: Staff | None
    ticked: tuple[Application, ...]
    """What the care manager has ticked for that unit and day."""
    extension_form: bool
    care_worker_signed: bool


NOT_RECORDED = No(
    "claim_without_record",
    rule="NT-09-21",
    zh="第 {no} 次服務尚無紀錄；紀錄由單位留存備查，申報時毋需檢附，但須已登錄。",
    en="Session {no} has no record. Records stay with the unit and are not attached, but they must exist.",
)
GOAL_NOT_ACTIVE = No(
    "claim_without_goal",
    rule="AM-122",
    zh="專業服務目標尚未啟用，啟用前不得申報。",
    en="The goal record is not active; nothing is claimed before it is.",
)
ANOTHER_CODE = No(
    "claim_of_another_code",
    rule="NT-04-10",
    zh="{code} 不是此服務的核定項目（{approved}）。",
    en="{code} is not what was approved here ({approved}).",
)
NOT_TICKED = No(
    "surcharge_not_ticked",
    rule="NT-04-26",
    zh="{code}（{served_on}）未經主責照專審查勾選，不得申報。",
    en="{code} on {served_on} was not ticked by the care manager and cannot be claimed.",
)
NO_EXTENSION_FORM = No(
    "claim_without_extension_form",
    rule="NT-06-18",
    zh="第 {no} 次為延案服務，須檢附同意之延案申請書影本。",
    en="Session {no} belongs to the extension: attach a copy of the agreed extension form.",
)
CARE_WORKER_UNSIGNED = No(
    "care_worker_has_not_signed",
    rule="NT-09-23",
    zh="AA03 須由照顧服務員於指導內容後簽名。",
    en="For AA03 the care worker signs after the guidance in the session record.",
)


def refusals(claim: Claim, rules: ClaimRules) -> list[tuple[str, Refusal]]:
    """Each line with what stands against it; an empty list allows all of them."""
    session_checks = (_recorded, _goal_active, _spaced, _qualified, _extension_proven)
    found = [(code, no) for code in claim.codes for no in _line(code, claim, rules)]
    base = [code for code in claim.codes if code not in SURCHARGES | {JOINED_BY_CARE_WORKER}]
    about = base[0] if base else claim.engagement.service_code
    found += [(about, no) for check in session_checks for no in _caught(partial(check, claim, rules))]
    found += [(about, no) for no in _caught(partial(rules.not_together.check, claim.codes))]
    return found


def flags(claim: Claim, rules: ClaimRules) -> list[ClaimFlag]:
    """Of a session by somebody who is registered, and of holidays."""
    told = []
    if not discipline_configured(rules.disciplines, claim.engagement.service_code):
        told.append(ClaimFlag.DISCIPLINE_NOT_CONFIGURED)
    if any(one.observed_day_off and one.surcharge.value in claim.codes for one in claim.ticked):
        told.append(ClaimFlag.OBSERVED_DAY_OFF)
    return told


def _line(code: str, claim: Claim, rules: ClaimRules) -> Iterable[Refusal]:
    if code in SURCHARGES:
        return _caught(partial(_ticked, code, claim, rules))
    if code == JOINED_BY_CARE_WORKER:
        return [] if claim.care_worker_signed else [CARE_WORKER_UNSIGNED()]
    if code != claim.engagement.service_code:
        return [ANOTHER_CODE(code=code, approved=claim.engagement.service_code)]
    return []


def _ticked(code: str, claim: Claim, rules: ClaimRules) -> None:
    if rules.surcharge is None:
        return
    if code not in {one.surcharge.value for one in claim.ticked}:
        raise NOT_TICKED(code=code, served_on=claim.session.served_on)
    if code == "AA08":
        in_the_evening(rules.surcharge, claim.session.started_at)


def _recorded(claim: Claim, _rules: ClaimRules) -> None:
    if claim.session.recorded_on is None:
        raise NOT_RECORDED(no=claim.session.no)


def _goal_active(claim: Claim, _rules: ClaimRules) -> None:
    if claim.engagement.goal_active_on is None:
        raise GOAL_NOT_ACTIVE()


def _spaced(claim: Claim, rules: ClaimRules) -> None:
    far_enough(rules.spacing, claim.earlier, claim.session.served_on)


def _qualified(claim: Claim, rules: ClaimRules) -> None:
    may_serve(
        claim.staff,
        rules.staff,
        rules.disciplines,
        service_code=claim.engagement.service_code,
        on=claim.session.served_on,
    )


def _extension_proven(claim: Claim, _rules: ClaimRules) -> None:
    """NT-06-18 and NT-09-22: the copy is attached, and the form is there."""
    attached = Attachment.EXTENSION_FORM in claim.attachments
    there = claim.extension_form  # a session beyond the approved ones was served, so that the form was agreed to
    if extension_form_missing(claim.engagement, claim.session.no, agreed=there, form_attached=attached):
        raise NO_EXTENSION_FORM(no=claim.session.no)


def _caught(check: Callable[[], None]) -> list[Refusal]:
    try:
        check()
    except Refusal as no:
        return [no]
    return []

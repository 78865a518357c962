"""How is an application screened?"""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from schemas.events.intake import CaseScreenedOut
from schemas.ids import CaseId

from intake import policies
from intake.domain.case import Case
from intake.domain.screening import screen_in, screen_out
from intake.store.work import Work


@dataclass(frozen=True, kw_only=True)
class ScreenCase:
    """`born_on` comes from the sealed identifiers, for groups that begin at an age; nobody types it here."""

    case_id: UUID
    outcome: Literal["target", "not_target"]
    eligible_group: str | None = None
    referral_target: str
    born_on: date | None = None


async def screen_case(command: ScreenCase, work: Work) -> Case:
    """A positive screening waits for the visit, whose booking tells it; a negative one ends the case."""
    before = await work.cases.lock(command.case_id)
    if command.outcome == "not_target":
        return await _out(before, command.referral_target, work)
    rules = policies.eligibility(work, work.today)
    after = screen_in(before, rules, group=command.eligible_group, born_on=command.born_on, screened_on=work.today)
    return await work.cases.save(after)


async def _out(before: Case, target: str, work: Work) -> Case:
    after = await work.cases.save(screen_out(before, target=target, screened_on=work.today))
    work.emit(CaseScreenedOut(case_id=CaseId(after.id), referral_target=target, screened_on=work.today))
    return after

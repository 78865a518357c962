"""How is a case closed?"""

from dataclasses import dataclass
from uuid import UUID

from schemas.codes import ClosureType
from schemas.events.intake import CaseClosed
from schemas.ids import CaseId

from intake.domain.case import Case
from intake.domain.closure import close
from intake.store.work import Work


@dataclass(frozen=True, kw_only=True)
class CloseCase:
    """For a time or for good, with a reason code."""

    case_id: UUID
    closure_type: ClosureType
    reason: str


async def close_case(command: CloseCase, work: Work) -> Case:
    """Every open clock of the case in this service ends with that reason."""
    before = await work.cases.lock(command.case_id)
    after = await work.cases.save(close(before, closure_type=command.closure_type.value, reason=command.reason))
    work.deadlines.cancel_all(case_id=after.id, reason=command.reason, on=work.today)
    work.emit(
        CaseClosed(
            case_id=CaseId(after.id),
            closure_type=command.closure_type,
            reason=command.reason,
            closed_on=work.today,
        )
    )
    return after

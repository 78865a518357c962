"""How do closures and uploads reach their rows and come back? Whoever changes them holds the engagement's lock."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.codes import DocumentKind
from schemas.professional_codes import ClosureCriterion, ClosureReason, MedicalTarget, UnsuitableCondition

from prof_service.domain.closure import Closure, Evaluation, Half
from prof_service.domain.engagement import Engagement
from prof_service.domain.signatures import Signatures, Signer
from prof_service.store.closing_tables import closures, document_uploads

TEXT = "closures.outcome"
_OF = sa.bindparam("of_engagement", type_=sa.Uuid)
FIND = Statement(sa.select(closures).where(closures.c.engagement_id == _OF, scope(closures)))
INSERT = Statement(sa.insert(closures))
_EVALUATED = ("rated_before", "rated_after", "signer", "signed_on", "staff_signed_on", "evaluated_on", "outcome")


def _setting(*names: str) -> Statement:
    values = {name: sa.bindparam(f"new_{name}", type_=closures.c[name].type) for name in names}
    return Statement(sa.update(closures).where(closures.c.engagement_id == _OF, scope(closures)).values(**values))


EVALUATE = _setting(*_EVALUATED)
HAND_OVER = _setting("handed_over_on")
REMOVE = _setting("item_removed_on")
UPLOADS = Statement(sa.select(document_uploads).where(document_uploads.c.engagement_id == _OF, scope(document_uploads)))
UPLOAD = Statement(sa.insert(document_uploads))


class Closures:
    """The closures of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, engagement_id: UUID) -> Closure | None:
        """None while none has been entered."""
        row = await self._work.row(FIND, of_engagement=engagement_id)
        return closure_of(row) if row else None

    async def add(self, engagement: Engagement, closure: Closure) -> None:
        """Criterion and reason; the evaluation follows."""
        await self._work.run(
            INSERT,
            engagement_id=engagement.id,
            case_id=engagement.case_id,
            county=engagement.county,
            unit_id=engagement.unit_id,
            criterion=closure.criterion.value,
            half=closure.half and closure.half.value,
            reason=closure.reason.value,
            begun_by=closure.begun_by,
            explained_on=closure.explained_on,
            clear_decline=closure.clear_decline,
            conditions=[condition.value for condition in closure.conditions],
            medical_target=closure.medical_target and closure.medical_target.value,
            **dict.fromkeys((*_EVALUATED, "handed_over_on", "item_removed_on")),
        )

    async def evaluated(self, engagement: Engagement, evaluation: Evaluation, outcome: str) -> None:
        """Part 4 of the plan, its text sealed."""
        work, signed = self._work, evaluation.signatures
        sealed = await work.service.sealer.seal(
            work, engagement.case_id, place=TEXT, row_id=engagement.id, text=outcome
        )
        await work.run(
            EVALUATE,
            of_engagement=engagement.id,
            new_rated_before=evaluation.before,
            new_rated_after=evaluation.after,
            new_signer=signed.signer.value,
            new_signed_on=signed.signed_on,
            new_staff_signed_on=signed.staff_signed_on,
            new_evaluated_on=evaluation.evaluated_on,
            new_outcome=sealed,
        )

    async def handed_over(self, engagement_id: UUID, on: date) -> None:
        """Part 4 is with the A case manager."""
        await self._work.run(HAND_OVER, of_engagement=engagement_id, new_handed_over_on=on)

    async def item_removed(self, engagement_id: UUID, on: date) -> None:
        """The combination is deleted from the plan."""
        await self._work.run(REMOVE, of_engagement=engagement_id, new_item_removed_on=on)

    async def uploads(self, engagement_id: UUID) -> dict[DocumentKind, date]:
        """What the A case manager has confirmed and uploaded."""
        rows = await self._work.rows(UPLOADS, of_engagement=engagement_id)
        return {DocumentKind(row["kind"]): row["uploaded_on"] for row in rows}

    async def upload(self, engagement: Engagement, kinds: tuple[DocumentKind, ...], on: date) -> None:
        """One row for each document."""
        same = {
            "engagement_id": engagement.id,
            "case_id": engagement.case_id,
            "county": engagement.county,
            "uploaded_on": on,
            "uploaded_by": self._work.actor.person,
        }
        await self._work.run_many(UPLOAD, [{**same, "kind": kind.value} for kind in kinds])


def closure_of(row: Row) -> Closure:
    """The row as the domain's value."""
    closure = Closure(
        criterion=ClosureCriterion(row["criterion"]),
        half=Half(row["half"]) if row["half"] else None,
        reason=ClosureReason(row["reason"]),
        begun_by=row["begun_by"],
        explained_on=row["explained_on"],
        clear_decline=row["clear_decline"],
        conditions=tuple(UnsuitableCondition(each) for each in row["conditions"]),
        medical_target=MedicalTarget(row["medical_target"]) if row["medical_target"] else None,
        handed_over_on=row["handed_over_on"],
        item_removed_on=row["item_removed_on"],
    )
    return closure if row["evaluated_on"] is None else replace(closure, evaluation=_evaluation_of(row))


def _evaluation_of(row: Row) -> Evaluation:
    signed = Signatures(
        signer=Signer(row["signer"]), signed_on=row["signed_on"], staff_signed_on=row["staff_signed_on"]
    )
    return Evaluation(
        before=row["rated_before"], after=row["rated_after"], signatures=signed, evaluated_on=row["evaluated_on"]
    )

"""How does the first session's assessment reach its rows and come back? Whoever changes it holds the engagement's lock."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work
from schemas.professional_codes import Caregiver

from prof_service.domain.engagement import Engagement
from prof_service.domain.first_assessment import Agreed, FirstAssessment
from prof_service.domain.goals import ELEMENTS
from prof_service.domain.signatures import Signatures, Signer
from prof_service.store.closing_tables import first_assessment_texts, first_assessments

TEXT = "first_assessment_texts.text"
_OF = sa.bindparam("of_engagement", type_=sa.Uuid)
FIND = Statement(sa.select(first_assessments).where(first_assessments.c.engagement_id == _OF, scope(first_assessments)))
INSERT = Statement(sa.insert(first_assessments))
INSERT_TEXT = Statement(sa.insert(first_assessment_texts))
CHANGE = Statement(
    sa.update(first_assessments)
    .where(first_assessments.c.engagement_id == _OF, scope(first_assessments))
    .values(
        caregiver=sa.bindparam("new_caregiver", type_=sa.Text),
        caregiver_flagged=sa.bindparam("new_flagged", type_=sa.Boolean),
        caregiver_changed_on=sa.bindparam("new_changed_on", type_=sa.Date),
    )
)


class FirstAssessments:
    """The first assessments of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, engagement_id: UUID) -> FirstAssessment | None:
        """None before it is entered."""
        row = await self._work.row(FIND, of_engagement=engagement_id)
        return assessment_of(row) if row else None

    async def add(
        self, engagement: Engagement, new: FirstAssessment, explained: Collection[str], texts: Mapping[str, str]
    ) -> None:
        """The codes and dates, and each text sealed for its place."""
        await self._work.run(
            INSERT,
            **_engagement(engagement),
            unit_id=engagement.unit_id,
            assessed_on=new.assessed_on,
            caregiver=new.caregiver.value,
            caregiver_flagged=new.caregiver_flagged,
            caregiver_changed_on=None,
            problems=[goal.problem_no for goal in new.goals],
            explained=sorted(explained),
            signer=new.signatures.signer.value,
            signed_on=new.signatures.signed_on,
            staff_signed_on=new.signatures.staff_signed_on,
        )
        await self._work.run_many(INSERT_TEXT, [await self._sealed(engagement, *each) for each in texts.items()])

    async def caregiver_changed(self, engagement: Engagement, after: FirstAssessment, on: date, note: str) -> None:
        """Another one learns along; why stands in a sealed note."""
        values = {"new_caregiver": after.caregiver.value, "new_flagged": after.caregiver_flagged, "new_changed_on": on}
        await self._work.run(CHANGE, of_engagement=engagement.id, **values)
        field = f"caregiver_change/{engagement.version}"
        await self._work.run_many(INSERT_TEXT, [await self._sealed(engagement, field, note)])

    async def _sealed(self, engagement: Engagement, field: str, text: str) -> dict[str, object]:
        work, row_id = self._work, f"{engagement.id}/{field}"
        sealed = await work.service.sealer.seal(work, engagement.case_id, place=TEXT, row_id=row_id, text=text)
        return {**_engagement(engagement), "field": field, "text": sealed}


def _engagement(engagement: Engagement) -> dict[str, object]:
    return {"engagement_id": engagement.id, "case_id": engagement.case_id, "county": engagement.county}


def assessment_of(row: Row) -> FirstAssessment:
    """The row as the domain's value: what was stored was complete."""
    five = frozenset(ELEMENTS)
    signed = Signatures(
        signer=Signer(row["signer"]), signed_on=row["signed_on"], staff_signed_on=row["staff_signed_on"]
    )
    return FirstAssessment(
        assessed_on=row["assessed_on"],
        caregiver=Caregiver(row["caregiver"]),
        goals=tuple(Agreed(problem_no=no, short_term=five, long_term=five) for no in row["problems"]),
        signatures=signed,
        caregiver_flagged=row["caregiver_flagged"],
    )

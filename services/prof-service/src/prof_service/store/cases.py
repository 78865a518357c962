"""What do others tell of a case? Its level, residence, assessment and A unit. Upserts tolerate repeats."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.work import Work
from schemas.codes import Residence
from schemas.events.intake import NeedsAssessed, QuotaApproved
from sqlalchemy.dialects.postgresql import insert

from prof_service.domain.eligibility import Client
from prof_service.store.tables import assessments, cases

_CASE = sa.bindparam("of_case", type_=sa.Uuid)
ASSESSED = Statement(insert(assessments).on_conflict_do_nothing())
ASSESSED_ON = Statement(
    sa.select(assessments.c.assessed_on).where(
        assessments.c.assessment_id == sa.bindparam("of_assessment", type_=sa.Uuid)
    ),
    system=True,
)
_FACTS = ("cms_level", "welfare_class", "residence", "foreign_care_worker", "quota_percent", "assessed_on")
_UPSERT = insert(cases).values(
    {name: sa.bindparam(name, type_=cases.c[name].type) for name in ("case_id", "county", *_FACTS)}
)
UPSERT = Statement(
    _UPSERT.on_conflict_do_update(index_elements=["case_id"], set_={name: _UPSERT.excluded[name] for name in _FACTS}),
    system=True,
)
TO_A_UNIT = Statement(
    sa.update(cases).where(cases.c.case_id == _CASE).values(a_unit_id=sa.bindparam("a_unit_id", type_=sa.Uuid)),
    system=True,
)
FIND = Statement(sa.select(cases).where(cases.c.case_id == _CASE, scope(cases)))
LOCK = Statement(sa.select(cases).where(cases.c.case_id == _CASE, scope(cases)).with_for_update(of=cases))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """The projection of a case."""

    client: Client
    assessed_on: date
    a_unit_id: UUID | None
    welfare_class: int | None = None


class Cases:
    """The cases that this service has heard of."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def assessed(self, event: NeedsAssessed) -> None:
        """Keep the day of the assessment: it is told only here."""
        await self._work.run(
            ASSESSED,
            assessment_id=event.assessment_id,
            case_id=event.case_id,
            county=self._work.county,
            assessed_on=event.visited_on,
        )

    async def approved(self, event: QuotaApproved) -> None:
        """The case as the supervisor signed it."""
        assessed_on = await self._work.value(ASSESSED_ON, of_assessment=event.assessment_id)
        await self._work.run(
            UPSERT,
            case_id=event.case_id,
            county=self._work.county,
            cms_level=event.cms_level,
            welfare_class=event.welfare_class,
            residence=event.residence.value,
            foreign_care_worker=event.foreign_care_worker,
            quota_percent=event.quota_percent,
            assessed_on=assessed_on or event.approved_on,
        )

    async def to_a_unit(self, case_id: UUID, unit_id: UUID) -> None:
        """The A unit that waits for records and documents."""
        await self._work.run(TO_A_UNIT, of_case=case_id, a_unit_id=unit_id)

    async def find(self, case_id: UUID) -> KnownCase:
        """LookupError where no quota was ever approved: its approval lies before everything else on the case's log."""
        row = await self._work.row(FIND, of_case=case_id)
        if row is None:
            raise LookupError(f"no quota was approved for case {case_id}")
        client = Client(cms_level=row["cms_level"], in_institution=row["residence"] == Residence.INSTITUTION)
        return KnownCase(
            client=client,
            assessed_on=row["assessed_on"],
            a_unit_id=row["a_unit_id"],
            welfare_class=row["welfare_class"],
        )

    async def hold(self, case_id: UUID) -> None:
        """Let nobody else do the same for this case until the commit."""
        await self._work.row(LOCK, of_case=case_id)

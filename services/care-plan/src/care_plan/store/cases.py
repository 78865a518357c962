"""What does intake tell of a case? Quota, ranked problems, and the day of the assessment. Upserts tolerate repeats."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.money import Money
from chassis.work import Work
from schemas.events.intake import NeedsAssessed, QuotaApproved
from sqlalchemy.dialects.postgresql import insert

from care_plan.domain.client import Client
from care_plan.store.tables import assessments, cases

_FACTS = (
    "cms_level",
    "monthly_quota_twd",
    "foreign_care_worker",
    "ranked_problems",
    "district",
    "residence",
    "assessed_on",
)
ASSESSED = Statement(insert(assessments).on_conflict_do_nothing())
ASSESSED_ON = Statement(
    sa.select(assessments.c.assessed_on).where(
        assessments.c.assessment_id == sa.bindparam("of_assessment", type_=sa.Uuid)
    ),
    system=True,
)
_INSERT = insert(cases).values(
    {name: sa.bindparam(name, type_=cases.c[name].type) for name in ("case_id", "county", *_FACTS)}
)
UPSERT = Statement(
    _INSERT.on_conflict_do_update(index_elements=["case_id"], set_={name: _INSERT.excluded[name] for name in _FACTS}),
    system=True,
)
FIND = Statement(sa.select(cases).where(cases.c.case_id == sa.bindparam("of_case", type_=sa.Uuid), scope(cases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case with an approved quota."""

    client: Client
    assessed_on: date


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
        """The case as the supervisor signed it, for the first time or anew."""
        assessed_on = await self._work.value(ASSESSED_ON, of_assessment=event.assessment_id)
        ranked = sorted(event.problems, key=lambda problem: problem.rank)
        await self._work.run(
            UPSERT,
            case_id=event.case_id,
            county=self._work.county,
            cms_level=event.cms_level,
            monthly_quota_twd=event.monthly_quota_twd,
            foreign_care_worker=event.foreign_care_worker,
            ranked_problems=[problem.problem_no for problem in ranked],
            district=event.district,
            residence=event.residence.value,
            assessed_on=assessed_on or event.approved_on,
        )

    async def find(self, case_id: UUID) -> KnownCase | None:
        """None where no quota was approved."""
        row = await self._work.row(FIND, of_case=case_id)
        return None if row is None else case_of(row)

    async def of_plan(self, case_id: UUID) -> KnownCase:
        """The case of a plan: its quota was approved before the plan was begun."""
        found = await self.find(case_id)
        if found is None:
            raise LookupError(f"no quota was approved for case {case_id}")
        return found


def case_of(row: Row) -> KnownCase:
    """The row as the domain knows it."""
    client = Client(
        quota=Money(row["monthly_quota_twd"]),
        ranked_problems=tuple(row["ranked_problems"]),
        foreign_care_worker=row["foreign_care_worker"],
    )
    return KnownCase(client=client, assessed_on=row["assessed_on"])

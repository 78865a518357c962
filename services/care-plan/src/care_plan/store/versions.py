"""How does a version of a plan reach its row, and come back?"""

from chassis.db import Row
from chassis.kernel.periods import Period
from schemas.codes import ReturnReason

from care_plan.domain.plan import Plan, Status, Version
from care_plan.store.items import from_json, to_json


def version_row(plan: Plan, version: Version) -> dict[str, object]:
    """The row of a version."""
    return {
        "id": version.id,
        "plan_id": plan.id,
        "no": version.no,
        "case_id": plan.case_id,
        "county": plan.county,
        "unit_id": version.unit_id,
        "status": version.status.value,
        "items": [to_json(item) for item in version.items],
        "period_from": version.period and version.period.starts,
        "period_to": version.period and version.period.ends,
        "expectation_id": version.expectation,
        "submitted_on": version.submitted_on,
        "reviewed_on": version.reviewed_on,
        "reason": version.reason and version.reason.value,
        "note_id": version.note,
    }


def version_of(row: Row) -> Version:
    """The row as the domain knows it."""
    starts = row["period_from"]
    return Version(
        id=row["id"],
        no=row["no"],
        unit_id=row["unit_id"],
        status=Status(row["status"]),
        items=tuple(from_json(item) for item in row["items"]),
        period=None if starts is None else Period(starts, row["period_to"]),
        expectation=row["expectation_id"],
        submitted_on=row["submitted_on"],
        reviewed_on=row["reviewed_on"],
        reason=None if row["reason"] is None else ReturnReason(row["reason"]),
        note=row["note_id"],
    )

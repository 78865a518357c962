"""Which tables does intake have beside the chassis' own? Who somebody is stands in `persons` alone, sealed."""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import chassis_tables, versioned
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

METADATA = sa.MetaData()
chassis_tables(METADATA)

OPEN = sa.text("status NOT IN ('screened_out', 'not_opened', 'permanently_closed')")
"""Cases of which a person has one at most (AM-146)."""

persons = sa.Table(
    "persons",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("national_id_index", BYTEA, nullable=False, comment="keyed hash of the normalised id"),
    sa.Column("name", BYTEA),
    sa.Column("national_id", BYTEA),
    sa.Column("phone", BYTEA),
    sa.Column("address", BYTEA),
    sa.Column("born_on", BYTEA),
    sa.Column("latest_case_id", sa.Uuid),
    sa.Column("latest_reference", sa.Text),
    sa.Index("persons_national_id", "county", "national_id_index", unique=True),
    info=scoped(case=None),
)

cases = sa.Table(
    "cases",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("person_id", sa.ForeignKey("persons.id"), nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("case_source", sa.Text, nullable=False),
    sa.Column("applied_on", sa.Date, nullable=False),
    sa.Column("district", sa.Text, nullable=False),
    sa.Column("residence", sa.Text, nullable=False),
    sa.Column("eligible_group", sa.Text),
    sa.Column("referrer_unit_id", sa.Uuid),
    sa.Column("self_found_by_a_unit_id", sa.Uuid),
    sa.Column("previous_case_id", sa.Uuid),
    sa.Column("screened_on", sa.Date),
    sa.Column("referral_target", sa.Text),
    sa.Column("visit_id", sa.Uuid),
    sa.Column("assessment_id", sa.Uuid),
    sa.Column("closure_reason", sa.Text),
    *versioned(),
    sa.Index("cases_one_open_per_person", "person_id", unique=True, postgresql_where=OPEN),
    sa.Index("cases_person", "person_id"),
    sa.Index("cases_reference", "county", "reference", unique=True),
    sa.Index("cases_county", "county", "id"),
    sa.Index("cases_status", "county", "status", "id"),
    sa.Index("cases_district", "county", "district", "id"),
    info=scoped(case="id", own="self_found_by_a_unit_id"),
)

visits = sa.Table(
    "visits",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("scheduled_on", sa.Date, nullable=False),
    sa.Column("assessor", sa.Text, nullable=False),
    sa.Column("a_unit_id", sa.Uuid),
    sa.Index("visits_case", "case_id"),
    info=scoped(),
)

assessments = sa.Table(
    "assessments",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("visit_id", sa.ForeignKey("visits.id"), nullable=False),
    sa.Column("visited_on", sa.Date, nullable=False),
    sa.Column("cms_level", sa.Integer, nullable=False),
    sa.Column("welfare_class", sa.Integer, nullable=False),
    sa.Column("foreign_care_worker", sa.Boolean, nullable=False),
    sa.Column("problems", JSONB, nullable=False),
    sa.Column("assessor", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("submitted_on", sa.Date),
    sa.Index("assessments_case", "case_id", "id"),
    info=scoped(),
)

sign_offs = sa.Table(
    "sign_offs",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("assessment_id", sa.ForeignKey("assessments.id"), nullable=False),
    sa.Column("decision", sa.Text, nullable=False, comment="approved, not_opened or returned"),
    sa.Column("signed_by", sa.Text, nullable=False),
    sa.Column("signed_on", sa.Date, nullable=False),
    sa.Column("cms_level", sa.Integer, nullable=False),
    sa.Column("monthly_quota_twd", sa.Integer),
    sa.Column("quota_percent", sa.Integer),
    sa.Column("valid_from", sa.Date),
    sa.Column("referral_target", sa.Text),
    sa.Column("return_reason", sa.Text),
    sa.Index("sign_offs_case", "case_id", "id"),
    info=scoped(),
)

notes = sa.Table(
    "notes",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="application, assessment or return"),
    sa.Column("sealed", BYTEA, nullable=False),
    sa.Column("written_by", sa.Text, nullable=False),
    sa.Column("written_on", sa.Date, nullable=False),
    sa.Index("notes_case", "case_id", "id"),
    info=scoped(),
)

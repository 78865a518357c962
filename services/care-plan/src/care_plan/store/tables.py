"""Which tables does care-plan have? The single source for alembic and for statements."""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import chassis_tables, versioned
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB

METADATA = sa.MetaData()
chassis_tables(METADATA)

assessments = sa.Table(
    "assessments",
    METADATA,
    sa.Column("assessment_id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("assessed_on", sa.Date, nullable=False),
    info=scoped(),
)
"""When a case was assessed: the day that selects the version of the rule on ranked problems."""

cases = sa.Table(
    "cases",
    METADATA,
    sa.Column("case_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("cms_level", sa.Integer, nullable=False),
    sa.Column("monthly_quota_twd", sa.Integer, nullable=False),
    sa.Column("foreign_care_worker", sa.Boolean, nullable=False),
    sa.Column("ranked_problems", ARRAY(sa.Integer), nullable=False, comment="in the order of their rank"),
    sa.Column("district", sa.Text, nullable=False),
    sa.Column("residence", sa.Text, nullable=False),
    sa.Column("assessed_on", sa.Date, nullable=False),
    info=scoped(),
)
"""What intake tells of a case with an approved quota. No identifier of the person."""

plans = sa.Table(
    "plans",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False, comment="the A unit"),
    sa.Column("referral_id", sa.Uuid, nullable=False),
    sa.Column("referred_on", sa.Date, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("contacted_on", sa.Date),
    sa.Column("visited_on", sa.Date),
    *versioned(),
    sa.Index(
        "plans_open",
        "case_id",
        unique=True,
        postgresql_where=sa.text("status NOT IN ('superseded', 'ended')"),
    ),
    sa.Index("plans_case", "case_id", "id"),
    sa.Index("plans_county", "county", "id"),
    info=scoped(own="unit_id"),
)

plan_versions = sa.Table(
    "plan_versions",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False, comment="the A unit that wrote it"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("items", JSONB, nullable=False, comment="kept whole, with the prices of their day"),
    sa.Column("period_from", sa.Date),
    sa.Column("period_to", sa.Date, comment="the first day after the period"),
    sa.Column("expectation_id", sa.Uuid),
    sa.Column("submitted_on", sa.Date),
    sa.Column("reviewed_on", sa.Date),
    sa.Column("reason", sa.Text),
    sa.Column("note_id", sa.Uuid),
    sa.UniqueConstraint("plan_id", "no", name="plan_versions_no"),
    info=scoped(own="unit_id"),
)

plan_texts = sa.Table(
    "plan_texts",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    info=scoped(),
)
"""Free texts of the versions: never changed, so that a version and its copy may share one."""

contacts = sa.Table(
    "contacts",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("made_on", sa.Date, nullable=False),
    sa.Column("entered_by", sa.Text, nullable=False),
    sa.Index("contacts_plan", "plan_id", "made_on", "id"),
    info=scoped(own="unit_id"),
)

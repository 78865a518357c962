"""Which tables does prof-service have? The single source for alembic and for statements."""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import chassis_tables, versioned
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA

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
"""When a case was assessed: the day that selects the version of the eligibility."""

cases = sa.Table(
    "cases",
    METADATA,
    sa.Column("case_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("cms_level", sa.Integer, nullable=False),
    sa.Column("residence", sa.Text, nullable=False),
    sa.Column("foreign_care_worker", sa.Boolean, nullable=False),
    sa.Column("quota_percent", sa.Integer, nullable=False),
    sa.Column("assessed_on", sa.Date, nullable=False),
    sa.Column("a_unit_id", sa.Uuid),
    info=scoped(),
)
"""What intake and dispatch tell of a case. No identifier of the person."""

engagements = sa.Table(
    "engagements",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("plan_id", sa.Uuid, nullable=False),
    sa.Column("plan_item_id", sa.Uuid, nullable=False, unique=True),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("groups", sa.Integer, nullable=False),
    sa.Column("visits_per_group", sa.Integer, nullable=False),
    sa.Column("sessions_approved", sa.Integer, nullable=False),
    sa.Column("period_from", sa.Date, nullable=False),
    sa.Column("period_to", sa.Date, comment="the first day after the period"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("referral_id", sa.Uuid),
    sa.Column("unit_id", sa.Uuid),
    sa.Column("referred_on", sa.Date),
    sa.Column("replied_on", sa.Date),
    sa.Column("referral_served_on", sa.Date, comment="the first session under the present referral"),
    sa.Column("first_referred_on", sa.Date),
    sa.Column("sessions_delivered", sa.Integer, nullable=False),
    sa.Column("first_served_on", sa.Date),
    sa.Column("last_served_on", sa.Date),
    sa.Column("goal_active_on", sa.Date),
    sa.Column("documents_due_on", sa.Date),
    sa.Column("extended_groups", sa.Integer, nullable=False),
    sa.Column("extended_until", sa.Date, comment="the first day after the extended period"),
    sa.Column("extension_pending", sa.Boolean, nullable=False),
    sa.Column("closing_on", sa.Date),
    sa.Column("closing_cause", sa.Text),
    sa.Column("last_documents_due_on", sa.Date),
    sa.Column("closed_on", sa.Date),
    sa.Column(
        "practice_from", sa.Date, comment="the first day of self-practice, where it is not the day after the period"
    ),
    sa.Column("reassessed_on", sa.Date),
    *versioned(),
    sa.CheckConstraint(
        "sessions_delivered <= sessions_approved + extended_groups * visits_per_group", name="engagements_sessions"
    ),
    sa.Index("engagements_case", "case_id", "id"),
    sa.Index("engagements_county", "county", "id"),
    info=scoped(),
)

sessions = sa.Table(
    "sessions",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("engagement_id", sa.Uuid, sa.ForeignKey("engagements.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("referral_id", sa.Uuid, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("served_on", sa.Date, nullable=False),
    sa.Column("started_at", sa.Time, nullable=False),
    sa.Column("ended_at", sa.Time, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("guidance_targets", ARRAY(sa.Text), nullable=False),
    sa.Column("caregiver_present", sa.Boolean),
    sa.Column("flags", ARRAY(sa.Text), nullable=False),
    sa.Column("record_due_on", sa.Date),
    sa.Column("recorded_on", sa.Date),
    *versioned(),
    sa.UniqueConstraint("engagement_id", "no", name="sessions_no"),
    sa.Index("sessions_case", "case_id", "id"),
    sa.Index("sessions_unit", "unit_id", "id"),
    info=scoped(own="unit_id"),
)

record_texts = sa.Table(
    "record_texts",
    METADATA,
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id"), primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    info=scoped(own="unit_id"),
)

documents = sa.Table(
    "documents",
    METADATA,
    sa.Column("engagement_id", sa.Uuid, sa.ForeignKey("engagements.id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("handed_over_on", sa.Date, nullable=False),
    sa.Column("handed_over_by", sa.Text, nullable=False),
    info=scoped(own="unit_id"),
)

rejected_items = sa.Table(
    "rejected_items",
    METADATA,
    sa.Column("plan_item_id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("plan_id", sa.Uuid, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("rejected_on", sa.Date, nullable=False),
    sa.Index("rejected_items_county", "county", "plan_item_id"),
    info=scoped(),
)
"""Approved items that could not become an engagement, and the rule that says so."""

"""Which tables does prof-service have? The single source for alembic and for statements."""

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
    sa.Column("welfare_class", sa.Integer),
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

staff = sa.Table(
    "staff",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("discipline", sa.Text, nullable=False),
    *versioned(),
    sa.UniqueConstraint("unit_id", "code", name="staff_code"),
    sa.Index("staff_county", "county", "id"),
    info=scoped(case=None),
)
"""Who serves, by code and profession. No name."""

qualifications = sa.Table(
    "qualifications",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("staff_id", sa.Uuid, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("service_code", sa.Text),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date, comment="the first day on which it no longer holds"),
    sa.Column("entered_by", sa.Text, nullable=False),
    sa.Column("entered_on", sa.Date, nullable=False),
    sa.Index("qualifications_staff", "staff_id"),
    info=scoped(case=None),
)
"""Only added to: what was held on a day of service stays provable."""

forms = sa.Table(
    "forms",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("engagement_id", sa.Uuid, sa.ForeignKey("engagements.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("session_no", sa.Integer, nullable=False, comment="0 for a form of the whole engagement"),
    sa.Column("no", sa.Integer, nullable=False, comment="which filling of this form it is"),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("codes", JSONB, nullable=False, comment="numbers, dates and codes by field"),
    sa.Column("signatures", JSONB, nullable=False),
    sa.Column("filled_on", sa.Date, nullable=False),
    sa.Column("filled_by", sa.Text, nullable=False),
    sa.UniqueConstraint("engagement_id", "kind", "session_no", "no", name="forms_no"),
    info=scoped(own="unit_id"),
)
"""Each row is one filling of a form; a later one adds to what was there, and nothing is taken away."""

form_texts = sa.Table(
    "form_texts",
    METADATA,
    sa.Column("form_id", sa.Uuid, sa.ForeignKey("forms.id"), primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    info=scoped(own="unit_id"),
)

surcharge_requests = sa.Table(
    "surcharge_requests",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("engagement_id", sa.Uuid, sa.ForeignKey("engagements.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("surcharge", sa.Text, nullable=False),
    sa.Column("service_date", sa.Date, nullable=False),
    sa.Column("starts_at", sa.Time, nullable=False),
    sa.Column("reasons", JSONB, nullable=False),
    sa.Column("applicant", sa.Text, nullable=False),
    sa.Column("signer", sa.Text, nullable=False),
    sa.Column("signed_on", sa.Date, nullable=False),
    sa.Column("observed_day_off", sa.Boolean, nullable=False),
    sa.Column("explanation", BYTEA, comment="sealed with the key of the case"),
    sa.Column("requested_on", sa.Date, nullable=False),
    sa.Column("requested_by", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("confirmed_on", sa.Date),
    sa.Column("confirmed_by", sa.Text),
    sa.Column("decided_on", sa.Date),
    sa.Column("decided_by", sa.Text),
    sa.Column("rejection", sa.Text),
    *versioned(),
    sa.Index("surcharge_requests_case", "case_id", "service_date"),
    sa.Index("surcharge_requests_county", "county", "id"),
    info=scoped(own="unit_id"),
)
"""Applications for AA08 or AA09 (annex 6)."""

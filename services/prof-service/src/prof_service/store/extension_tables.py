"""Which tables hold extension requests, their reviews, and what was written about both?"""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import versioned
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA

from prof_service.store.tables import METADATA

extension_requests = sa.Table(
    "extension_requests",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("engagement_id", sa.Uuid, sa.ForeignKey("engagements.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("plan_id", sa.Uuid, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("groups", sa.Integer, nullable=False),
    sa.Column("session_no", sa.Integer, nullable=False, comment="sessions served when it was asked for"),
    sa.Column("categories", ARRAY(sa.Text), nullable=False),
    sa.Column("benefit_expected", sa.Boolean, nullable=False),
    sa.Column("progress_shown", sa.Boolean, nullable=False),
    sa.Column("goal_not_expected", sa.Boolean, nullable=False),
    sa.Column("discharged_on", sa.Date),
    sa.Column("restricted", sa.Boolean, nullable=False, comment="bedridden or restricted for long"),
    sa.Column("caregiver_change", sa.Text),
    sa.Column("caregiver_changed_on", sa.Date),
    sa.Column("signer", sa.Text),
    sa.Column("signed_on", sa.Date),
    sa.Column("applied_on", sa.Date, nullable=False),
    sa.Column("after_window_day", sa.Boolean, nullable=False),
    sa.Column("requested_by", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("agreed_groups", sa.Integer),
    sa.Column("agreed_end", sa.Date, comment="the last day"),
    sa.Column("decided_on", sa.Date),
    *versioned(),
    sa.Index(
        "extension_requests_open",
        "plan_id",
        "service_code",
        unique=True,
        postgresql_where=sa.text("status = 'submitted'"),
    ),
    sa.Index("extension_requests_engagement", "engagement_id", "id"),
    sa.Index("extension_requests_case", "case_id", "id"),
    sa.Index("extension_requests_county", "county", "id"),
    info=scoped(own="unit_id"),
)

extension_reviews = sa.Table(
    "extension_reviews",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("request_id", sa.Uuid, sa.ForeignKey("extension_requests.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, comment="the A unit whose case manager reviews"),
    sa.Column("due_on", sa.Date),
    sa.Column("overdue_on", sa.Date, comment="when the supervisor was told"),
    sa.Column("result", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("groups", sa.Integer),
    sa.Column("agreed_end", sa.Date),
    sa.Column("reviewed_on", sa.Date),
    sa.Column("reviewed_by", sa.Text),
    sa.Column("note", BYTEA, comment="sealed with the key of the case"),
    sa.UniqueConstraint("request_id", "reviewer", name="extension_reviews_seat"),
    info=scoped(),
)

extension_texts = sa.Table(
    "extension_texts",
    METADATA,
    sa.Column("request_id", sa.Uuid, sa.ForeignKey("extension_requests.id"), primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    info=scoped(own="unit_id"),
)

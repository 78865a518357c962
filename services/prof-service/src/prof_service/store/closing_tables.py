"""Which tables hold goals, uploads, first assessments, closures and restarts? Goal records are only ever added (NT-05-18)."""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import versioned
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA

from prof_service.store.tables import METADATA


def _of_engagement(*, primary_key: bool = False) -> list[sa.Column[object]]:
    """The columns that every table of an engagement begins with."""
    return [
        sa.Column("engagement_id", sa.Uuid, sa.ForeignKey("engagements.id"), nullable=False, primary_key=primary_key),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("county", sa.Text, nullable=False),
    ]


goal_records = sa.Table(
    "goal_records",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    *_of_engagement(),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("predecessor_id", sa.Uuid),
    sa.Column("referral_id", sa.Uuid),
    sa.Column("unit_id", sa.Uuid),
    sa.Column("period_from", sa.Date, nullable=False),
    sa.Column("period_to", sa.Date, nullable=False),
    sa.Column("groups", sa.Integer, nullable=False),
    sa.Column("guidance_targets", ARRAY(sa.Text), nullable=False),
    sa.Column("items", ARRAY(sa.Text), nullable=False, comment="what this record brings or corrects"),
    sa.Column("switch_kind", sa.Text),
    sa.Column("discipline", sa.Text),
    sa.Column("session_dates", ARRAY(sa.Date), nullable=False),
    sa.Column("created_on", sa.Date, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("correct_until", sa.Date),
    sa.UniqueConstraint("engagement_id", "no", name="goal_records_no"),
    info=scoped(),
)

goal_texts = sa.Table(
    "goal_texts",
    METADATA,
    *_of_engagement(primary_key=True),
    sa.Column("goal_no", sa.Integer, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    info=scoped(),
)

goal_queries = sa.Table(
    "goal_queries",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    *_of_engagement(),
    sa.Column("goal_id", sa.Uuid, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("items", ARRAY(sa.Text), nullable=False),
    sa.Column("queried_on", sa.Date, nullable=False),
    sa.Column("queried_by", sa.Text, nullable=False),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    sa.Index("goal_queries_engagement", "engagement_id"),
    info=scoped(),
)

document_uploads = sa.Table(
    "document_uploads",
    METADATA,
    *_of_engagement(primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("uploaded_on", sa.Date, nullable=False),
    sa.Column("uploaded_by", sa.Text, nullable=False),
    info=scoped(),
)

first_assessments = sa.Table(
    "first_assessments",
    METADATA,
    *_of_engagement(primary_key=True),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("assessed_on", sa.Date, nullable=False),
    sa.Column("caregiver", sa.Text, nullable=False),
    sa.Column("caregiver_flagged", sa.Boolean, nullable=False),
    sa.Column("caregiver_changed_on", sa.Date),
    sa.Column("problems", ARRAY(sa.Integer), nullable=False, comment="the numbered problems, in order"),
    sa.Column("explained", ARRAY(sa.Text), nullable=False),
    sa.Column("signer", sa.Text, nullable=False),
    sa.Column("signed_on", sa.Date, nullable=False),
    sa.Column("staff_signed_on", sa.Date, nullable=False),
    info=scoped(own="unit_id"),
)

first_assessment_texts = sa.Table(
    "first_assessment_texts",
    METADATA,
    *_of_engagement(primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    info=scoped(),
)

closures = sa.Table(
    "closures",
    METADATA,
    *_of_engagement(primary_key=True),
    sa.Column("unit_id", sa.Uuid),
    sa.Column("criterion", sa.Text, nullable=False),
    sa.Column("half", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("begun_by", sa.Text, nullable=False),
    sa.Column("explained_on", sa.Date, nullable=False),
    sa.Column("clear_decline", sa.Boolean, nullable=False),
    sa.Column("conditions", ARRAY(sa.Text), nullable=False),
    sa.Column("medical_target", sa.Text),
    sa.Column("rated_before", sa.Integer),
    sa.Column("rated_after", sa.Integer),
    sa.Column("signer", sa.Text),
    sa.Column("signed_on", sa.Date),
    sa.Column("staff_signed_on", sa.Date),
    sa.Column("evaluated_on", sa.Date),
    sa.Column("handed_over_on", sa.Date),
    sa.Column("item_removed_on", sa.Date),
    sa.Column("outcome", BYTEA, comment="習得成效, sealed with the key of the case"),
    info=scoped(own="unit_id"),
)

restart_requests = sa.Table(
    "restart_requests",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    *_of_engagement(),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("requester", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid),
    sa.Column("requested_on", sa.Date, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("screened_on", sa.Date),
    sa.Column("decided_on", sa.Date),
    sa.Column("problems", ARRAY(sa.Integer), nullable=False),
    sa.Column("refusal", sa.Text),
    sa.Column("same_code_from", sa.Date),
    sa.Column("need", BYTEA, nullable=False, comment="前次目標及此次需改善問題, sealed with the key of the case"),
    *versioned(),
    sa.Index("restart_requests_case", "case_id", "id"),
    sa.Index(
        "restart_requests_open",
        "engagement_id",
        unique=True,
        postgresql_where=sa.text("state IN ('requested', 'screened', 'reassessing')"),
    ),
    info=scoped(own="unit_id"),
)

"""Which tables hold the cases? What others tell of them, their referrals, and how those were decided."""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import versioned
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB

from dispatch.store.register_tables import METADATA

_INSTANT = sa.DateTime(timezone=True)
# What a lock cannot see (a referral that a commit brought meanwhile), the index refuses
_OPEN = "status NOT IN ('transferred', 'reassigned', 'ended')"

cases = sa.Table(
    "cases",
    METADATA,
    sa.Column("case_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("district", sa.Text, nullable=False),
    sa.Column("cms_level", sa.Integer, nullable=False),
    sa.Column("monthly_quota_twd", sa.Integer, nullable=False),
    sa.Column("approved_on", sa.Date, nullable=False),
    sa.Column("a_unit_id", sa.Uuid),
    sa.Column("a_referral_id", sa.Uuid),
    sa.Column("closed_on", sa.Date),
    *versioned(),
    info=scoped(),
)

plan_items = sa.Table(
    "plan_items",
    METADATA,
    sa.Column("plan_item_id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("plan_id", sa.Uuid, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("groups", sa.Integer),
    sa.Column("unit_id", sa.Uuid, comment="the unit that the client chose"),
    sa.Column("approved_on", sa.Date, nullable=False),
    sa.Index("plan_items_case", "case_id"),
    info=scoped(),
)

referrals = sa.Table(
    "referrals",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_type", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("a_unit_id", sa.Uuid),
    sa.Column("plan_id", sa.Uuid),
    sa.Column("plan_item_id", sa.Uuid),
    sa.Column("service_code", sa.Text),
    sa.Column("groups", sa.Integer),
    sa.Column("district", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("affiliated", sa.Boolean, nullable=False),
    sa.Column("candidates", sa.Integer, nullable=False),
    sa.Column("referred_on", sa.Date, nullable=False),
    sa.Column("referred_at", _INSTANT, nullable=False),
    sa.Column("reply_due_on", sa.Date),
    sa.Column("first_service_due_on", sa.Date),
    sa.Column("replied_on", sa.Date),
    sa.Column("served_on", sa.Date),
    sa.Column("settled_on", sa.Date),
    sa.Column("reason", sa.Text),
    sa.Column("with_cause", sa.Boolean),
    sa.Column("late", ARRAY(sa.Text), nullable=False),
    sa.Column("replaces_referral_id", sa.Uuid),
    *versioned(),
    sa.Index("referrals_case", "case_id", "id"),
    sa.Index("referrals_unit", "county", "unit_id", "id"),
    sa.Index("referrals_status", "county", "status", "id"),
    sa.Index("referrals_item", "plan_item_id"),
    sa.Index(
        "referrals_one_open_of_item",
        "plan_item_id",
        unique=True,
        postgresql_where=sa.text(f"unit_type = 'B' AND {_OPEN}"),
    ),
    sa.Index("referrals_one_open_a", "case_id", unique=True, postgresql_where=sa.text(f"unit_type = 'A' AND {_OPEN}")),
    info=scoped(own="unit_id"),
)

referral_history = sa.Table(
    "referral_history",
    METADATA,
    sa.Column("referral_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.Column("changed_at", _INSTANT, nullable=False),
    info=scoped(own="unit_id"),
)

dispatch_decisions = sa.Table(
    "dispatch_decisions",
    METADATA,
    sa.Column("referral_id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("policyref", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("client_choice", sa.Boolean, nullable=False),
    sa.Column("reason_code", sa.Text),
    sa.Column("reason_sealed", BYTEA),
    sa.Column("list_id", sa.Uuid),
    sa.Column("turn", sa.Integer),
    sa.Column("candidates", JSONB, nullable=False),
    sa.Column("passed_over", JSONB, nullable=False),
    sa.Index("dispatch_decisions_case", "case_id"),
    info=scoped(),
)

proposals = sa.Table(
    "proposals",
    METADATA,
    sa.Column("referral_id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("to_unit_id", sa.Uuid),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("settled_on", sa.Date, comment="the day the A case manager confirmed it or chose another unit"),
    sa.Index("proposals_case", "case_id"),
    info=scoped(),
)

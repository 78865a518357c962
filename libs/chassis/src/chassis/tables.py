"""Which tables does every service have beside its own? State, outbox, inbox and deadlines share its transactions."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB

from chassis.scope import scoped

_INSTANT = sa.DateTime(timezone=True)


def chassis_tables(metadata: sa.MetaData) -> None:
    """Define the chassis' tables in a service's metadata."""
    _outbox(metadata)
    _inbox(metadata)
    _deadlines(metadata)
    _relations(metadata)
    _idempotency(metadata)
    _sealing(metadata)


def versioned() -> list[sa.Column[object]]:
    """Columns of every aggregate: the optimistic version, and who changed it last and when."""
    return [
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
    ]


def _outbox(metadata: sa.MetaData) -> None:
    sa.Table(
        "outbox",
        metadata,
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("key", sa.Uuid, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.Column("sent_at", _INSTANT),
        sa.Index("outbox_unsent", "position", postgresql_where=sa.text("sent_at IS NULL")),
        sa.Index("outbox_sent_at", "sent_at", postgresql_where=sa.text("sent_at IS NOT NULL")),
        sa.Index("outbox_key", "key", "position"),
    )


def _inbox(metadata: sa.MetaData) -> None:
    sa.Table(
        "inbox",
        metadata,
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("taken_at", _INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
    )
    sa.Table(
        "parked",
        metadata,
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("value", BYTEA, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="1"),
        sa.Column("parked_at", _INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.Index("parked_key", "key", "position"),
    )


def _deadlines(metadata: sa.MetaData) -> None:
    sa.Table(
        "deadlines",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("county", sa.Text, nullable=False),
        sa.Column("owed_by_role", sa.Text, nullable=False),
        sa.Column("owed_by_unit", sa.Uuid),
        sa.Column("awaited_by_role", sa.Text, nullable=False),
        sa.Column("awaited_by_unit", sa.Uuid),
        sa.Column("met_by", sa.Text, nullable=False, comment="the command that meets it, as a path"),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("policyref", sa.Text, nullable=False),
        sa.Column("duration", sa.Text, nullable=False),
        sa.Column("if_due_on_day_off", sa.Text, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("fires_at", _INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="open"),
        sa.Column("settled_on", sa.Date),
        sa.Column("fired_at", _INSTANT),
        sa.Column("excused_because", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.CheckConstraint("state IN ('open', 'met', 'met_late', 'cancelled')", name="deadlines_state"),
        sa.Index("deadlines_open", "subject_id", "name", unique=True, postgresql_where=sa.text("state = 'open'")),
        sa.Index("deadlines_case", "case_id"),
        sa.Index(
            "deadlines_to_fire", "fires_at", "id", postgresql_where=sa.text("state = 'open' AND fired_at IS NULL")
        ),
        sa.Index(
            "deadlines_owed", "county", "owed_by_unit", "due_on", "id", postgresql_where=sa.text("state = 'open'")
        ),
        sa.Index(
            "deadlines_awaited", "county", "awaited_by_unit", "due_on", "id", postgresql_where=sa.text("state = 'open'")
        ),
        info=scoped(own="owed_by_unit"),
    )


def _relations(metadata: sa.MetaData) -> None:
    sa.Table(
        "relations",
        metadata,
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("basis_id", sa.Uuid, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("until", _INSTANT),
        sa.PrimaryKeyConstraint("case_id", "unit_id", "kind", "basis_id"),
        sa.Index("relations_unit", "unit_id", "case_id", postgresql_where=sa.text("until IS NULL")),
    )


def _idempotency(metadata: sa.MetaData) -> None:
    sa.Table(
        "idempotency_keys",
        metadata,
        sa.Column("caller", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request_hash", BYTEA, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("body", BYTEA, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.PrimaryKeyConstraint("caller", "key", name="idempotency_keys_pkey"),
        sa.Index("idempotency_keys_age", "created_at"),
    )


def _sealing(metadata: sa.MetaData) -> None:
    sa.Table(
        "sealing_keys",
        metadata,
        sa.Column("owner_id", sa.Uuid, primary_key=True),
        sa.Column("wrapped", BYTEA, nullable=False),
        sa.Column("key_no", sa.Integer, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
    )
    sa.Table(
        "access_records",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("county", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("columns", ARRAY(sa.Text), nullable=False),
        sa.Index("access_records_owner", "owner_id", "at"),
    )

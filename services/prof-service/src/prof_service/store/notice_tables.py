"""Which tables do notices, mails and case conferences have?"""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import versioned
from sqlalchemy.dialects.postgresql import BYTEA

from prof_service.store.tables import METADATA

_INSTANT = sa.DateTime(timezone=True)

notices = sa.Table(
    "notices",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("engagement_id", sa.Uuid),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, comment="the unit that posted it"),
    sa.Column("fact_on", sa.Date),
    sa.Column("posted_on", sa.Date, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    sa.Index("notices_case", "case_id", "id"),
    sa.Index("notices_county", "county", "id"),
    info=scoped(own="unit_id"),
)

notice_recipients = sa.Table(
    "notice_recipients",
    METADATA,
    sa.Column("notice_id", sa.Uuid, sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid),
    sa.Column("read_at", _INSTANT),
    sa.Column("read_by", sa.Text),
    info=scoped(own="unit_id"),
)

mail_addresses = sa.Table(
    "mail_addresses",
    METADATA,
    sa.Column("county", sa.Text, primary_key=True),
    sa.Column("office", sa.Text, primary_key=True, comment="role, and unit if it has one"),
    sa.Column("address", sa.Text, nullable=False, comment="of an office, never of a person"),
    sa.Column("changed_by", sa.Text, nullable=False),
    info=scoped(case=None),
)

mails = sa.Table(
    "mails",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("notice_id", sa.Uuid, sa.ForeignKey("notices.id"), nullable=False),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("office", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", _INSTANT, nullable=False),
    sa.Column("sent_at", _INSTANT),
    sa.Index("mails_waiting", "next_at", postgresql_where=sa.text("sent_at IS NULL")),
    info=scoped(),
)
"""Letters that wait for the worker: written with the notice, sent after its commit, at least once."""

case_conferences = sa.Table(
    "case_conferences",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("trigger", sa.Text, nullable=False),
    sa.Column("category", sa.Text),
    sa.Column("sessions", sa.Integer),
    sa.Column("window_from", sa.Date),
    sa.Column("required_on", sa.Date, nullable=False),
    sa.Column("decision", sa.Text),
    sa.Column("decided_on", sa.Date),
    *versioned(),
    sa.Index("case_conferences_case", "case_id", "id"),
    sa.Index("case_conferences_county", "county", "id"),
    info=scoped(),
)

conference_reviews = sa.Table(
    "conference_reviews",
    METADATA,
    sa.Column("conference_id", sa.Uuid, sa.ForeignKey("case_conferences.id"), primary_key=True),
    sa.Column("reviewer", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("reviewed_on", sa.Date, nullable=False),
    sa.Column("reviewed_by", sa.Text, nullable=False),
    sa.Column("text", BYTEA, nullable=False, comment="sealed with the key of the case"),
    info=scoped(),
)

"""Which tables does audit have? The single source for alembic and for statements."""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import chassis_tables, versioned
from sqlalchemy.dialects.postgresql import JSONB

_INSTANT = sa.DateTime(timezone=True)

METADATA = sa.MetaData()
chassis_tables(METADATA)

timeline = sa.Table(
    "timeline",
    METADATA,
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False, unique=True),
    sa.Column("case_id", sa.Uuid, comment="empty: the event is about a unit alone"),
    sa.Column("unit_id", sa.Uuid, comment="the unit that the event names"),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("at", _INSTANT, nullable=False),
    sa.Column("on", sa.Date, nullable=False, comment="the county's day of `at`"),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("causation_id", sa.Uuid),
    sa.Column("correlation_id", sa.Uuid),
    sa.Column("policyref", sa.Text),
    sa.Column("data", JSONB, nullable=False, comment="ids, codes, numbers and dates only"),
    sa.Column("clocks", JSONB, nullable=False, comment="the deadlines that the event touched"),
    sa.Index("timeline_case", "case_id", "seq"),
    sa.Index("timeline_unit", "unit_id", "seq", postgresql_where=sa.text("case_id IS NULL")),
    info=scoped(own="unit_id"),
)
"""Every event once. `seq` follows the log, so within a case it is the order of the commits."""

clocks = sa.Table(
    "clocks",
    METADATA,
    sa.Column("deadline_id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("owed_by_role", sa.Text, nullable=False),
    sa.Column("owed_by_unit", sa.Uuid),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("missed", sa.Boolean, nullable=False, comment="it passed unmet, whatever came later"),
    sa.Column("settled_on", sa.Date),
    sa.Column("excused_because", sa.Text),
    sa.Column("cancelled_because", sa.Text),
    sa.Column("told_at", _INSTANT, nullable=False, comment="moment of the latest event that told of it"),
    sa.CheckConstraint("state IN ('open', 'met', 'met_late', 'cancelled')", name="clocks_state"),
    sa.Index("clocks_case", "case_id", "opened_on"),
    sa.Index("clocks_opened", "county", "opened_on"),
    info=scoped(own="owed_by_unit"),
)

cases = sa.Table(
    "cases",
    METADATA,
    sa.Column("case_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("reference", sa.Text),
    sa.Column("a_unit_id", sa.Uuid, comment="the first A unit"),
    sa.Column("applied_on", sa.Date),
    sa.Column("assessed_on", sa.Date),
    sa.Column("a_referred_on", sa.Date),
    sa.Column("plan_approved_on", sa.Date),
    sa.Column("last_event_id", sa.Uuid, nullable=False),
    sa.Column("last_type", sa.Text, nullable=False),
    sa.Column("last_at", _INSTANT, nullable=False),
    sa.Index("cases_latest", "county", "last_at", "case_id"),
    sa.Index("cases_assessed", "county", "assessed_on"),
    sa.Index("cases_a_referred", "county", "a_referred_on"),
    sa.Index("cases_plan_approved", "county", "plan_approved_on"),
    info=scoped(),
)
"""One row per case: where it stands, and the first day of each milestone that is measured."""

units = sa.Table(
    "units",
    METADATA,
    sa.Column("unit_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_type", sa.Text, comment="empty until dispatch has told of the contract"),
    info=scoped(case=None),
)

suspensions = sa.Table(
    "suspensions",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("from_on", sa.Date, nullable=False),
    sa.Column("until_on", sa.Date, comment="the first day after it; empty: until it is ended"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("ended_on", sa.Date),
    *versioned(),
    sa.Index("suspensions_unit", "unit_id", "from_on"),
    sa.Index("suspensions_county", "county", "id"),
    info=scoped(case=None),
)

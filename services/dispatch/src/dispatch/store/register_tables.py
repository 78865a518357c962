"""Which tables hold the register? Units and what they carry, suspensions, rotation lists, re-dispatch principles."""

import sqlalchemy as sa
from chassis.scope import scoped
from chassis.tables import chassis_tables, versioned
from sqlalchemy.dialects.postgresql import ARRAY

METADATA = sa.MetaData()
chassis_tables(METADATA)

units = sa.Table(
    "units",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_type", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, comment="the unit's public name; it stays here"),
    sa.Column("districts", ARRAY(sa.Text), nullable=False),
    sa.Column("service_codes", ARRAY(sa.Text), nullable=False),
    sa.Column("capacity", sa.Integer),
    sa.Column("first_service_days", sa.Integer),
    sa.Column("legal_person_id", sa.Text),
    sa.Column("contracted_from", sa.Date, nullable=False),
    sa.Column("contracted_to", sa.Date, comment="the first day after the contract"),
    *versioned(),
    sa.Index("units_county", "county", "unit_type", "id"),
    info=scoped(case=None),
)

# Apart from the register, so that a dispatch locks a counter and not the contract. Counts all cases of the unit,
# also those that the acting unit may not see, and names none of them.
unit_loads = sa.Table(
    "unit_loads",
    METADATA,
    sa.Column("unit_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("open_cases", sa.Integer, nullable=False),
    sa.Column("last_referred_on", sa.Date),
    info=scoped(case=None),
)

suspensions = sa.Table(
    "suspensions",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("from_on", sa.Date, nullable=False),
    sa.Column("until_on", sa.Date),
    sa.Index("suspensions_county", "county", "unit_id"),
    info=scoped(case=None),
)

rotation_lists = sa.Table(
    "rotation_lists",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_type", sa.Text, nullable=False),
    sa.Column("district", sa.Text, nullable=False),
    sa.Column("a_unit_id", sa.Uuid),
    sa.Column("service_kind", sa.Text),
    *versioned(),
    sa.UniqueConstraint(
        "county",
        "unit_type",
        "district",
        "a_unit_id",
        "service_kind",
        name="rotation_lists_of",
        postgresql_nulls_not_distinct=True,
    ),
    info=scoped(case=None),
)

rotation_entries = sa.Table(
    "rotation_entries",
    METADATA,
    sa.Column("list_id", sa.Uuid, sa.ForeignKey("rotation_lists.id"), primary_key=True),
    sa.Column("unit_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("last_turn", sa.Integer, nullable=False, server_default="0"),
    info=scoped(case=None),
)

reassignment_principles = sa.Table(
    "reassignment_principles",
    METADATA,
    sa.Column("a_unit_id", sa.Uuid, primary_key=True),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    *versioned(),
    info=scoped(case=None),
)

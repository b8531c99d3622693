"""Count visits, and the steps of booking that they reach"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0048_funnel"
down_revision = "0047_merges"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FACTS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
ONCE = sa.text("once IS NOT NULL")
DEVICE = "device IN ('phone', 'tablet', 'desk')"


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("visit", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("implied", sa.Boolean(), nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("device", sa.String(length=6), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("nights", sa.Integer(), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("returning", sa.Boolean(), nullable=False, quote=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("properties", FACTS, nullable=True),
        sa.Column("once", sa.String(length=16), nullable=True),
        sa.CheckConstraint(DEVICE, name=op.f("ck_event_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_at"), "event", ["at"])
    op.create_index("uq_event_once", "event", ["once"], unique=True, sqlite_where=ONCE, postgresql_where=ONCE)
    op.create_table(
        "visit",
        sa.Column("visit", sa.String(length=32), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("results_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("room_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("details_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payment_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("device", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("returning", sa.Boolean(), nullable=False, quote=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("nights", sa.Integer(), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("last_step", sa.SmallInteger(), nullable=True),
        sa.Column("last_page", ID, nullable=True),
        sa.Column("refinements", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.CheckConstraint(DEVICE, name=op.f("ck_visit_device")),
        sa.CheckConstraint("first_at <= last_at", name=op.f("ck_visit_span")),
        sa.PrimaryKeyConstraint("visit", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_day_on"), "visit", ["day_on"])
    op.create_table(
        "visit_salt",
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day_on", name=op.f("pk_visit_salt")),
    )
    op.create_table(
        "checkout_visit",
        sa.Column("checkout_id", ID, autoincrement=False, nullable=False),
        sa.Column("visit", sa.String(length=32), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checkout_id"], ["checkout.id"], name=op.f("fk_checkout_visit_checkout_id")),
        sa.PrimaryKeyConstraint("checkout_id", name=op.f("pk_checkout_visit")),
    )
    op.create_index(op.f("ix_checkout_visit_visit"), "checkout_visit", ["visit"])


def downgrade() -> None:
    for table in ("checkout_visit", "visit_salt", "visit", "event"):
        op.drop_table(table)

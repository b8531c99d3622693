"""Wait for a full house"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024_waitlist"
down_revision = "0023_remembered"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "watch",
        sa.Column("watcher_id", ID, autoincrement=False, nullable=False),
        sa.Column("resource_id", ID, autoincrement=False, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("first_on < until_on", name=op.f("ck_watch_span")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_watch_resource_id")),
        sa.PrimaryKeyConstraint("watcher_id", "resource_id", name=op.f("pk_watch")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "waitlist_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column(
            "room_types",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.String(length=40), nullable=False),
        sa.Column("cots", sa.Integer(), nullable=False),
        sa.Column("dogs", sa.Integer(), nullable=False),
        sa.Column("needs", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_lower", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room_type_id", ID, nullable=True),
        sa.Column("arrival_on", sa.Date(), nullable=True),
        sa.Column("stands_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checkout_id", ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'offered', 'taken', 'lapsed', 'left')", name=op.f("ck_waitlist_entry_state")
        ),
        sa.CheckConstraint("earliest_on < latest_on AND nights > 0", name=op.f("ck_waitlist_entry_span")),
        sa.CheckConstraint(
            "state <> 'offered' OR held_until_at IS NOT NULL", name=op.f("ck_waitlist_entry_held")
        ),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_waitlist_entry_room_type_id")),
        sa.ForeignKeyConstraint(["checkout_id"], ["checkout.id"], name=op.f("fk_waitlist_entry_checkout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_waitlist_entry_state", "waitlist_entry", ["state", "held_until_at"])
    op.create_index(op.f("ix_waitlist_entry_email_lower"), "waitlist_entry", ["email_lower"])


def downgrade() -> None:
    op.drop_table("waitlist_entry")
    op.drop_table("watch")

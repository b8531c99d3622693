"""Count a booking's changes, and keep what is paid for a night until it is resold"""

import sqlalchemy as sa
from alembic import op

revision = "0018_changes"
down_revision = "0017_lookup"


def upgrade() -> None:
    op.add_column("booking", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("folio_line", sa.Column("part", sa.Integer(), nullable=True))
    op.add_column("folio_line", sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "resale",
        sa.Column("id", number, nullable=False),
        sa.Column("booking_id", number, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("room_type_id", number, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("paid_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("kept_line_id", number, nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resold_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resold_by_id", number, nullable=True),
        sa.Column("fetched_minor", sa.Integer(), nullable=True),
        sa.Column("refunded_minor", sa.Integer(), nullable=True),
        sa.CheckConstraint("paid_minor > 0 AND fee_minor >= 0", name=op.f("ck_resale_amounts")),
        sa.CheckConstraint(
            "refunded_minor BETWEEN 0 AND paid_minor AND refunded_minor <= fetched_minor",
            name=op.f("ck_resale_refunded"),
        ),
        sa.CheckConstraint(
            "(resold_at IS NULL) = (resold_by_id IS NULL) AND (resold_at IS NULL) = (fetched_minor IS NULL)"
            " AND (resold_at IS NULL) = (refunded_minor IS NULL)",
            name=op.f("ck_resale_resold"),
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_resale_booking_id")),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_resale_room_type_id")),
        sa.ForeignKeyConstraint(["kept_line_id"], ["folio_line.id"], name=op.f("fk_resale_kept_line_id")),
        sa.ForeignKeyConstraint(["resold_by_id"], ["booking.id"], name=op.f("fk_resale_resold_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resale")),
        sa.UniqueConstraint("kept_line_id", name=op.f("uq_resale_kept_line_id")),
    )
    op.create_index(op.f("ix_resale_booking_id"), "resale", ["booking_id"])
    op.create_index(
        "ix_resale_open",
        "resale",
        ["room_type_id", "night"],
        sqlite_where=sa.text("resold_at IS NULL"),
        postgresql_where=sa.text("resold_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("resale")
    op.drop_column("folio_line", "kept")
    op.drop_column("folio_line", "part")
    op.drop_column("booking", "revision")

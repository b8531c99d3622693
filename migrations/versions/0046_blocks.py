"""Keep rooms for a group until a day"""

import sqlalchemy as sa
from alembic import op

revision = "0046_blocks"
down_revision = "0045_day_close"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("released_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "group_block",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("rate_plan_id", ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("contact_phone", sa.String(length=40), nullable=True),
        sa.Column("arrival_on", sa.Date(), nullable=False),
        sa.Column("departure_on", sa.Date(), nullable=False),
        sa.Column("cut_off_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "arrival_on < departure_on AND cut_off_on <= arrival_on", name=op.f("ck_group_block_span")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_group_block_location_id")),
        sa.ForeignKeyConstraint(["rate_plan_id"], ["rate_plan.id"], name=op.f("fk_group_block_rate_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_block")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_group_block_open", "group_block", ["cut_off_on"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_group_block_location", "group_block", ["location_id", "arrival_on"])
    op.create_table(
        "block_rooms",
        sa.Column("block_id", ID, autoincrement=False, nullable=False),
        sa.Column("room_type_id", ID, autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.CheckConstraint("count > 0 AND amount_minor > 0", name=op.f("ck_block_rooms_count")),
        sa.ForeignKeyConstraint(["block_id"], ["group_block.id"], name=op.f("fk_block_rooms_block_id")),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_block_rooms_room_type_id")),
        sa.PrimaryKeyConstraint("block_id", "room_type_id", name=op.f("pk_block_rooms")),
    )
    op.add_column("booking", sa.Column("block_id", ID, nullable=True))
    op.create_index(op.f("ix_booking_block_id"), "booking", ["block_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_booking_block_id"), table_name="booking")
    op.drop_column("booking", "block_id")
    op.drop_table("block_rooms")
    op.drop_table("group_block")

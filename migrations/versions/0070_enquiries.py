"""Keep what people ask of a house, and what it answered"""

import sqlalchemy as sa
from alembic import op

revision = "0070_enquiries"
down_revision = "0069_notices"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
OPEN_THREAD = sa.text("channel = 'thread' AND closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "enquiry",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("guest_id", ID, nullable=True),
        sa.Column("notice_id", ID, nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=False),
        sa.Column("complaint", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("waiting_since", AT, nullable=True),
        sa.Column("first_answer_at", AT, nullable=True),
        sa.Column("closed_at", AT, nullable=True),
        sa.CheckConstraint("channel IN ('form', 'thread', 'phone')", name=op.f("ck_enquiry_channel")),
        sa.CheckConstraint("channel <> 'thread' OR booking_id IS NOT NULL", name=op.f("ck_enquiry_thread")),
        sa.CheckConstraint("closed_at IS NULL OR waiting_since IS NULL", name=op.f("ck_enquiry_closed")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_enquiry_booking_id")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_enquiry_guest_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_enquiry_location_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_enquiry_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    )
    op.create_index(op.f("ix_enquiry_booking_id"), "enquiry", ["booking_id"])
    op.create_index(op.f("ix_enquiry_guest_id"), "enquiry", ["guest_id"])
    op.create_index(op.f("ix_enquiry_notice_id"), "enquiry", ["notice_id"])
    op.create_index("ix_enquiry_closed", "enquiry", ["location_id", "closed_at"])
    op.create_index("ix_enquiry_opened", "enquiry", ["location_id", "opened_at"])
    op.create_index(
        "uq_enquiry_thread",
        "enquiry",
        ["booking_id"],
        unique=True,
        sqlite_where=OPEN_THREAD,
        postgresql_where=OPEN_THREAD,
    )
    op.create_table(
        "enquiry_message",
        sa.Column("id", ID, nullable=False),
        sa.Column("enquiry_id", ID, nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("written_at", AT, nullable=False),
        sa.CheckConstraint("side IN ('guest', 'house', 'note')", name=op.f("ck_enquiry_message_side")),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_message_enquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry_message")),
    )
    op.create_index(op.f("ix_enquiry_message_enquiry_id"), "enquiry_message", ["enquiry_id"])


def downgrade() -> None:
    op.drop_table("enquiry_message")
    op.drop_table("enquiry")

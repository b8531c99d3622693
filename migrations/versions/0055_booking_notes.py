"""Keep what the house tells itself about a booking"""

import sqlalchemy as sa
from alembic import op

revision = "0055_booking_notes"
down_revision = "0054_stay_no_show"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "booking_note",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_note_booking_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_booking_note_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_note")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_booking_note_booking_id"), "booking_note", ["booking_id"])


def downgrade() -> None:
    op.drop_table("booking_note")

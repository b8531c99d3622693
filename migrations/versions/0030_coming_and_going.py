"""Let each room of a booking be checked in and out by itself"""

import sqlalchemy as sa
from alembic import op

revision = "0030_coming_and_going"
down_revision = "0029_doors"


def upgrade() -> None:
    op.add_column("stay", sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True))
    kind = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    # Never a new table in the old one's place: rows that name a stay would forbid SQLite to drop it.
    op.execute(
        f"ALTER TABLE stay ADD COLUMN checked_out_at {kind} CONSTRAINT ck_stay_left"
        " CHECK (checked_out_at IS NULL OR checked_in_at IS NOT NULL)"
    )
    for instant in ("checked_in_at", "checked_out_at"):
        op.execute(
            f"UPDATE stay SET {instant} = (SELECT b.{instant} FROM booking b WHERE b.id = stay.booking_id)"  # nosec B608
            " WHERE cancelled_at IS NULL"
        )


def downgrade() -> None:
    op.drop_column("stay", "checked_out_at")
    op.drop_column("stay", "checked_in_at")

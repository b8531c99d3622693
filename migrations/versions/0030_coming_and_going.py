"""Let each room of a booking be checked in and out by itself"""

import sqlalchemy as sa
from alembic import op

revision = "0030_coming_and_going"
down_revision = "0029_doors"


def upgrade() -> None:
    with op.batch_alter_table("stay") as table:
        table.add_column(sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("checked_out_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(op.f("ck_stay_left"), "checked_out_at IS NULL OR checked_in_at IS NOT NULL")
    for instant in ("checked_in_at", "checked_out_at"):
        op.execute(
            f"UPDATE stay SET {instant} = (SELECT b.{instant} FROM booking b WHERE b.id = stay.booking_id)"  # nosec B608
            " WHERE cancelled_at IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("stay") as table:
        table.drop_constraint(op.f("ck_stay_left"), type_="check")
        table.drop_column("checked_out_at")
        table.drop_column("checked_in_at")
